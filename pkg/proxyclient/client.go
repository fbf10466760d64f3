// Package proxyclient speaks to the Lopan proxy over HTTP. Every failure comes back as an *Error.
package proxyclient

import (
	"context"
	"encoding/json"
	"net/url"
)

// Client is what the handlers need of the proxy. All methods are safe for concurrent use.
type Client interface {
	// Query runs POST /v1/query. The answer holds a result per refId; a failed query is a result, not an error.
	Query(ctx context.Context, request QueryRequest) (map[string]QueryResult, error)
	// Ready runs GET /readyz and returns nil when the proxy is migrated and reaches its database.
	Ready(ctx context.Context) error
	// Catalogue runs GET /v1/catalogue.
	Catalogue(ctx context.Context) (Catalogue, error)
	// Resource runs GET /v1/<path> and returns the JSON answer as it is. The caller has checked the path.
	Resource(ctx context.Context, path string, query url.Values) (json.RawMessage, error)
	// Close lets go of idle connections.
	Close()
}

// QueryRequest is the body of POST /v1/query.
type QueryRequest struct {
	// From and To are RFC 3339 instants with milliseconds, in UTC; the range is half open.
	From string `json:"from"`
	To   string `json:"to"`
	// MaxDataPoints and IntervalMs are left out where Grafana gives none; the proxy then takes its own.
	MaxDataPoints int64 `json:"maxDataPoints,omitempty"`
	IntervalMs    int64 `json:"intervalMs,omitempty"`
	// Queries are stored query models, each with its refId.
	Queries []json.RawMessage `json:"queries"`
}

// QueryResult is the answer to one query.
type QueryResult struct {
	// Status is an HTTP status; 0 where the proxy gave none.
	Status int `json:"status"`
	// Error is a sentence for people; empty when the query succeeded.
	Error string `json:"error"`
	// Frames are Grafana's JSON data frames, not decoded yet.
	Frames []json.RawMessage `json:"frames"`
}

// Failed tells whether the query has no result.
func (r QueryResult) Failed() bool {
	return r.Error != "" || r.Status >= 400
}

// Catalogue is the part of GET /v1/catalogue that the health check reports.
type Catalogue struct {
	// Version of the proxy; empty where it tells none.
	Version string `json:"version"`
	// KPIs that the proxy computes; nil where the answer has no such list, which means it is no catalogue.
	KPIs []struct {
		ID string `json:"id"`
	} `json:"kpis"`
}
