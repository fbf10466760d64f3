package plugin

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/lopan/lopan-analytics-app/pkg/models"
	"github.com/lopan/lopan-analytics-app/pkg/proxyclient"
)

var (
	start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	week  = backend.TimeRange{From: start, To: start.AddDate(0, 0, 7)}
)

func TestQueryDataContracts(t *testing.T) {
	names := []string{
		"kpi-timeseries", "kpi-numeric", "summary-table", "summary-grouped",
		"thresholds-numeric", "thresholds-table", "empty-typed-frame", "failed-neighbour",
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			proxy := newFakeProxy(t)
			wantRequest := contract(t, "query/"+name+".request.json")
			wantAnswer := contract(t, "query/"+name+".response.json")
			proxy.on("/v1/query", sends(http.StatusOK, "application/json", wantAnswer))

			response, err := newInstance(t, proxy.settings()).QueryData(context.Background(), &backend.QueryDataRequest{
				Queries: grafanaQueries(t, wantRequest),
			})

			require.NoError(t, err)
			sent := proxy.asked("/v1/query")
			require.Len(t, sent, 1)
			require.JSONEq(t, string(wantRequest), string(sent[0].Body))
			requireSameResults(t, wantAnswer, response)
		})
	}
}

func TestQueryDataFailedNeighbour(t *testing.T) {
	proxy := newFakeProxy(t)
	proxy.on("/v1/query", sends(http.StatusOK, "application/json", contract(t, "query/failed-neighbour.response.json")))

	response := query(t, proxy, "A", "B", "C", "D")

	require.Equal(t, backend.StatusBadRequest, response.Responses["A"].Status)
	require.ErrorContains(t, response.Responses["A"].Error, `"no_such_kpi" is no KPI`)
	require.NoError(t, response.Responses["B"].Error)
	require.Equal(t, 83.4, *response.Responses["B"].Frames[0].Fields[0].At(0).(*float64))
	require.Equal(t, backend.StatusForbidden, response.Responses["C"].Status)
	require.Equal(t, backend.StatusTimeout, response.Responses["D"].Status)
	for _, refID := range []string{"A", "C", "D"} {
		require.Equal(t, backend.ErrorSourceDownstream, response.Responses[refID].ErrorSource, refID)
	}
}

func TestQueryDataGroups(t *testing.T) {
	shifted := backend.TimeRange{From: start.AddDate(0, 0, -7), To: start}
	queries := []backend.DataQuery{
		{RefID: "A", TimeRange: week, Interval: time.Minute, MaxDataPoints: 500, JSON: []byte(`{}`)},
		{RefID: "B", TimeRange: shifted, Interval: time.Minute, MaxDataPoints: 500, JSON: []byte(`{}`)},
		{RefID: "C", TimeRange: week, Interval: time.Minute, MaxDataPoints: 500, JSON: []byte(`{}`)},
		{RefID: "D", TimeRange: week, Interval: time.Hour, MaxDataPoints: 500, JSON: []byte(`{}`)},
		{RefID: "E", TimeRange: week, Interval: time.Minute, MaxDataPoints: 50, JSON: []byte(`{}`)},
		{RefID: "F", TimeRange: week, Interval: time.Minute, MaxDataPoints: 500, JSON: []byte(`{"schemaVersion":9}`)},
	}

	groups, refused := groupQueries(queries)

	var refIDs [][]string
	for _, group := range groups {
		refIDs = append(refIDs, group.refIDs)
		require.Len(t, group.request.Queries, len(group.refIDs))
	}
	require.Equal(t, [][]string{{"A", "C"}, {"B"}, {"D"}, {"E"}}, refIDs)
	require.ErrorIs(t, refused["F"], models.ErrQuerySchemaTooNew)
	require.Equal(t, "2025-12-25T00:00:00.000Z", groups[1].request.From)
	require.Equal(t, "2026-01-01T00:00:00.000Z", groups[1].request.To)
	require.Equal(t, int64(3_600_000), groups[2].request.IntervalMs)
	require.Equal(t, int64(50), groups[3].request.MaxDataPoints)
}

func TestQueryDataSplitsLargeGroups(t *testing.T) {
	var refIDs []string
	for i := range 2*maxQueriesPerRequest + 1 {
		refIDs = append(refIDs, fmt.Sprint(i))
	}

	groups, refused := groupQueries(queriesOf(refIDs...))

	require.Empty(t, refused)
	require.Len(t, groups, 3)
	require.Len(t, groups[1].refIDs, maxQueriesPerRequest)
	require.Equal(t, []string{"200"}, groups[2].refIDs)
}

func TestQueryDataRunsGroupsConcurrentlyAndBounded(t *testing.T) {
	const groups = 3 * maxConcurrentGroups
	var (
		running, most atomic.Int32
		once          sync.Once
		full          = make(chan struct{})
	)
	proxy := newFakeProxy(t)
	// The first requests wait for each other, which they can only do when they run at the same time.
	proxy.on("/v1/query", func(writer http.ResponseWriter, request *http.Request) {
		count := running.Add(1)
		defer running.Add(-1)
		most.Store(max(most.Load(), count))
		if count == maxConcurrentGroups {
			once.Do(func() { close(full) })
		}
		<-full
		sends(http.StatusOK, "application/json", []byte(`{"results":{}}`))(writer, request)
	})

	var queries []backend.DataQuery
	for i := range groups {
		queries = append(queries, backend.DataQuery{RefID: fmt.Sprint(i), MaxDataPoints: int64(i + 1), TimeRange: week, JSON: []byte(`{}`)})
	}
	response, err := newInstance(t, proxy.settings()).QueryData(context.Background(), &backend.QueryDataRequest{Queries: queries})

	require.NoError(t, err)
	require.Len(t, response.Responses, groups)
	require.LessOrEqual(t, most.Load(), int32(maxConcurrentGroups))
}

