package frames

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// wireFrame is a frame as JSON, in the order in which the SDK's decoder needs its members.
type wireFrame struct {
	Schema map[string]json.RawMessage `json:"schema"`
	Data   *wireData                  `json:"data,omitempty"`
}

type wireData struct {
	// Values is a column per field.
	Values []json.RawMessage `json:"values"`
	// Entities marks, per field, rows that hold what JSON has no number for; null where there are none.
	Entities []json.RawMessage `json:"entities,omitempty"`
	// Nanos would refine times below the millisecond. The contract has none.
	Nanos json.RawMessage `json:"nanos,omitempty"`
}

// normalise checks a frame and writes it anew as the SDK's decoder needs it: schema first, typeInfo on every field,
// columns that fit their types and have one length.
func normalise(raw json.RawMessage) ([]byte, error) {
	var frame wireFrame
	if err := json.Unmarshal(raw, &frame); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFrame, err)
	}
	if frame.Schema == nil {
		return nil, fmt.Errorf(`%w: the member "schema" is missing`, ErrFrame)
	}

	fields, err := readFields(frame.Schema["fields"])
	if err != nil {
		return nil, err
	}
	if err := checkData(fields, frame.Data); err != nil {
		return nil, err
	}
	if frame.Schema["fields"], err = writeFields(fields); err != nil {
		return nil, err
	}
	if frame.Data != nil && len(frame.Data.Values) == 0 {
		frame.Data = nil
	}

	return json.Marshal(frame)
}

// checkData checks the columns against their fields and completes the fields' types where the schema left them open.
func checkData(fields []*field, content *wireData) error {
	if content == nil {
		return nil
	}
	if len(content.Nanos) > 0 && !isNull(content.Nanos) {
		return fmt.Errorf(`%w: "nanos" is not supported, times are whole milliseconds`, ErrFrame)
	}
	// A frame without rows may leave its columns out altogether.
	if len(content.Values) != len(fields) && len(content.Values) != 0 {
		return fmt.Errorf("%w: %d columns for %d fields", ErrFrame, len(content.Values), len(fields))
	}
	if len(content.Entities) > len(content.Values) {
		return fmt.Errorf("%w: %d entities for %d columns", ErrFrame, len(content.Entities), len(content.Values))
	}

	rows := -1
	for i, column := range content.Values {
		var entities json.RawMessage
		if i < len(content.Entities) {
			entities = content.Entities[i]
		}

		count, err := fields[i].checkColumn(column, entities)
		if err != nil {
			return fmt.Errorf("field %q: %w", fields[i].name, err)
		}
		if rows >= 0 && count != rows {
			return fmt.Errorf("%w: field %q has %d rows, the fields before it have %d", ErrFrame, fields[i].name, count, rows)
		}
		rows = count
	}

	return nil
}

func isNull(raw json.RawMessage) bool {
	return bytes.Equal(bytes.TrimSpace(raw), []byte("null"))
}
