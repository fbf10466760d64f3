package frames

import (
	"encoding/json"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// Drilldown is what a link to the course of a KPI needs to know of the query whose answer it stands in.
type Drilldown struct {
	// DatasourceUID is the data source that is asked again, DatasourceType its plugin.
	DatasourceUID, DatasourceType string
	From, To                      time.Time
	// Query is the query as the proxy was asked; its filters, statistic and minimum n go along.
	Query json.RawMessage
}

// kpiLabel is the label that names the KPI of a series.
const kpiLabel = "kpi"

// groupColumns are the columns that a grouped table has, by the dimension they hold.
var groupColumns = map[string]string{
	"site": "site", "user_role": "userRole", "device_type": "deviceType", "app_version": "appVersion", "feature": "feature",
}

// AddDrilldown gives every KPI value of an answer a data link to Explore, with the KPI over time in the same range and
// for the same group: the numbers of a series by its labels, those of a summary by the row they stand in.
func AddDrilldown(answer data.Frames, where Drilldown) {
	for _, frame := range answer {
		if isSummary(frame) {
			addTableLink(frame, where)
			continue
		}
		for _, field := range frame.Fields {
			if kpi := field.Labels[kpiLabel]; kpi != "" && field.Config != nil {
				link(field, where.explore(kpi, groupOf(field.Labels)), field.Config.DisplayNameFromDS)
			}
		}
	}
}

// isSummary tells the answer of a summary query: a row per KPI.
func isSummary(frame *data.Frame) bool {
	names := make(map[string]bool, len(frame.Fields))
	for _, field := range frame.Fields {
		names[field.Name] = true
	}

	return names["kpi"] && names["value"] && names["status"]
}

// addTableLink links the values of a table by what stands in the other columns of their row, which Grafana fills in.
func addTableLink(frame *data.Frame, where Drilldown) {
	groups := make(map[string]string)
	var value *data.Field
	for _, field := range frame.Fields {
		if dimension, found := groupColumns[field.Name]; found {
			groups[dimension] = column(field.Name)
		}
		if field.Name == "value" {
			value = field
		}
	}

	link(value, where.explore(column("kpi"), groups), column("title"))
}

func column(name string) string {
	return "${__data.fields." + name + "}"
}

func groupOf(labels data.Labels) map[string]string {
	groups := make(map[string]string, len(labels))
	for name, value := range labels {
		if name != kpiLabel {
			groups[name] = value
		}
	}

	return groups
}

func link(field *data.Field, address string, title string) {
	if field.Config == nil {
		field.Config = &data.FieldConfig{}
	}
	field.Config.Links = append(field.Config.Links, data.DataLink{Title: "Explore " + title, URL: address})
}

// explore is the address of Explore with a KPI over time. What Grafana fills in stays as it is written.
func (d Drilldown) explore(kpi string, groups map[string]string) string {
	query := d.query(kpi, groups)
	panes, err := json.Marshal(map[string]any{"lopan": map[string]any{
		"datasource": d.DatasourceUID,
		"queries":    []any{query},
		"range":      map[string]string{"from": milliseconds(d.From), "to": milliseconds(d.To)},
	}})
	if err != nil {
		// Texts, numbers and what was JSON before can be encoded.
		return ""
	}

	// QueryEscape writes spaces as +, which Explore takes for a plus.
	escaped := strings.ReplaceAll(url.QueryEscape(string(panes)), "+", "%20")

	return "/explore?schemaVersion=1&panes=" + placeholder.ReplaceAllString(escaped, "$${__data.fields.$1}")
}

// placeholder finds the escaped variables of Grafana, which stand for a part of the text and must not be escaped.
var placeholder = regexp.MustCompile(`%24%7B__data\.fields\.(\w+)%7D`)

// query is the KPI over time for one group, narrowed like the query that it comes from.
func (d Drilldown) query(kpi string, groups map[string]string) map[string]any {
	var asked struct {
		Filters map[string][]string `json:"filters"`
		Stat    string              `json:"stat"`
		MinN    int                 `json:"minN"`
	}
	// A query that does not parse was refused by the proxy before, so its answer has no frames.
	_ = json.Unmarshal(d.Query, &asked)

	filters := make(map[string][]string, len(asked.Filters)+len(groups))
	for dimension, values := range asked.Filters {
		filters[dimension] = values
	}
	for dimension, value := range groups {
		filters[dimension] = []string{value}
	}

	query := map[string]any{
		"refId":           "A",
		"datasource":      map[string]string{"type": d.DatasourceType, "uid": d.DatasourceUID},
		"schemaVersion":   1,
		"queryType":       "kpi",
		"kpis":            []string{kpi},
		"filters":         filters,
		"format":          "timeseries",
		"interval":        "auto",
		"completeOnly":    true,
		"completeBuckets": false,
		"minN":            asked.MinN,
	}
	if asked.Stat != "" {
		query["stat"] = asked.Stat
	}

	return query
}

func milliseconds(at time.Time) string {
	return strconv.FormatInt(at.UnixMilli(), 10)
}
