package models

import (
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

func TestParseQuery(t *testing.T) {
	accepted := []struct {
		name  string
		query backend.DataQuery
		want  string
	}{
		{
			"passes on what it does not know, to the last digit",
			query("A", "kpi", `{"refId":"A","queryType":"kpi","schemaVersion":1,"later":{"big":12345678901234567890,"x":[null,1.10]}}`),
			`{"refId":"A","queryType":"kpi","schemaVersion":1,"later":{"big":12345678901234567890,"x":[null,1.10]}}`,
		},
		{
			"takes a query without a version for version 1",
			query("A", "kpi", `{"refId":"A","queryType":"kpi"}`),
			`{"refId":"A","queryType":"kpi","schemaVersion":1}`,
		},
		{
			"takes a null version for none",
			query("A", "kpi", `{"schemaVersion":null}`),
			`{"refId":"A","queryType":"kpi","schemaVersion":1}`,
		},
		{
			"sends a hidden query: an expression may need it",
			query("A", "kpi", `{"hide":true}`),
			`{"refId":"A","queryType":"kpi","schemaVersion":1,"hide":true}`,
		},
		{
			"goes by Grafana's refId and queryType where the model says otherwise",
			query("B", "summary", `{"refId":"A","queryType":"kpi"}`),
			`{"refId":"B","queryType":"summary","schemaVersion":1}`,
		},
		{
			"keeps the model's queryType where Grafana gives none",
			query("A", "", `{"queryType":"kpi"}`),
			`{"refId":"A","queryType":"kpi","schemaVersion":1}`,
		},
	}
	for _, test := range accepted {
		t.Run(test.name, func(t *testing.T) {
			model, err := ParseQuery(test.query)

			require.NoError(t, err)
			require.JSONEq(t, test.want, string(model))
		})
	}

	t.Run("does not round numbers", func(t *testing.T) {
		model, err := ParseQuery(query("A", "kpi", `{"big":12345678901234567890}`))

		require.NoError(t, err)
		require.Contains(t, string(model), `"big":12345678901234567890`)
	})

	t.Run("refuses a range that ends where it begins", func(t *testing.T) {
		empty := query("A", "kpi", `{}`)
		empty.TimeRange.From = empty.TimeRange.To
		_, err := ParseQuery(empty)

		require.ErrorIs(t, err, ErrRangeEmpty)
	})

	refused := []struct {
		name  string
		model string
		want  error
		text  string
	}{
		{"a newer version", `{"schemaVersion":2}`, ErrQuerySchemaTooNew, "has schemaVersion 2, this version knows up to 1; update"},
		{"version zero", `{"schemaVersion":0}`, ErrQuerySchemaInvalid, "expected a whole number from 1"},
		{"half a version", `{"schemaVersion":1.5}`, ErrQuerySchemaInvalid, "it is 1.5"},
		{"a version in words", `{"schemaVersion":"one"}`, ErrQuerySchemaInvalid, `it is "one"`},
		{"a list", `[]`, ErrQueryInvalid, "expected a JSON object"},
		{"null", `null`, ErrQueryInvalid, "expected a JSON object"},
		{"half a model", `{"refId":`, ErrQueryInvalid, "expected a JSON object"},
		{"nothing", ``, ErrQueryInvalid, "expected a JSON object"},
	}
	for _, test := range refused {
		t.Run("refuses: "+test.name, func(t *testing.T) {
			_, err := ParseQuery(query("A", "kpi", test.model))

			require.ErrorIs(t, err, test.want)
			require.ErrorContains(t, err, test.text)
		})
	}
}

func query(refID string, queryType string, model string) backend.DataQuery {
	return backend.DataQuery{RefID: refID, QueryType: queryType, JSON: []byte(model), TimeRange: backend.TimeRange{To: time.Unix(1, 0)}}
}
