import type { DataQuery } from '@grafana/schema';
import { isQueryType, QUERY_DEFAULTS } from './defaults';
import { type LopanQuery, QUERY_SCHEMA_VERSION } from './types';

/** A query as it was stored: of any version, or half filled in. */
export type StoredQuery = DataQuery & { schemaVersion?: number };

/**
 * Brings a stored query to the present version and fills in what its type needs. A present query comes back equal.
 * A query of a newer version comes back as it is: the backend refuses it by name, which beats guessing.
 */
export function migrateQuery(stored: StoredQuery): LopanQuery {
  const type = isQueryType(stored.queryType) ? stored.queryType : 'kpi';
  const schemaVersion = Math.max(stored.schemaVersion ?? QUERY_SCHEMA_VERSION, QUERY_SCHEMA_VERSION);
  return { ...QUERY_DEFAULTS[type], ...stored, ...{ schemaVersion, queryType: type } } as LopanQuery;
}
