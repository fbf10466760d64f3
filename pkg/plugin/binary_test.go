package plugin

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
	"github.com/stretchr/testify/require"
)

// The built executable, started and spoken to as Grafana does: handshake on stdout, then gRPC over a socket.
func TestBuiltBinary(t *testing.T) {
	executable := builtBinary(t)
	proxy := newFakeProxy(t)
	proxy.on("/v1/query", sends(http.StatusOK, "application/json", contract(t, "query/summary-table.response.json")))
	settings := proxy.settings()
	pluginContext := backend.ToProto().PluginContext(backend.PluginContext{
		Namespace:                  "default",
		PluginID:                   settings.Type,
		DataSourceInstanceSettings: &settings,
	})
	protocol := startPlugin(t, executable)
	ctx := context.Background()

	t.Run("CheckHealth", func(t *testing.T) {
		client := dispense[grpcplugin.DiagnosticsClient](t, protocol, "diagnostics")

		result, err := client.CheckHealth(ctx, &pluginv2.CheckHealthRequest{PluginContext: pluginContext})

		require.NoError(t, err)
		require.Equal(t, pluginv2.CheckHealthResponse_OK, result.Status, result.Message)
		require.Equal(t, "Connected to the Lopan proxy 1.0.0: 2 KPIs.", result.Message)
	})

	t.Run("QueryData", func(t *testing.T) {
		client := dispense[grpcplugin.DataClient](t, protocol, "data")
		request := backend.ToProto().QueryDataRequest(&backend.QueryDataRequest{
			Queries: grafanaQueries(t, contract(t, "query/summary-table.request.json")),
		})
		request.PluginContext = pluginContext

		answer, err := client.QueryData(ctx, request)

		require.NoError(t, err)
		response, err := backend.FromProto().QueryDataResponse(answer)
		require.NoError(t, err)
		requireSameResults(t, contract(t, "query/summary-table.response.json"), response)
	})
}

// builtBinary is where the build puts the executable of this platform and where Grafana looks for it.
func builtBinary(t *testing.T) string {
	t.Helper()
	name := "gpx_lopan_analytics_" + runtime.GOOS + "_" + runtime.GOARCH
	if runtime.GOOS == "windows" {
		name += ".exe"
	}

	path := filepath.Join("..", "..", "dist", "datasource", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("dist/datasource/%s is not built; pkg/README.md says how", name)
	}

	return path
}

func startPlugin(t *testing.T, executable string) goplugin.ClientProtocol {
	t.Helper()
	client := goplugin.NewClient(&goplugin.ClientConfig{
		Cmd: exec.Command(executable),
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion:  grpcplugin.ProtocolVersion,
			MagicCookieKey:   grpcplugin.MagicCookieKey,
			MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{
			grpcplugin.ProtocolVersion: {
				"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{},
				"resource":    &grpcplugin.ResourceGRPCPlugin{},
				"data":        &grpcplugin.DataGRPCPlugin{},
			},
		},
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		Logger:           hclog.NewNullLogger(),
	})
	t.Cleanup(client.Kill)

	protocol, err := client.Client()
	require.NoError(t, err)

	return protocol
}

func dispense[Client any](t *testing.T, protocol goplugin.ClientProtocol, name string) Client {
	t.Helper()
	raw, err := protocol.Dispense(name)
	require.NoError(t, err)
	client, ok := raw.(Client)
	require.True(t, ok, "%T", raw)

	return client
}
