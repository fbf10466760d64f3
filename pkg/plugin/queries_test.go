package plugin

import (
	"context"
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/lopan/lopan-analytics-app/pkg/proxyclient"
)

var (
	start = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	week  = backend.TimeRange{From: start, To: start.AddDate(0, 0, 7)}
)

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

// requireSameResults compares what Grafana gets with what the proxy answered, except for the source of errors and for
// the links, which the proxy cannot know.
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
			for _, field := range frame.Fields {
				dropLinks(field)
			}
			encoded, err := frame.MarshalJSON()
			require.NoError(t, err)
			require.JSONEq(t, string(result.Frames[i]), string(encoded))
		}
	}
}

// dropLinks takes away what the backend adds to a field, together with a config that holds nothing else.
func dropLinks(field *data.Field) {
	if field.Config == nil {
		return
	}
	field.Config.Links = nil
	if reflect.DeepEqual(*field.Config, data.FieldConfig{}) {
		field.Config = nil
	}
}
