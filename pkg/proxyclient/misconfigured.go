package proxyclient

import (
	"context"
	"encoding/json"
	"net/url"
)

// Misconfigured is the Client of a data source whose settings are wrong: every call returns the reason. With it the
// instance still exists, so the health check and the panels can say what to mend; a failing factory would give the
// person at the screen nothing but an internal error.
type Misconfigured struct {
	Reason error
}

var _ Client = Misconfigured{}

// Query implements Client.
func (m Misconfigured) Query(context.Context, QueryRequest) (map[string]QueryResult, error) {
	return nil, m.Reason
}

// Ready implements Client.
func (m Misconfigured) Ready(context.Context) error {
	return m.Reason
}

// Catalogue implements Client.
func (m Misconfigured) Catalogue(context.Context) (Catalogue, error) {
	return Catalogue{}, m.Reason
}

// Resource implements Client.
func (m Misconfigured) Resource(context.Context, string, url.Values) (json.RawMessage, error) {
	return nil, m.Reason
}

// Close implements Client.
func (m Misconfigured) Close() {}
