package frames

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
)

var where = Drilldown{
	DatasourceUID:  "uid",
	DatasourceType: "lopan-analytics-datasource",
	From:           time.UnixMilli(1767225600000),
	To:             time.UnixMilli(1767312000000),
	Query:          json.RawMessage(`{"filters":{"userRole":["shift lead","a+b"],"site":["north","south"]},"stat":"p90","minN":5}`),
}

// paneOf reads the pane that a link opens, with the variables of Grafana replaced.
func paneOf(t *testing.T, link data.DataLink, values map[string]string) map[string]any {
	t.Helper()
	address := link.URL
	for name, value := range values {
		address = strings.ReplaceAll(address, "${__data.fields."+name+"}", url.PathEscape(value))
	}
	require.NotContains(t, address, "$")
	parsed, err := url.Parse(address)
	require.NoError(t, err)
	require.Equal(t, "/explore", parsed.Path)
	var panes map[string]map[string]any
	require.NoError(t, json.Unmarshal([]byte(parsed.Query().Get("panes")), &panes))

	return panes["lopan"]
}

func queryOf(t *testing.T, pane map[string]any) map[string]any {
	t.Helper()
	queries, isList := pane["queries"].([]any)
	require.True(t, isList)
	require.Len(t, queries, 1)
	query, isObject := queries[0].(map[string]any)
	require.True(t, isObject)

	return query
}

func TestDrilldownOfASeries(t *testing.T) {
	value := data.NewField("production_efficiency", data.Labels{"kpi": "production_efficiency", "site": "north"}, []float64{80})
	value.Config = &data.FieldConfig{DisplayNameFromDS: "Production Efficiency · north"}
	frame := data.NewFrame("", data.NewField("time", nil, []time.Time{where.From}), value)

	AddDrilldown(data.Frames{frame}, where)

	require.Nil(t, frame.Fields[0].Config)
	require.Len(t, value.Config.Links, 1)
	link := value.Config.Links[0]
	require.Equal(t, "Explore Production Efficiency · north", link.Title)
	pane := paneOf(t, link, nil)
	require.Equal(t, map[string]any{"from": "1767225600000", "to": "1767312000000"}, pane["range"])
	require.Equal(t, "uid", pane["datasource"])
	query := queryOf(t, pane)
	require.Equal(t, []any{"production_efficiency"}, query["kpis"])
	require.Equal(t, map[string]any{"userRole": []any{"shift lead", "a+b"}, "site": []any{"north"}}, query["filters"])
	require.Equal(t, "p90", query["stat"])
	require.InDelta(t, 5, query["minN"], 0)
}

func TestDrilldownOfASummary(t *testing.T) {
	value := data.NewField("value", nil, []float64{80})
	frame := data.NewFrame("",
		data.NewField("user_role", nil, []string{"operator"}),
		data.NewField("kpi", nil, []string{"launch_time"}),
		data.NewField("title", nil, []string{"App Launch Time"}),
		value,
		data.NewField("status", nil, []string{"ok"}),
	)

	AddDrilldown(data.Frames{frame}, where)

	require.Len(t, value.Config.Links, 1)
	require.Equal(t, "Explore ${__data.fields.title}", value.Config.Links[0].Title)
	query := queryOf(t, paneOf(t, value.Config.Links[0], map[string]string{"kpi": "launch_time", "user_role": "operator"}))
	require.Equal(t, []any{"launch_time"}, query["kpis"])
	require.Equal(t, map[string]any{"userRole": []any{"operator"}, "site": []any{"north", "south"}}, query["filters"])
}

func TestDrilldownOfOtherAnswers(t *testing.T) {
	table := data.NewFrame("", data.NewField("value", nil, []float64{1}), data.NewField("metric", data.Labels{"metric": "x"}, []float64{1}))

	AddDrilldown(data.Frames{table}, where)

	for _, field := range table.Fields {
		require.Nil(t, field.Config)
	}
}
