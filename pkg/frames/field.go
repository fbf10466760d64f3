package frames

import (
	"encoding/json"
	"fmt"
)

// Types of fields that the contract uses, by the SDK's names.
const (
	typeTime   = "time.Time"
	typeFloat  = "float64"
	typeInt    = "int64"
	typeString = "string"
	typeBool   = "bool"
	typeJSON   = "json.RawMessage"
)

// typeInfo tells the SDK's decoder which Go type a field has; `type` alone (number, string, …) is for browsers.
type typeInfo struct {
	Frame    string `json:"frame"`
	Nullable bool   `json:"nullable,omitempty"`
}

// field is a field of a schema: all its members as they came, and what is known of its type.
type field struct {
	name    string
	members map[string]json.RawMessage
	info    typeInfo
}

func readFields(raw json.RawMessage) ([]*field, error) {
	if len(raw) == 0 {
		return nil, nil
	}

	var all []map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, fmt.Errorf("%w: fields: %w", ErrFrame, err)
	}
	if len(all) > MaxFields {
		return nil, fmt.Errorf("%w: %d fields in a frame, at most %d are read", ErrLimit, len(all), MaxFields)
	}

	fields := make([]*field, 0, len(all))
	for i, members := range all {
		one, err := readField(members)
		if err != nil {
			return nil, fmt.Errorf("field %d: %w", i, err)
		}
		fields = append(fields, one)
	}

	return fields, nil
}

func readField(members map[string]json.RawMessage) (*field, error) {
	one := &field{members: members}
	if members == nil {
		return nil, fmt.Errorf("%w: expected an object", ErrFrame)
	}
	if raw, found := members["name"]; found {
		if err := json.Unmarshal(raw, &one.name); err != nil {
			return nil, fmt.Errorf("%w: name: %w", ErrFrame, err)
		}
	}
	if raw, found := members["typeInfo"]; found {
		if err := json.Unmarshal(raw, &one.info); err != nil {
			return nil, fmt.Errorf("%w: typeInfo: %w", ErrFrame, err)
		}
	}

	switch one.info.Frame {
	case typeTime, typeFloat, typeInt, typeString, typeBool:
		return one, nil
	case typeJSON:
		// A null is a value of JSON; the SDK's nullable flavour is deprecated.
		one.info.Nullable = false
		return one, nil
	case "":
		return one, one.inferType()
	default:
		return nil, fmt.Errorf("%w: field %q has the unknown type %q", ErrFrame, one.name, one.info.Frame)
	}
}

// inferType takes the Go type from the browser's type.
func (f *field) inferType() error {
	var simple string
	if raw, found := f.members["type"]; found {
		if err := json.Unmarshal(raw, &simple); err != nil {
			return fmt.Errorf("%w: type: %w", ErrFrame, err)
		}
	}

	switch simple {
	case "time":
		// The data plane takes no series from a nullable time field; allowNull makes it one where a time is missing.
		f.info = typeInfo{Frame: typeTime}
	case "number":
		f.info = typeInfo{Frame: typeFloat, Nullable: true}
	case "string":
		f.info = typeInfo{Frame: typeString, Nullable: true}
	case "boolean":
		f.info = typeInfo{Frame: typeBool, Nullable: true}
	case "other":
		f.info = typeInfo{Frame: typeJSON}
	default:
		return fmt.Errorf("%w: field %q has neither a typeInfo nor a known type (%q)", ErrFrame, f.name, simple)
	}

	return nil
}

func writeFields(fields []*field) (json.RawMessage, error) {
	all := make([]map[string]json.RawMessage, 0, len(fields))
	for _, one := range fields {
		info, err := json.Marshal(one.info)
		if err != nil {
			return nil, fmt.Errorf("encode typeInfo: %w", err)
		}
		one.members["typeInfo"] = info
		all = append(all, one.members)
	}

	return json.Marshal(all)
}
