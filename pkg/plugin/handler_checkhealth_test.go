package plugin

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

func TestCheckHealth(t *testing.T) {
	t.Run("well", func(t *testing.T) {
		proxy := newFakeProxy(t)

		result, details := check(t, proxy.settings())

		require.Equal(t, backend.HealthStatusOk, result.Status)
		require.Equal(t, "Connected to the Lopan proxy 1.0.0: 2 KPIs.", result.Message)
		require.Equal(t, healthDetails{URL: proxy.URL, ProxyVersion: "1.0.0", KPIs: 2}, details)
	})

	t.Run("well, behind a path, without a version", func(t *testing.T) {
		proxy := newFakeProxy(t)
		proxy.on("/lopan/readyz", sends(200, "application/json", []byte(`{}`)))
		proxy.on("/lopan/v1/catalogue", sends(200, "application/json", []byte(`{"kpis":[{"id":"dau"},{"id":"mau"}]}`)))

		result, _ := check(t, settingsFor(proxy.URL+"/lopan/"))

		require.Equal(t, "Connected to the Lopan proxy: 2 KPIs.", result.Message)
	})

	settings := []struct {
		name    string
		change  func(*backend.DataSourceInstanceSettings)
		message string
		reason  string
	}{
		{"no URL", func(s *backend.DataSourceInstanceSettings) { s.URL = "" },
			"No URL is set. Enter the proxy's address, for example http://proxy:4000.", "url_missing"},
		{"malformed URL", func(s *backend.DataSourceInstanceSettings) { s.URL = "proxy:4000" },
			"The URL is malformed: it must start with http:// or https://. Correct the URL.", "url_invalid"},
		{"malformed key", func(s *backend.DataSourceInstanceSettings) { s.DecryptedSecureJSONData["apiKey"] = "a b" },
			"The API key is malformed: it holds a space or a character that no key has. Paste the key again.", "key_invalid"},
		{"a CA certificate that is none", func(s *backend.DataSourceInstanceSettings) {
			s.JSONData = []byte(`{"tlsAuthWithCACert":true}`)
			s.DecryptedSecureJSONData["tlsCACert"] = "not a certificate"
		}, "The settings of the data source are malformed: failed to parse TLS CA PEM certificate. Correct the TLS and header settings of this data source.", "settings_invalid"},
		{"jsonData of the wrong type", func(s *backend.DataSourceInstanceSettings) {
			s.JSONData = []byte(`{"httpHeaderName1":5}`)
			s.DecryptedSecureJSONData["httpHeaderValue1"] = "x"
		}, "a member of jsonData has the wrong type", "settings_invalid"},
		{"jsonData that is no JSON", func(s *backend.DataSourceInstanceSettings) { s.JSONData = []byte(`{`) },
			"The settings of the data source are malformed", "settings_invalid"},
		{"an unknown host", func(s *backend.DataSourceInstanceSettings) { s.URL = "http://proxy.invalid:4000" },
			"The Lopan proxy cannot be reached: the host name of its URL cannot be resolved. Check that the proxy runs", "unreachable"},
	}
	for _, test := range settings {
		t.Run(test.name, func(t *testing.T) {
			given := settingsFor("http://127.0.0.1:4000")
			test.change(&given)

			result, details := check(t, given)

			require.Equal(t, backend.HealthStatusError, result.Status)
			require.Contains(t, result.Message, test.message)
			require.Equal(t, test.reason, details.Reason)
			require.NotEmpty(t, details.VerboseMessage)
		})
	}

	t.Run("nothing listens", func(t *testing.T) {
		proxy := newFakeProxy(t)
		proxy.Close()

		result, details := check(t, proxy.settings())

		require.Equal(t, "The Lopan proxy cannot be reached: connection refused. Check that the proxy runs and that the URL is right as seen from Grafana's server, not from your browser.", result.Message)
		require.Equal(t, "unreachable", details.Reason)
		require.Contains(t, details.VerboseMessage, proxy.URL)
	})

	answers := []struct {
		name    string
		path    string
		answer  http.HandlerFunc
		message string
		reason  string
		status  int
	}{
		{"unmigrated", "/readyz", sendsProblem(t, 503, "operation/readyz-unmigrated.json"),
			`The Lopan proxy is not ready: The database schema is not migrated: 2 migrations are pending. Run "lopan-analytics migrate"`, "not_ready", 503},
		{"database out of reach", "/readyz", sendsProblem(t, 503, "operation/readyz-database.json"),
			"is not ready: The database is out of reach: connection refused at localhost:5432. Check the proxy's database", "not_ready", 503},
		{"not ready, in a word", "/readyz", sends(503, "application/json", []byte(`{"status":"unmigrated"}`)),
			"The Lopan proxy is not ready: unmigrated. Check the proxy's database", "not_ready", 503},
		{"not ready, without a word", "/readyz", sends(503, "text/plain", nil),
			"The Lopan proxy is not ready: HTTP 503 Service Unavailable.", "not_ready", 503},
		{"no readyz", "/readyz", http.NotFound,
			"The answer is not from a Lopan proxy: there is nothing at /readyz. Check the URL: it is the proxy's base address, without /v1.", "not_a_proxy", 404},
		{"a page", "/readyz", sends(200, "text/html", []byte("<html>")),
			`The answer is not from a Lopan proxy: it is "text/html" where JSON was expected.`, "not_a_proxy", 200},
		{"a login page", "/readyz", redirects("/login?next=%2F"),
			"The answer is not from a Lopan proxy: it redirects to http://127.0.0.1", "not_a_proxy", 302},
		{"a failure", "/readyz", sends(500, "application/problem+json", []byte(`{"title":"Internal Server Error","status":500}`)),
			"The Lopan proxy failed: Internal Server Error. See the proxy's log.", "failed", 500},
		{"Grafana's own address", "/readyz", sends(500, "text/plain", []byte("[-]poststarthook failed\nreadyz check failed")),
			"The answer is not from a Lopan proxy: HTTP 500 Internal Server Error. Check the URL", "not_a_proxy", 500},
		{"wrong key", "/v1/catalogue", sendsProblem(t, 401, "problems/problem-401.json"),
			"The Lopan proxy does not accept the API key: The key in the Authorization header is missing or unknown.", "unauthorized", 401},
		{"key of another scope", "/v1/catalogue", sendsProblem(t, 403, "problems/problem-403.json"),
			"The Lopan proxy does not let this API key read: This key has the scope ingest. The operation needs a key of the scope read. Its scope is wrong: enter one of the keys in LOPAN_READ_KEYS of the proxy.", "forbidden", 403},
		{"too many requests", "/v1/catalogue", sendsProblem(t, 429, "problems/problem-429.json"),
			"The Lopan proxy gets too many requests: More requests than ingest.rate_limit allows. Try again in 5 seconds. Wait a moment", "rate_limited", 429},
		{"a request it does not take", "/v1/catalogue", sendsProblem(t, 400, "problems/problem-400.json"),
			"The Lopan proxy refused the request: The request body is not a valid query request.", "rejected", 400},
		{"the catalogue of something else", "/v1/catalogue", sends(200, "application/json", []byte(`{"products":[]}`)),
			"The answer is not from a Lopan proxy: its catalogue has no list of KPIs.", "not_a_proxy", 200},
		{"a catalogue that is no object", "/v1/catalogue", sends(200, "application/json", []byte(`"hello"`)),
			"The answer is not from a Lopan proxy: its catalogue has no list of KPIs.", "not_a_proxy", 200},
		{"a broken connection", "/v1/catalogue", breaksOff,
			"The Lopan proxy cannot be reached: the connection was closed in the middle; if the proxy serves TLS, the URL must start with https://.", "unreachable", 0},
	}
	for _, test := range answers {
		t.Run(test.name, func(t *testing.T) {
			proxy := newFakeProxy(t)
			proxy.on(test.path, test.answer)

			result, details := check(t, proxy.settings())

			require.Equal(t, backend.HealthStatusError, result.Status)
			require.Contains(t, result.Message, test.message)
			require.Equal(t, test.reason, details.Reason)
			require.Equal(t, test.status, details.HTTPStatus)
			require.Equal(t, proxy.URL, details.URL)
			require.NotContains(t, result.Message+details.VerboseMessage, readKey)
		})
	}

	t.Run("no key", func(t *testing.T) {
		proxy := newFakeProxy(t)
		proxy.on("/v1/catalogue", sends(401, "application/json", nil))
		settings := proxy.settings()
		delete(settings.DecryptedSecureJSONData, "apiKey")

		result, _ := check(t, settings)

		require.Equal(t, "The Lopan proxy does not accept the API key: none is set. Enter one of the keys in LOPAN_READ_KEYS of the proxy.", result.Message)
		require.Empty(t, proxy.asked("/v1/catalogue")[0].Header.Values("Authorization"))
	})

	t.Run("no answer in time", func(t *testing.T) {
		proxy := newFakeProxy(t)
		release := make(chan struct{})
		t.Cleanup(func() { close(release) })
		proxy.on("/readyz", func(http.ResponseWriter, *http.Request) { <-release })
		settings := proxy.settings()
		settings.JSONData = []byte(`{"timeout":1}`)

		result, details := check(t, settings)

		require.Contains(t, result.Message, "The Lopan proxy did not answer in time")
		require.Equal(t, "timeout", details.Reason)
	})
}

