package proxyclient

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/lopan/lopan-analytics-app/pkg/models"
)

// Sizes in bytes, after decompression.
const (
	// MaxResponseBytes bounds an answer. The largest honest one (query.max_rows of 50 000, wide tables) is below 20 MiB;
	// the bound keeps a wrong one from taking the plugin's memory.
	MaxResponseBytes = 64 << 20
	// maxErrorBytes bounds the body of a failed request, of which a sentence is shown.
	maxErrorBytes = 64 << 10
)

// call is one request to the proxy.
type call struct {
	method string
	// path below the base URL, without a leading slash.
	path  string
	query url.Values
	body  []byte
}

// exchange sends a request and returns the body of a 2xx answer in JSON.
func (c *HTTPClient) exchange(ctx context.Context, what call) ([]byte, error) {
	request, err := c.request(ctx, what)
	if err != nil {
		return nil, err
	}

	response, err := c.http.Do(request)
	if err != nil {
		return nil, transportError(err)
	}
	defer func() { _ = response.Body.Close() }()

	if response.StatusCode < 200 || response.StatusCode > 299 {
		// What was read before a failure is enough for a message.
		body, _ := io.ReadAll(io.LimitReader(response.Body, maxErrorBytes))

		return nil, c.statusError(response, body)
	}
	if !isJSON(response.Header) {
		return nil, notProxy(response.StatusCode, fmt.Sprintf("it is %q where JSON was expected", oneLine(response.Header.Get("Content-Type"))))
	}

	return readBody(response)
}

func (c *HTTPClient) request(ctx context.Context, what call) (*http.Request, error) {
	address := c.settings.URL.JoinPath(what.path)
	address.RawQuery = what.query.Encode()

	request, err := http.NewRequestWithContext(ctx, what.method, address.String(), bytes.NewReader(what.body))
	if err != nil {
		return nil, fmt.Errorf("build the request: %w", err)
	}

	request.Header.Set("Accept", "application/json, application/problem+json")
	if len(what.body) > 0 {
		request.Header.Set("Content-Type", "application/json")
		// Every call reads, so net/http may repeat one that met a connection which the proxy had just closed as idle.
		// The empty list says so to the transport and is not sent.
		request.Header["Idempotency-Key"] = []string{}
	}
	if c.settings.APIKey != "" {
		request.Header.Set("Authorization", "Bearer "+c.settings.APIKey)
	}

	return request, nil
}

func readBody(response *http.Response) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(response.Body, MaxResponseBytes+1))
	if err != nil {
		return nil, transportError(err)
	}
	if len(body) > MaxResponseBytes {
		return nil, &Error{
			Kind:   models.ErrTooLarge,
			Status: response.StatusCode,
			Detail: fmt.Sprintf("it has more than %d MiB; narrow the range or the groups, or choose a larger interval", MaxResponseBytes>>20),
		}
	}

	return body, nil
}
