package proxyclient

import (
	"encoding/json"
	"mime"
	"net/http"
	"strings"

	"github.com/lopan/lopan-analytics-app/pkg/models"
)

// problem is an RFC 9457 body as the proxy writes it; /readyz may answer with a `status` in words instead.
type problem struct {
	Title  string          `json:"title"`
	Detail string          `json:"detail"`
	Status json.RawMessage `json:"status"`
	Errors []struct {
		Path    string `json:"path"`
		Message string `json:"message"`
	} `json:"errors"`
}

// detail is the most telling text of a problem.
func (p problem) detail() string {
	text := p.Detail
	for _, fault := range p.Errors {
		if fault.Message != "" {
			text = strings.TrimSpace(text + " " + strings.TrimSpace(fault.Path+" "+fault.Message))
		}
	}
	if text == "" {
		text = p.Title
	}
	if text == "" {
		// Not a problem's number but a word: a failed parse leaves the text empty.
		_ = json.Unmarshal(p.Status, &text)
	}

	return oneLine(text)
}

// isJSON tells whether an answer says that it is JSON or problem+json.
func isJSON(header http.Header) bool {
	mediaType, _, err := mime.ParseMediaType(header.Get("Content-Type"))

	return err == nil && (mediaType == "application/json" || strings.HasSuffix(mediaType, "+json"))
}

// statusError turns an answer that is not 2xx into an error that says what the proxy said.
func (c *HTTPClient) statusError(response *http.Response, body []byte) *Error {
	failure := &Error{Kind: kindOfStatus(response.StatusCode), Status: response.StatusCode}

	// A body that does not parse leaves the detail empty; the status still tells enough.
	var said problem
	if isJSON(response.Header) && json.Unmarshal(body, &said) == nil {
		failure.Detail = said.detail()
		failure.Problem = body
	}

	switch {
	case response.StatusCode >= 300 && response.StatusCode < 400:
		failure.Detail = "it redirects to " + oneLine(redactedLocation(response))
	case failure.Problem == nil && failure.Kind == models.ErrRejected:
		// The proxy says in a problem what it refuses. Without one, something else answered.
		failure.Kind = models.ErrNotProxy
		failure.Detail = refusalOfAStranger(response)
	case response.StatusCode == http.StatusUnauthorized && c.settings.APIKey == "":
		failure.Detail = "none is set"
	case failure.Detail == "":
		failure.Detail = "HTTP " + response.Status
	}
	if after := response.Header.Get("Retry-After"); failure.Kind == models.ErrRateLimited && after != "" {
		failure.Detail += "; Retry-After: " + oneLine(after)
	}

	return failure
}

func kindOfStatus(status int) error {
	switch {
	case status >= 300 && status < 400:
		return models.ErrNotProxy
	case status == http.StatusUnauthorized:
		return models.ErrUnauthorized
	case status == http.StatusForbidden:
		return models.ErrForbidden
	case status == http.StatusTooManyRequests:
		return models.ErrRateLimited
	case status == http.StatusServiceUnavailable:
		return models.ErrNotReady
	case status == http.StatusGatewayTimeout:
		return models.ErrTimeout
	case status >= 500:
		return models.ErrFailed
	default:
		return models.ErrRejected
	}
}

// refusalOfAStranger says what is seen of a server that is no Lopan proxy.
func refusalOfAStranger(response *http.Response) string {
	switch {
	case response.StatusCode == http.StatusNotFound:
		return "there is nothing at " + response.Request.URL.Path
	case response.StatusCode == http.StatusBadRequest && response.Request.URL.Scheme == "http":
		return "HTTP " + response.Status + "; if the proxy serves TLS, the URL must start with https://"
	default:
		return "HTTP " + response.Status
	}
}

// redactedLocation is where a redirect points, without a query: it may carry tokens.
func redactedLocation(response *http.Response) string {
	location, err := response.Location()
	if err != nil {
		return "nowhere"
	}
	location.RawQuery, location.Fragment = "", ""

	return location.Redacted()
}
