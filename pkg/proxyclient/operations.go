package proxyclient

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/lopan/lopan-analytics-app/pkg/models"
)

// Query implements Client.
func (c *HTTPClient) Query(ctx context.Context, request QueryRequest) (map[string]QueryResult, error) {
	body, err := json.Marshal(request)
	if err != nil {
		return nil, fmt.Errorf("encode the request: %w", err)
	}

	raw, err := c.exchange(ctx, call{method: http.MethodPost, path: "v1/query", body: body})
	if err != nil {
		return nil, err
	}

	var answer struct {
		Results map[string]QueryResult `json:"results"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return nil, &Error{Kind: models.ErrMalformed, Detail: "it is no list of results", Cause: err}
	}
	if answer.Results == nil {
		return nil, &Error{Kind: models.ErrMalformed, Detail: `the member "results" is missing`}
	}

	return answer.Results, nil
}

// Ready implements Client. Only the status counts: what a ready proxy answers is its own matter.
func (c *HTTPClient) Ready(ctx context.Context) error {
	_, err := c.exchange(ctx, call{method: http.MethodGet, path: "readyz"})

	// A proxy that is not well says so in a problem. Other servers have a /readyz too, and Grafana's own answers 500 in
	// plain text; 502 to 504 may come from a gateway in front of a proxy.
	var failure *Error
	if errors.As(err, &failure) && failure.Status == http.StatusInternalServerError && failure.Problem == nil {
		return notProxy(failure.Status, failure.Detail)
	}

	return err
}

// Catalogue implements Client.
func (c *HTTPClient) Catalogue(ctx context.Context) (Catalogue, error) {
	raw, err := c.exchange(ctx, call{method: http.MethodGet, path: "v1/catalogue"})
	if err != nil {
		return Catalogue{}, err
	}

	var catalogue Catalogue
	if err := json.Unmarshal(raw, &catalogue); err != nil || catalogue.KPIs == nil {
		failure := notProxy(http.StatusOK, "its catalogue has no list of KPIs")
		failure.Cause = err

		return Catalogue{}, failure
	}

	return catalogue, nil
}

// Resource implements Client.
func (c *HTTPClient) Resource(ctx context.Context, path string, query url.Values) (json.RawMessage, error) {
	raw, err := c.exchange(ctx, call{method: http.MethodGet, path: "v1/" + path, query: query})
	if err != nil {
		return nil, err
	}
	if !json.Valid(raw) {
		return nil, &Error{Kind: models.ErrMalformed, Detail: "it is no JSON", Cause: errors.New("invalid JSON at " + path)}
	}

	return raw, nil
}
