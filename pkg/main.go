// Command gpx_lopan_analytics is the backend of the data source lopan-analytics-datasource. Grafana starts it and
// speaks to it over gRPC; started by hand it only says that it is a plugin.
package main

import (
	"os"

	"github.com/grafana/grafana-plugin-sdk-go/backend/datasource"
	"github.com/grafana/grafana-plugin-sdk-go/backend/log"

	"github.com/lopan/lopan-analytics-app/pkg/plugin"
)

// pluginID is the id in src/datasource/plugin.json.
const pluginID = "lopan-analytics-datasource"

func main() {
	if err := datasource.Manage(pluginID, plugin.NewDatasource, datasource.ManageOpts{}); err != nil {
		log.DefaultLogger.Error("The plugin stopped", "error", err)
		os.Exit(1)
	}
}
