//go:build mage

package main

import (
	//mage:import
	build "github.com/grafana/grafana-plugin-sdk-go/build"
)

// Default builds the backend for every platform. The targets of the SDK find the data source in src/datasource, because
// the app's own plugin.json has no executable.
var Default = build.BuildAll
