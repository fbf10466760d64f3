package plugin

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
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

func TestQueryDataWithoutQueries(t *testing.T) {
	proxy := newFakeProxy(t)

	response, err := newInstance(t, proxy.settings()).QueryData(context.Background(), &backend.QueryDataRequest{})

	require.NoError(t, err)
	require.NotNil(t, response.Responses)
	require.Empty(t, response.Responses)
	require.Empty(t, proxy.received)
}

// A viewer who leaves a page cancels its queries: that is no failure of the proxy, and must not be logged as one.
func TestQueryDataOfAViewerWhoLeft(t *testing.T) {
	proxy := newFakeProxy(t)
	ctx, leave := context.WithCancel(context.Background())
	proxy.on("/v1/query", func(_ http.ResponseWriter, request *http.Request) {
		leave()
		<-request.Context().Done()
	})

	response, err := newInstance(t, proxy.settings()).QueryData(ctx, &backend.QueryDataRequest{Queries: queriesOf("A")})

	require.ErrorIs(t, err, context.Canceled)
	require.Nil(t, response)
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
