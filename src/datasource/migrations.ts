import type { DataQuery } from '@grafana/schema';
import { isQueryType, QUERY_DEFAULTS } from './defaults';
import { type LopanQuery, QUERY_SCHEMA_VERSION } from './types';

/** A query as it was stored: of any version, or half filled in. */
export type StoredQuery = DataQuery & { schemaVersion?: number };

/**
 * Brings a stored query to the present version and fills in what its type needs. A present query comes back equal, one
 * without a type becomes the first type. What this version does not know, a type or a newer version, comes back as it
 * is: the backend refuses it by name, which beats guessing.
 */
export function migrateQuery(stored: StoredQuery): LopanQuery {
  const type = stored.queryType || QUERY_DEFAULTS.kpi.queryType;
  const isNewer = (stored.schemaVersion ?? 0) > QUERY_SCHEMA_VERSION;
  if (!isQueryType(type) || isNewer) {
    return stored as LopanQuery;
  }
  return { ...QUERY_DEFAULTS[type], ...stored, schemaVersion: QUERY_SCHEMA_VERSION, queryType: type } as LopanQuery;
}
