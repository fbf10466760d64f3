package plugin

import (
	"context"
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

// What a person reads in a panel and on the data source's page while the proxy is in trouble; and that the same
// instance answers again as soon as the trouble is over, without a restart or a change of settings.
func TestEveryOutageIsToldAndOver(t *testing.T) {
	const answer = `{"results":{"A":{"status":200,"frames":[]}}}`

	release := make(chan struct{})
	hangs := func(_ http.ResponseWriter, request *http.Request) {
		select {
		case <-release:
		case <-request.Context().Done():
		}
	}
	defer close(release)

	outages := []struct {
		name   string
		answer http.HandlerFunc
		panel  string
		health string
		status backend.Status
	}{
		{"away", breaksOff,
			"the Lopan proxy cannot be reached: the connection was closed in the middle; if the proxy serves TLS, the URL must start with https://",
			"The Lopan proxy cannot be reached: the connection was closed in the middle; if the proxy serves TLS, the URL must start with https://. Check that the proxy runs and that the URL is right as seen from Grafana's server, not from your browser.",
			502},
		{"slow", hangs,
			"the Lopan proxy did not answer in time: narrow the range, or raise the timeout of the data source",
			"The Lopan proxy did not answer in time: narrow the range, or raise the timeout of the data source. Check the proxy's load and the network between Grafana's server and the proxy.",
			504},
		{"rubbish", sends(200, "application/json", []byte("\x00\xff{{{ not JSON")),
			"the answer of the Lopan proxy cannot be read: it is no list of results",
			"The answer is not from a Lopan proxy: its catalogue has no list of KPIs. Check the URL: it is the proxy's base address, without /v1.",
			500},
		{"a page of something else", sends(200, "text/html", []byte("<h1>It works!</h1>")),
			`the answer is not from a Lopan proxy: it is "text/html" where JSON was expected`,
			`The answer is not from a Lopan proxy: it is "text/html" where JSON was expected. Check the URL: it is the proxy's base address, without /v1.`,
			502},
		{"401", sendsProblem(t, 401, "problems/problem-401.json"),
			`the Lopan proxy does not accept the API key: The key in the Authorization header is missing or unknown. Send "Authorization: Bearer KEY" with a key of the scope read`,
			`The Lopan proxy does not accept the API key: The key in the Authorization header is missing or unknown. Send "Authorization: Bearer KEY" with a key of the scope read. Enter one of the keys in LOPAN_READ_KEYS of the proxy.`,
			401},
		{"429", sendsProblem(t, 429, "problems/problem-429.json"),
			"the Lopan proxy gets too many requests: More requests than ingest.rate_limit allows. Try again in 5 seconds",
			"The Lopan proxy gets too many requests: More requests than ingest.rate_limit allows. Try again in 5 seconds. Wait a moment and test again.",
			429},
		{"500", sends(500, "text/html", []byte("<h1>oops</h1>")),
			"the Lopan proxy failed: HTTP 500 Internal Server Error",
			"The Lopan proxy failed: HTTP 500 Internal Server Error. See the proxy's log.",
			500},
		{"503", sendsProblem(t, 503, "problems/problem-503.json"),
			"the Lopan proxy is not ready: The database is out of reach. Nothing was stored; try again in 5 seconds",
			`The Lopan proxy is not ready: The database is out of reach. Nothing was stored; try again in 5 seconds. Check the proxy's database; "lopan-analytics migrate" applies pending migrations.`,
			503},
	}
	for _, outage := range outages {
		t.Run(outage.name, func(t *testing.T) {
			proxy := newFakeProxy(t)
			settings := proxy.settings()
			settings.JSONData = []byte(`{"timeout":1}`)
			source := newInstance(t, settings)
			asks := func() backend.DataResponse {
				response, err := source.QueryData(context.Background(), &backend.QueryDataRequest{Queries: queriesOf("A")})
				require.NoError(t, err)

				return response.Responses["A"]
			}
			checks := func() *backend.CheckHealthResult {
				result, err := source.CheckHealth(context.Background(), &backend.CheckHealthRequest{})
				require.NoError(t, err)

				return result
			}
			catalogue := proxy.answers["/v1/catalogue"]

			proxy.on("/v1/query", outage.answer)
			proxy.on("/v1/catalogue", outage.answer)
			failed, ill := asks(), checks()

			require.EqualError(t, failed.Error, outage.panel)
			require.Equal(t, outage.status, failed.Status)
			require.Equal(t, backend.HealthStatusError, ill.Status)
			require.Equal(t, outage.health, ill.Message)

			proxy.on("/v1/query", sends(200, "application/json", []byte(answer)))
			proxy.on("/v1/catalogue", catalogue)

			require.NoError(t, asks().Error)
			require.Equal(t, backend.HealthStatusOk, checks().Status)
		})
	}
}
