package plugin

import (
	"context"
	"net"
	"net/http"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/experimental/datasourcetest"
	"github.com/stretchr/testify/require"
)

// The plugin over its real protocol, in this process: instances are made by the SDK's manager, frames travel as Arrow.
func TestOverGRPC(t *testing.T) {
	proxy := newFakeProxy(t)
	proxy.on("/v1/query", sends(http.StatusOK, "application/json", contract(t, "query/failed-neighbour.response.json")))
	settings := proxy.settings()
	pluginContext := backend.PluginContext{
		Namespace:                  "default",
		PluginID:                   settings.Type,
		DataSourceInstanceSettings: &settings,
	}
	server, err := datasourcetest.Manage(NewDatasource, datasourcetest.ManageOpts{Address: freeAddress(t)})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Shutdown()) })
	ctx := context.Background()

	t.Run("QueryData", func(t *testing.T) {
		response, err := server.Client.QueryData(ctx, &backend.QueryDataRequest{
			PluginContext: pluginContext,
			Queries:       grafanaQueries(t, contract(t, "query/failed-neighbour.request.json")),
		})

		require.NoError(t, err)
		requireSameResults(t, contract(t, "query/failed-neighbour.response.json"), response)
		require.Equal(t, backend.ErrorSourceDownstream, response.Responses["A"].ErrorSource)
	})

	t.Run("CheckHealth", func(t *testing.T) {
		result, err := server.Client.CheckHealth(ctx, &backend.CheckHealthRequest{PluginContext: pluginContext})

		require.NoError(t, err)
		require.Equal(t, backend.HealthStatusOk, result.Status, result.Message)
	})

	t.Run("CallResource", func(t *testing.T) {
		var body []byte
		err := server.Client.CallResource(ctx,
			&backend.CallResourceRequest{PluginContext: pluginContext, Method: http.MethodGet, Path: "catalogue", URL: "catalogue"},
			backend.CallResourceResponseSenderFunc(func(answer *backend.CallResourceResponse) error {
				require.Equal(t, http.StatusOK, answer.Status)
				body = append(body, answer.Body...)

				return nil
			}))

		require.NoError(t, err)
		require.JSONEq(t, string(contract(t, "catalogue/catalogue.response.json")), string(body))
	})
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { require.NoError(t, listener.Close()) }()

	return listener.Addr().String()
}
