package models

import (
	"encoding/json"
	"fmt"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// ParseQuery turns a query as Grafana stores it into an element of queries[] of POST /v1/query: the same JSON, member
// for member, with the refId and queryType that Grafana asks for and the present schemaVersion.
//
// The model stays raw on purpose. The proxy owns the meaning of the members; what this backend does not know must
// arrive there unchanged. `hide` is one of them: Grafana drops hidden queries itself, except where an expression or an
// alert rule needs their result, so a hidden query that arrives here is wanted.
//
// Errors: ErrRangeEmpty, ErrQueryInvalid, ErrQuerySchemaInvalid or ErrQuerySchemaTooNew, wrapped.
func ParseQuery(query backend.DataQuery) (json.RawMessage, error) {
	// The proxy would refuse the request as a whole, the neighbours with it.
	if !query.TimeRange.From.Before(query.TimeRange.To) {
		return nil, fmt.Errorf("%w: it must end after it begins", ErrRangeEmpty)
	}

	var model map[string]json.RawMessage
	if err := json.Unmarshal(query.JSON, &model); err != nil || model == nil {
		return nil, fmt.Errorf("%w: expected a JSON object", ErrQueryInvalid)
	}

	if err := migrateQuery(model); err != nil {
		return nil, err
	}

	if err := setString(model, "refId", query.RefID); err != nil {
		return nil, err
	}
	if query.QueryType != "" {
		if err := setString(model, "queryType", query.QueryType); err != nil {
			return nil, err
		}
	}

	return json.Marshal(model)
}

func setString(model map[string]json.RawMessage, member string, value string) error {
	encoded, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("encode %s: %w", member, err)
	}
	model[member] = encoded

	return nil
}