// Servers close idle connections, and the next request may already be on its way into one.
func TestQueryDataSurvivesAClosedIdleConnection(t *testing.T) {
	var count atomic.Int32
	proxy := newFakeProxy(t)
	proxy.on("/v1/query", func(writer http.ResponseWriter, request *http.Request) {
		if count.Add(1) == 2 {
			panic(http.ErrAbortHandler)
		}
		sends(http.StatusOK, "application/json", []byte(`{"results":{"A":{"status":200,"frames":[]}}}`))(writer, request)
	})
	source := newInstance(t, proxy.settings())

	for range 2 {
		response, err := source.QueryData(context.Background(), &backend.QueryDataRequest{Queries: queriesOf("A")})

		require.NoError(t, err)
		require.NoError(t, response.Responses["A"].Error)
	}
	require.Equal(t, int32(3), count.Load())
	require.NotContains(t, proxy.asked("/v1/query")[0].Header, "Idempotency-Key")
}

func TestQueryDataWithoutQueries(t *testing.T) {
	proxy := newFakeProxy(t)

	response, err := newInstance(t, proxy.settings()).QueryData(context.Background(), &backend.QueryDataRequest{})

	require.NoError(t, err)
	require.NotNil(t, response.Responses)
	require.Empty(t, response.Responses)
	require.Empty(t, proxy.received)
}

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

		require.NoError(t, err)
		require.ErrorIs(t, response.Responses["A"].Error, context.Canceled)
		require.Equal(t, backend.ErrorSourceDownstream, response.Responses["A"].ErrorSource)
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

func TestRequestsCarryTheKeyAndNothingOfTheBrowser(t *testing.T) {
	proxy := newFakeProxy(t)
	settings := proxy.settings()
	settings.JSONData = []byte(`{"httpHeaderName1":"X-Plant","oauthPassThru":true}`)
	settings.DecryptedSecureJSONData["httpHeaderValue1"] = "north"
	settings.BasicAuthEnabled = true
	settings.BasicAuthUser = "someone"
	request := &backend.QueryDataRequest{Queries: queriesOf("A")}
	request.SetHTTPHeader("Cookie", "grafana_session=secret")
	request.SetHTTPHeader("Authorization", "Bearer of-a-person")
	request.SetHTTPHeader("X-Id-Token", "of-a-person")

	_, err := newInstance(t, settings).QueryData(context.Background(), request)

	require.NoError(t, err)
	header := proxy.asked("/v1/query")[0].Header
	require.Equal(t, []string{"Bearer " + readKey}, header.Values("Authorization"))
	require.Equal(t, "north", header.Get("X-Plant"))
	require.Equal(t, "application/json", header.Get("Content-Type"))
	require.Empty(t, header.Get("Cookie"))
	require.Empty(t, header.Get("X-Id-Token"))
}

// grafanaQueries makes of a request of the contract the queries that Grafana would hand over for it.
func grafanaQueries(t *testing.T, raw []byte) []backend.DataQuery {
	t.Helper()
	var request proxyclient.QueryRequest
	require.NoError(t, json.Unmarshal(raw, &request))
	from, err := time.Parse(time.RFC3339, request.From)
	require.NoError(t, err)
	to, err := time.Parse(time.RFC3339, request.To)
	require.NoError(t, err)

	var queries []backend.DataQuery
	for _, model := range request.Queries {
		var common struct{ RefID, QueryType string }
		require.NoError(t, json.Unmarshal(model, &common))
		queries = append(queries, backend.DataQuery{
			RefID: common.RefID, QueryType: common.QueryType, JSON: model,
			MaxDataPoints: request.MaxDataPoints,
			Interval:      time.Duration(request.IntervalMs) * time.Millisecond,
			TimeRange:     backend.TimeRange{From: from, To: to},
		})
	}

	return queries
}

// requireSameResults compares what Grafana gets with what the proxy answered, except for the source of errors.
func requireSameResults(t *testing.T, want []byte, got *backend.QueryDataResponse) {
	t.Helper()
	var wanted struct {
		Results map[string]proxyclient.QueryResult `json:"results"`
	}
	require.NoError(t, json.Unmarshal(want, &wanted))
	require.Len(t, got.Responses, len(wanted.Results))

	for refID, result := range wanted.Results {
		answer := got.Responses[refID]
		require.Equal(t, result.Status, int(answer.Status), refID)
		if result.Error != "" {
			require.EqualError(t, answer.Error, result.Error)
		}
		require.Len(t, answer.Frames, len(result.Frames))
		for i, frame := range answer.Frames {
			encoded, err := frame.MarshalJSON()
			require.NoError(t, err)
			require.JSONEq(t, string(result.Frames[i]), string(encoded))
		}
	}
}

func query(t *testing.T, proxy *fakeProxy, refIDs ...string) *backend.QueryDataResponse {
	t.Helper()
	response, err := newInstance(t, proxy.settings()).QueryData(context.Background(), &backend.QueryDataRequest{Queries: queriesOf(refIDs...)})
	require.NoError(t, err)

	return response
}

func queriesOf(refIDs ...string) []backend.DataQuery {
	var queries []backend.DataQuery
	for _, refID := range refIDs {
		queries = append(queries, backend.DataQuery{
			RefID: refID, QueryType: "kpi", TimeRange: week, Interval: time.Minute, MaxDataPoints: 100, JSON: []byte(`{"schemaVersion":1}`),
		})
	}

	return queries
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
