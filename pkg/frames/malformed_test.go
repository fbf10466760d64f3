package frames

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDecodeRefuses(t *testing.T) {
	const (
		timeField  = `{"name":"t","typeInfo":{"frame":"time.Time"}}`
		floatField = `{"name":"f","typeInfo":{"frame":"float64"}}`
		maybeField = `{"name":"m","typeInfo":{"frame":"float64","nullable":true}}`
	)

	cases := []struct {
		name  string
		frame string
		text  string
	}{
		{"no object", `[1]`, "malformed frame"},
		{"null", `null`, `the member "schema" is missing`},
		{"no schema", `{"data":{"values":[[1]]}}`, `the member "schema" is missing`},
		{"fields that are no list", `{"schema":{"fields":{}}}`, "fields:"},
		{"a field that is null", `{"schema":{"fields":[null]}}`, "field 0: malformed frame: expected an object"},
		{"a field without a type", `{"schema":{"fields":[{"name":"x"}]}}`, `field "x" has neither a typeInfo nor a known type`},
		{"an unknown simple type", `{"schema":{"fields":[{"name":"x","type":"trace"}]}}`, `("trace")`},
		{"an unknown Go type", `{"schema":{"fields":[{"name":"x","typeInfo":{"frame":"complex128"}}]}}`, `unknown type "complex128"`},
		{"a typeInfo of the wrong shape", `{"schema":{"fields":[{"name":"x","typeInfo":"number"}]}}`, "typeInfo:"},
		{"a name that is no text", `{"schema":{"fields":[{"name":5}]}}`, "name:"},
		{"more columns than fields", frame(floatField, `[1],[2]`), "2 columns for 1 fields"},
		{"fewer columns than fields", frame(floatField+","+maybeField, `[1]`), "1 columns for 2 fields"},
		{"columns without fields", `{"schema":{},"data":{"values":[[1]]}}`, "1 columns for 0 fields"},
		{"columns of unequal length", frame(floatField+","+maybeField, `[1,2],[1]`), `field "m" has 1 rows, the fields before it have 2`},
		{"a column that is no list", frame(floatField, `5`), `field "f": malformed frame: expected an array`},
		{"text as a number", frame(maybeField, `["1"]`), `field "m": row 0: malformed frame: expected a number`},
		{"a number as text", frame(`{"name":"s","typeInfo":{"frame":"string"}}`, `[1]`), "expected a string"},
		{"a number as a boolean", frame(`{"name":"b","typeInfo":{"frame":"bool"}}`, `[1]`), "expected true or false"},
		{"text as a time", frame(timeField, `["2026-01-01T00:00:00Z"]`), "expected a whole number"},
		{"half a millisecond", frame(timeField, `[1.5]`), "1.5 is no whole number"},
		{"nanoseconds as milliseconds", frame(timeField, `[1767225600000000000]`), "no whole number from"},
		{"half an integer", frame(`{"name":"i","typeInfo":{"frame":"int64"}}`, `[1.5]`), "1.5 is no whole number"},
		{"a number beyond float64", frame(maybeField, `[1e999]`), "malformed frame"},
		{"nanos", `{"schema":{"fields":[` + timeField + `]},"data":{"values":[[1]],"nanos":[[5]]}}`, `"nanos" is not supported`},
		{"an entity beyond the rows", withEntities(maybeField, `[null]`, `[{"NaN":[1]}]`), "an entity is for row 1 of 1"},
		{"an entity before the rows", withEntities(maybeField, `[null]`, `[{"NaN":[-1]}]`), "an entity is for row -1 of 1"},
		{"an unknown entity", withEntities(maybeField, `[null]`, `[{"Undef":[0]}]`), `unknown entity "Undef"`},
		{"entities of a time", withEntities(timeField, `[1]`, `[{"NaN":[0]}]`), "entities in a field of type time.Time"},
		{"more entities than columns", withEntities(maybeField, `[null]`, `[null,null]`), "2 entities for 1 columns"},
		{"entities of the wrong shape", withEntities(maybeField, `[null]`, `[5]`), "entities:"},
		{"a threshold with an unknown member", `{"schema":{"fields":[{"name":"x","type":"number","config":{"thresholds":{"mode":"absolute","steps":[{"value":1,"colour":"red"}]}}}]}}`, "unexpected field: colour"},
		{"an unknown severity", `{"schema":{"meta":{"notices":[{"severity":"fatal","text":"x"}]}}}`, "unrecognized notice severity fatal"},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			good := json.RawMessage(frame(floatField, `[1]`))
			_, err := Decode([]json.RawMessage{good, json.RawMessage(test.frame)})

			require.ErrorIs(t, err, ErrFrame)
			require.NotErrorIs(t, err, errPanic)
			require.ErrorContains(t, err, "frame 1: ")
			require.ErrorContains(t, err, test.text)
		})
	}
}

func TestDecodeLimits(t *testing.T) {
	t.Run("frames", func(t *testing.T) {
		_, err := Decode(make([]json.RawMessage, MaxFrames+1))

		require.ErrorIs(t, err, ErrLimit)
		require.ErrorContains(t, err, "5001 frames, at most 5000 are read")
	})

	t.Run("fields", func(t *testing.T) {
		many := strings.Repeat(`{"name":"x","type":"number"},`, MaxFields) + `{"name":"x","type":"number"}`
		_, err := Decode([]json.RawMessage{json.RawMessage(`{"schema":{"fields":[` + many + `]}}`)})

		require.ErrorIs(t, err, ErrLimit)
		require.ErrorContains(t, err, "1001 fields in a frame, at most 1000 are read")
	})

	t.Run("rows", func(t *testing.T) {
		column := "[" + strings.Repeat("1,", MaxRows) + "1]"
		_, err := Decode([]json.RawMessage{json.RawMessage(frame(`{"name":"x","type":"number"}`, column))})

		require.ErrorIs(t, err, ErrLimit)
		require.ErrorContains(t, err, "more than 1000000 rows")
	})
}

func frame(fields string, columns string) string {
	return fmt.Sprintf(`{"schema":{"fields":[%s]},"data":{"values":[%s]}}`, fields, columns)
}

func withEntities(fields string, columns string, entities string) string {
	return fmt.Sprintf(`{"schema":{"fields":[%s]},"data":{"values":[%s],"entities":%s}}`, fields, columns, entities)
}
