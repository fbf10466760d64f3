package models

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// QuerySchemaVersion is the newest shape of a query that this plugin knows. The editor (src/datasource) migrates what a
// person opens; alert rules send what was stored, so every migration has to exist here too.
const QuerySchemaVersion = 1

// migrateQuery brings a query to QuerySchemaVersion, in place. A query without a version is of version 1: the first
// shape, and what people write by hand.
func migrateQuery(model map[string]json.RawMessage) error {
	version, err := schemaVersion(model["schemaVersion"])
	if err != nil {
		return err
	}
	if version > QuerySchemaVersion {
		return fmt.Errorf("%w: it has schemaVersion %d, this version knows up to %d; update the app lopan-analytics-app",
			ErrQuerySchemaTooNew, version, QuerySchemaVersion)
	}

	model["schemaVersion"] = json.RawMessage(strconv.Itoa(QuerySchemaVersion))

	return nil
}

func schemaVersion(raw json.RawMessage) (int, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return 1, nil
	}

	version, err := strconv.Atoi(string(raw))
	if err != nil || version < 1 {
		return 0, fmt.Errorf("%w: it is %.40s, expected a whole number from 1", ErrQuerySchemaInvalid, raw)
	}

	return version, nil
}
