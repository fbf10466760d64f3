package proxyclient

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/httpclient"

	"github.com/lopan/lopan-analytics-app/pkg/models"
)

// HTTPClient is the Client over the SDK's HTTP client, made once per data source instance.
type HTTPClient struct {
	http     *http.Client
	settings models.Settings
}

var _ Client = (*HTTPClient)(nil)

// New makes a client from the settings of a data source: timeouts, TLS, custom headers and tracing come from the SDK.
// It returns an error that wraps models.ErrSettingsInvalid or one of the errors of models.LoadSettings.
func New(ctx context.Context, source backend.DataSourceInstanceSettings) (*HTTPClient, error) {
	settings, err := models.LoadSettings(source)
	if err != nil {
		return nil, err
	}

	options, err := clientOptions(ctx, source)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", models.ErrSettingsInvalid, err)
	}

	client, err := httpclient.New(options)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", models.ErrSettingsInvalid, err)
	}

	return &HTTPClient{http: client, settings: settings}, nil
}

// URL is the base address of the proxy; it holds no secret.
func (c *HTTPClient) URL() string {
	return c.settings.URL.String()
}

// Close implements Client.
func (c *HTTPClient) Close() {
	c.http.CloseIdleConnections()
}

func clientOptions(ctx context.Context, source backend.DataSourceInstanceSettings) (options httpclient.Options, err error) {
	// The SDK (0.298) asserts types without checking: a number as serverName or as the name of a header panics.
	defer func() {
		if trouble := recover(); trouble != nil {
			err = fmt.Errorf("a member of jsonData has the wrong type: %v", trouble)
		}
	}()

	options, err = source.HTTPClientOptions(ctx)
	if err != nil {
		return options, err
	}

	// The key is the only credential, and what a browser sent (cookies, tokens) is none of the proxy's business.
	options.ForwardHTTPHeaders = false
	options.BasicAuth = nil
	// The proxy never redirects. Following one could carry the key elsewhere or turn a POST into a GET.
	options.ConfigureClient = func(_ httpclient.Options, client *http.Client) {
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	// No timeout (0, or a text instead of a number) would let a lost connection hold a panel for ever.
	if options.Timeouts.Timeout <= time.Duration(0) {
		options.Timeouts.Timeout = httpclient.DefaultTimeoutOptions.Timeout
	}

	return options, nil
}
