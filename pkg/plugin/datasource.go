// Package plugin is the part Grafana speaks to: it makes an instance per configured data source and answers its calls,
// one handler a file. It computes nothing: what it says comes from the proxy.
package plugin

import (
	"context"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/instancemgmt"

	"github.com/lopan/lopan-analytics-app/pkg/proxyclient"
)

// Datasource is one configured data source. The SDK makes a new one whenever its settings change.
type Datasource struct {
	proxy proxyclient.Client
	// uid and kind are the data source's own, for links that ask it again.
	uid, kind string
	// url is what the health check shows to administrators.
	url string
}

var (
	_ backend.QueryDataHandler      = (*Datasource)(nil)
	_ backend.CheckHealthHandler    = (*Datasource)(nil)
	_ backend.CallResourceHandler   = (*Datasource)(nil)
	_ instancemgmt.InstanceDisposer = (*Datasource)(nil)
)

// NewDatasource is the SDK's instance factory. Wrong settings are no error here: see proxyclient.Misconfigured.
func NewDatasource(ctx context.Context, settings backend.DataSourceInstanceSettings) (instancemgmt.Instance, error) {
	client, err := proxyclient.New(ctx, settings)
	if err != nil {
		return &Datasource{proxy: proxyclient.Misconfigured{Reason: err}}, nil
	}

	return &Datasource{proxy: client, uid: settings.UID, kind: settings.Type, url: client.URL()}, nil
}

// Dispose implements instancemgmt.InstanceDisposer.
func (d *Datasource) Dispose() {
	d.proxy.Close()
}
