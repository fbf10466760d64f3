package plugin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/lopan/lopan-analytics-app/pkg/proxyclient"
)

// healthTimeout bounds the whole check: a person waits for it.
const healthTimeout = 10 * time.Second

// healthDetails is what "Save & test" shows below the message; Grafana prints verboseMessage in an expandable part.
type healthDetails struct {
	URL            string `json:"url,omitempty"`
	Reason         string `json:"reason,omitempty"`
	HTTPStatus     int    `json:"httpStatus,omitempty"`
	ProxyVersion   string `json:"proxyVersion,omitempty"`
	KPIs           int    `json:"kpis,omitempty"`
	VerboseMessage string `json:"verboseMessage,omitempty"`
}

// CheckHealth implements backend.CheckHealthHandler: it asks the proxy whether it is ready, which needs no key, and then
// for its catalogue, which does. The message says what is wrong and what to do; it never returns an error.
func (d *Datasource) CheckHealth(ctx context.Context, _ *backend.CheckHealthRequest) (*backend.CheckHealthResult, error) {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()

	if err := d.proxy.Ready(ctx); err != nil {
		return d.unhealthy(err)
	}
	catalogue, err := d.proxy.Catalogue(ctx)
	if err != nil {
		return d.unhealthy(err)
	}

	version := ""
	if catalogue.Version != "" {
		version = " " + catalogue.Version
	}

	return healthResult(backend.HealthStatusOk,
		fmt.Sprintf("Connected to the Lopan proxy%s: %d KPIs.", version, len(catalogue.KPIs)),
		healthDetails{URL: d.url, ProxyVersion: catalogue.Version, KPIs: len(catalogue.KPIs)})
}

func (d *Datasource) unhealthy(err error) (*backend.CheckHealthResult, error) {
	found := diagnose(err)
	details := healthDetails{URL: d.url, Reason: found.reason, VerboseMessage: err.Error()}

	var exchange *proxyclient.Error
	if errors.As(err, &exchange) {
		details.HTTPStatus = exchange.Status
		if exchange.Cause != nil {
			details.VerboseMessage = exchange.Cause.Error()
		}
	}

	return healthResult(backend.HealthStatusError, sentence(err.Error())+" "+found.advice, details)
}

func healthResult(status backend.HealthStatus, message string, details healthDetails) (*backend.CheckHealthResult, error) {
	encoded, err := json.Marshal(details)
	if err != nil {
		return nil, fmt.Errorf("encode the details of the health check: %w", err)
	}

	return &backend.CheckHealthResult{Status: status, Message: message, JSONDetails: encoded}, nil
}
