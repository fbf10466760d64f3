// Package models holds what the other packages speak about: settings, queries and the errors users can cause.
package models

import "errors"

// Errors of the configuration: an administrator mends them on the data source's page or in its provisioning file.
var (
	ErrURLMissing      = errors.New("no URL is set")
	ErrURLInvalid      = errors.New("the URL is malformed")
	ErrKeyInvalid      = errors.New("the API key is malformed")
	ErrSettingsInvalid = errors.New("the settings of the data source are malformed")
)

// Errors of a query: whoever wrote the panel or the alert rule mends them.
var (
	ErrQueryInvalid       = errors.New("the query is malformed")
	ErrQuerySchemaTooNew  = errors.New("the query was saved by a newer version of the plugin")
	ErrQuerySchemaInvalid = errors.New("the query's schemaVersion is malformed")
	ErrRangeEmpty         = errors.New("the time range is empty")
)

// Errors of an exchange with the proxy, one per thing a person would do about it.
var (
	ErrUnreachable  = errors.New("the Lopan proxy cannot be reached")
	ErrTLS          = errors.New("no secure connection to the Lopan proxy")
	ErrTimeout      = errors.New("the Lopan proxy did not answer in time")
	ErrUnauthorized = errors.New("the Lopan proxy does not accept the API key")
	ErrForbidden    = errors.New("the Lopan proxy does not let this API key read")
	ErrNotReady     = errors.New("the Lopan proxy is not ready")
	ErrRateLimited  = errors.New("the Lopan proxy gets too many requests")
	ErrRejected     = errors.New("the Lopan proxy refused the request")
	ErrFailed       = errors.New("the Lopan proxy failed")
	ErrNotProxy     = errors.New("the answer is not from a Lopan proxy")
	ErrTooLarge     = errors.New("the answer is too large")
	ErrMalformed    = errors.New("the answer of the Lopan proxy cannot be read")
)
