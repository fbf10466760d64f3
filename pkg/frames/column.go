package frames

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	jsoniter "github.com/json-iterator/go"
)

// maxMilliseconds is the last instant that nanoseconds since 1970 can tell, in the year 2262; frames hold those.
const maxMilliseconds = math.MaxInt64 / 1_000_000

// checkColumn walks a column once, without keeping it: every cell must be of the field's type or null. It returns the
// number of rows.
func (f *field) checkColumn(column json.RawMessage, rawEntities json.RawMessage) (int, error) {
	entities, err := f.readEntities(rawEntities)
	if err != nil {
		return 0, err
	}

	iterator := jsoniter.ParseBytes(jsoniter.ConfigCompatibleWithStandardLibrary, column)
	if iterator.WhatIsNext() != jsoniter.ArrayValue {
		return 0, fmt.Errorf("%w: expected an array of values", ErrFrame)
	}

	rows := 0
	for ; iterator.ReadArray(); rows++ {
		if rows == MaxRows {
			return 0, fmt.Errorf("%w: more than %d rows in a frame", ErrLimit, MaxRows)
		}
		if iterator.WhatIsNext() == jsoniter.NilValue {
			iterator.ReadNil()
			f.allowNull(entities[rows])
		} else if err := f.checkCell(iterator); err != nil {
			return 0, fmt.Errorf("row %d: %w", rows, err)
		}
	}
	if iterator.Error != nil {
		return 0, fmt.Errorf("%w: %w", ErrFrame, iterator.Error)
	}
	for row := range entities {
		if row < 0 || row >= rows {
			return 0, fmt.Errorf("%w: an entity is for row %d of %d", ErrFrame, row, rows)
		}
	}

	return rows, nil
}

// allowNull makes a field nullable that holds a null, whatever its schema says: the SDK would read it as zero, and
// missing is never zero. The null of an entity stands for a number, JSON's null for itself.
func (f *field) allowNull(isEntity bool) {
	if !isEntity && f.info.Frame != typeJSON {
		f.info.Nullable = true
	}
}

// checkCell consumes a value that is not null.
func (f *field) checkCell(iterator *jsoniter.Iterator) error {
	kind := iterator.WhatIsNext()

	switch f.info.Frame {
	case typeTime:
		return checkInteger(iterator, kind, -maxMilliseconds, maxMilliseconds)
	case typeInt:
		return checkInteger(iterator, kind, math.MinInt64, math.MaxInt64)
	case typeFloat:
		if kind != jsoniter.NumberValue {
			return fmt.Errorf("%w: expected a number", ErrFrame)
		}
	case typeString:
		if kind != jsoniter.StringValue {
			return fmt.Errorf("%w: expected a string", ErrFrame)
		}
	case typeBool:
		if kind != jsoniter.BoolValue {
			return fmt.Errorf("%w: expected true or false", ErrFrame)
		}
	}
	iterator.Skip()

	return nil
}

func checkInteger(iterator *jsoniter.Iterator, kind jsoniter.ValueType, lowest int64, highest int64) error {
	if kind != jsoniter.NumberValue {
		return fmt.Errorf("%w: expected a whole number", ErrFrame)
	}

	text := string(iterator.ReadNumber())
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil || value < lowest || value > highest {
		return fmt.Errorf("%w: %s is no whole number from %d to %d", ErrFrame, text, lowest, highest)
	}

	return nil
}

// readEntities lists the rows whose value JSON cannot write as a number.
func (f *field) readEntities(raw json.RawMessage) (map[int]bool, error) {
	if len(raw) == 0 || isNull(raw) {
		return nil, nil
	}
	if f.info.Frame != typeFloat {
		return nil, fmt.Errorf("%w: entities in a field of type %s, only %s has them", ErrFrame, f.info.Frame, typeFloat)
	}

	var lists map[string][]int
	if err := json.Unmarshal(raw, &lists); err != nil {
		return nil, fmt.Errorf("%w: entities: %w", ErrFrame, err)
	}

	rows := make(map[int]bool)
	for name, list := range lists {
		if name != "NaN" && name != "Inf" && name != "NegInf" {
			return nil, fmt.Errorf("%w: unknown entity %q, expected NaN, Inf or NegInf", ErrFrame, name)
		}
		for _, row := range list {
			rows[row] = true
		}
	}

	return rows, nil
}
