package plugin

import (
	"bytes"
	"context"
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/lopan/lopan-analytics-app/pkg/models"
	"github.com/lopan/lopan-analytics-app/pkg/proxyclient"
)

func TestQueryDataTellsWhoseFaultItIs(t *testing.T) {
	cases := []struct {
		name   string
		answer http.HandlerFunc
		status backend.Status
		source backend.ErrorSource
		text   string
	}{
		{"401", sendsProblem(t, 401, "problems/problem-401.json"), 401, backend.ErrorSourceDownstream, "does not accept the API key: The key in the Authorization header is missing or unknown"},
		{"403", sendsProblem(t, 403, "problems/problem-403.json"), 403, backend.ErrorSourceDownstream, "This key has the scope ingest"},
		{"404", sendsProblem(t, 404, "problems/problem-400.json"), 404, backend.ErrorSourceDownstream, "refused the request"},
		{"429", sendsProblem(t, 429, "problems/problem-429.json"), 429, backend.ErrorSourceDownstream, "too many requests: More requests than"},
		{"429 that says how long", sendsRetryAfter, 429, backend.ErrorSourceDownstream, "Retry-After: 5"},
		{"500 without a word", sends(500, "text/html", []byte("<h1>oops</h1>")), 500, backend.ErrorSourceDownstream, "the Lopan proxy failed: HTTP 500"},
		{"502 of a gateway", sends(502, "text/html", nil), 502, backend.ErrorSourceDownstream, "HTTP 502"},
		{"503", sendsProblem(t, 503, "problems/problem-503.json"), 503, backend.ErrorSourceDownstream, "is not ready: The database is out of reach"},
		{"504 of a gateway", sends(504, "text/html", nil), 504, backend.ErrorSourceDownstream, "did not answer in time"},
		{"400: we built something wrong", sendsProblem(t, 400, "problems/problem-400.json"), 400, backend.ErrorSourcePlugin, `/from "yesterday" is no RFC 3339 instant`},
		{"415: likewise", sends(415, "application/problem+json", []byte(`{"title":"Unsupported Media Type"}`)), 415, backend.ErrorSourcePlugin, "Unsupported Media Type"},
		{"415 of something else", sends(415, "text/plain", nil), 502, backend.ErrorSourceDownstream, "not from a Lopan proxy: HTTP 415"},
		{"a page", sends(200, "text/html", []byte("<html>")), 502, backend.ErrorSourceDownstream, `not from a Lopan proxy: it is "text/html" where JSON was expected`},
		{"a page that is not there", sends(404, "text/html", []byte("<html>")), 502, backend.ErrorSourceDownstream, "there is nothing at /v1/query"},
		{"a redirect", redirects("https://login.example/?token=secret"), 502, backend.ErrorSourceDownstream, "it redirects to https://login.example/"},
		{"half an answer", sends(200, "application/json", []byte(`{"results":`)), 500, backend.ErrorSourcePlugin, "cannot be read"},
		{"no results", sends(200, "application/json", []byte(`{}`)), 500, backend.ErrorSourcePlugin, `the member "results" is missing`},
		{"a missing result", sends(200, "application/json", []byte(`{"results":{"B":{"status":200,"frames":[]}}}`)), 500, backend.ErrorSourcePlugin, `no result for the query "A"`},
		{"unreadable frames", sends(200, "application/json", []byte(`{"results":{"A":{"status":200,"frames":[{}]}}}`)), 500, backend.ErrorSourcePlugin, `frame 0: malformed frame: the member "schema" is missing`},
		{"a failed query without a reason", sends(200, "application/json", []byte(`{"results":{"A":{"status":500}}}`)), 500, backend.ErrorSourceDownstream, "gave no reason"},
		{"a failed query with an impossible status", sends(200, "application/json", []byte(`{"results":{"A":{"status":7000,"error":"x"}}}`)), 500, backend.ErrorSourceDownstream, "x"},
		{"a failed query without a status", sends(200, "application/json", []byte(`{"results":{"A":{"error":"x"}}}`)), 500, backend.ErrorSourceDownstream, "x"},
		{"a broken connection", breaksOff, 502, backend.ErrorSourceDownstream, "the connection was closed in the middle"},
		{"a connection that breaks later", breaksOffLater, 502, backend.ErrorSourceDownstream, "the connection was closed in the middle"},
		{"too much", sendsTooMuch, 502, backend.ErrorSourceDownstream, "too large: it has more than 64 MiB"},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			proxy := newFakeProxy(t)
			proxy.on("/v1/query", test.answer)

			answer := query(t, proxy, "A").Responses["A"]

			require.ErrorContains(t, answer.Error, test.text)
			require.NotContains(t, answer.Error.Error(), "secret")
			require.NotContains(t, answer.Error.Error(), readKey)
			require.Equal(t, test.status, answer.Status)
			require.Equal(t, test.source, answer.ErrorSource)
			require.Empty(t, answer.Frames)
		})
	}

	t.Run("nothing listens", func(t *testing.T) {
		proxy := newFakeProxy(t)
		proxy.Close()

		answer := query(t, proxy, "A").Responses["A"]

		require.EqualError(t, answer.Error, "the Lopan proxy cannot be reached: connection refused")
		require.Equal(t, backend.StatusBadGateway, answer.Status)
		require.Equal(t, backend.ErrorSourceDownstream, answer.ErrorSource)
	})

	t.Run("no answer in time", func(t *testing.T) {
		proxy := newFakeProxy(t)
		release := make(chan struct{})
		t.Cleanup(func() { close(release) })
		proxy.on("/v1/query", func(http.ResponseWriter, *http.Request) { <-release })
		settings := proxy.settings()
		settings.JSONData = []byte(`{"timeout":1}`)

		response, err := newInstance(t, settings).QueryData(context.Background(), &backend.QueryDataRequest{Queries: queriesOf("A")})

		require.NoError(t, err)
		require.ErrorIs(t, response.Responses["A"].Error, models.ErrTimeout)
		require.Equal(t, backend.StatusTimeout, response.Responses["A"].Status)
		require.Equal(t, backend.ErrorSourceDownstream, response.Responses["A"].ErrorSource)
	})

	t.Run("cancelled by Grafana", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()

		response, err := newInstance(t, newFakeProxy(t).settings()).QueryData(ctx, &backend.QueryDataRequest{Queries: queriesOf("A")})

		// Not an answer that failed, which the SDK would log as an error: nobody waits for it any more.
		require.ErrorIs(t, err, context.Canceled)
		require.Nil(t, response)
	})

	t.Run("a query of a newer plugin, its neighbour unharmed", func(t *testing.T) {
		proxy := newFakeProxy(t)
		proxy.on("/v1/query", sends(200, "application/json", []byte(`{"results":{"B":{"status":200,"frames":[]}}}`)))
		queries := queriesOf("A", "B")
		queries[0].JSON = []byte(`{"schemaVersion":2}`)

		response, err := newInstance(t, proxy.settings()).QueryData(context.Background(), &backend.QueryDataRequest{Queries: queries})

		require.NoError(t, err)
		require.ErrorContains(t, response.Responses["A"].Error, "schemaVersion 2")
		require.Equal(t, backend.StatusBadRequest, response.Responses["A"].Status)
		require.Equal(t, backend.ErrorSourceDownstream, response.Responses["A"].ErrorSource)
		require.NoError(t, response.Responses["B"].Error)
	})

	t.Run("settings without a URL", func(t *testing.T) {
		response, err := newInstance(t, settingsFor("")).QueryData(context.Background(), &backend.QueryDataRequest{Queries: queriesOf("A")})

		require.NoError(t, err)
		require.ErrorIs(t, response.Responses["A"].Error, models.ErrURLMissing)
		require.Equal(t, backend.StatusBadRequest, response.Responses["A"].Status)
		require.Equal(t, backend.ErrorSourceDownstream, response.Responses["A"].ErrorSource)
	})
}

func redirects(target string) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		http.Redirect(writer, request, target, http.StatusFound)
	}
}

func sendsRetryAfter(writer http.ResponseWriter, request *http.Request) {
	writer.Header().Set("Retry-After", "5")
	sends(http.StatusTooManyRequests, "text/plain", nil)(writer, request)
}

// breaksOff closes the connection without an answer.
func breaksOff(http.ResponseWriter, *http.Request) {
	panic(http.ErrAbortHandler)
}

// breaksOffLater closes the connection in the middle of the body.
func breaksOffLater(writer http.ResponseWriter, _ *http.Request) {
	writer.Header().Set("Content-Type", "application/json")
	writer.Header().Set("Content-Length", "1000")
	_, _ = writer.Write([]byte(`{"results":`))
}

// sendsTooMuch goes on beyond the largest answer that is read.
func sendsTooMuch(writer http.ResponseWriter, _ *http.Request) {
	writer.Header().Set("Content-Type", "application/json")
	chunk := bytes.Repeat([]byte(" "), 1<<20)
	for range proxyclient.MaxResponseBytes>>20 + 1 {
		if _, err := writer.Write(chunk); err != nil {
			return
		}
	}
}
