package plugin

import (
	"context"
	"errors"
	"net/http"

	"github.com/grafana/grafana-plugin-sdk-go/backend"

	"github.com/lopan/lopan-analytics-app/pkg/models"
	"github.com/lopan/lopan-analytics-app/pkg/proxyclient"
)

// Here, once, errors get a status and a source. Grafana counts the source `plugin` against this code and `downstream`
// against what is behind it: the network, the proxy, the settings, the query.

// errorResponse is the answer to a query that got no result. It keeps the error itself: the SDK logs a cancelled
// request as such.
func errorResponse(err error) backend.DataResponse {
	status, source := classify(err)

	return backend.DataResponse{Error: err, Status: status, ErrorSource: source}
}

// failedResponse is the answer to a query that the proxy refused or gave up.
func failedResponse(result proxyclient.QueryResult) backend.DataResponse {
	status := backend.Status(result.Status)
	if result.Status < http.StatusBadRequest || !status.IsValid() {
		status = backend.StatusInternal
	}

	message := result.Error
	if message == "" {
		message = "the Lopan proxy failed to run the query and gave no reason"
	}

	return backend.ErrDataResponseWithSource(status, backend.ErrorSourceDownstream, message)
}

func classify(err error) (backend.Status, backend.ErrorSource) {
	switch {
	case isOneOf(err, models.ErrQueryInvalid, models.ErrQuerySchemaInvalid, models.ErrQuerySchemaTooNew, models.ErrRangeEmpty):
		return backend.StatusBadRequest, backend.ErrorSourceDownstream
	case isOneOf(err, models.ErrURLMissing, models.ErrURLInvalid, models.ErrKeyInvalid, models.ErrSettingsInvalid):
		return backend.StatusBadRequest, backend.ErrorSourceDownstream
	case isOneOf(err, models.ErrTimeout, context.DeadlineExceeded):
		return backend.StatusTimeout, backend.ErrorSourceDownstream
	case isOneOf(err, models.ErrUnreachable, models.ErrTLS, models.ErrNotProxy, models.ErrTooLarge):
		return backend.StatusBadGateway, backend.ErrorSourceDownstream
	}

	var exchange *proxyclient.Error
	if errors.As(err, &exchange) && !errors.Is(err, models.ErrMalformed) && exchange.Status >= http.StatusBadRequest {
		return backend.Status(exchange.Status), sourceOfStatus(exchange.Status)
	}

	return backend.StatusInternal, backend.ErrorSourcePlugin
}

// sourceOfStatus tells whose fault a failed request as a whole is. A fault of a single query comes back in its result,
// so a refusal of the whole means that this plugin built something the proxy does not take.
func sourceOfStatus(status int) backend.ErrorSource {
	switch {
	case status >= http.StatusInternalServerError:
		return backend.ErrorSourceDownstream
	case status == http.StatusUnauthorized,
		status == http.StatusForbidden,
		status == http.StatusNotFound,
		status == http.StatusRequestTimeout,
		status == http.StatusTooManyRequests:
		return backend.ErrorSourceDownstream
	default:
		return backend.ErrorSourcePlugin
	}
}

func isOneOf(err error, targets ...error) bool {
	for _, target := range targets {
		if errors.Is(err, target) {
			return true
		}
	}

	return false
}