func TestCheckHealthTLS(t *testing.T) {
	proxy := newFakeProxy(t)
	secure := httptest.NewUnstartedServer(proxy)
	secure.Config.ErrorLog = nil
	secure.StartTLS()
	t.Cleanup(secure.Close)
	certificate := string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw}))

	withCA := func(url string, more string) backend.DataSourceInstanceSettings {
		settings := settingsFor(url)
		settings.JSONData = []byte(`{"tlsAuthWithCACert":true` + more + `}`)
		settings.DecryptedSecureJSONData["tlsCACert"] = certificate

		return settings
	}

	t.Run("the CA's certificate as text", func(t *testing.T) {
		result, _ := check(t, withCA(secure.URL, ""))

		require.Equal(t, backend.HealthStatusOk, result.Status, result.Message)
	})

	mutual := httptest.NewUnstartedServer(proxy)
	mutual.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert}
	mutual.StartTLS()
	t.Cleanup(mutual.Close)

	cases := []struct {
		name     string
		settings backend.DataSourceInstanceSettings
		message  string
		reason   string
	}{
		{"unknown authority", settingsFor(secure.URL), "paste the authority's certificate as CA certificate", "tls"},
		{"other host name", withCA(secure.URL, `,"serverName":"elsewhere.invalid"`), "its certificate is for another host name", "tls"},
		{"https to a port without TLS", settingsFor(strings.Replace(proxy.URL, "http:", "https:", 1)), "it does not speak TLS on this port", "tls"},
		{"client certificate wanted", withCA(mutual.URL, ""), "it may want a client certificate", "tls"},
		{"http to a port with TLS", settingsFor(strings.Replace(secure.URL, "https:", "http:", 1)), "HTTP 400 Bad Request; if the proxy serves TLS, the URL must start with https://", "not_a_proxy"},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			result, details := check(t, test.settings)

			require.Equal(t, backend.HealthStatusError, result.Status)
			require.Contains(t, result.Message, test.message)
			require.Equal(t, test.reason, details.Reason)
		})
	}
}

func check(t *testing.T, settings backend.DataSourceInstanceSettings) (*backend.CheckHealthResult, healthDetails) {
	t.Helper()
	result, err := newInstance(t, settings).CheckHealth(context.Background(), &backend.CheckHealthRequest{})
	require.NoError(t, err)

	var details healthDetails
	require.NoError(t, json.Unmarshal(result.JSONDetails, &details))

	return result, details
}
