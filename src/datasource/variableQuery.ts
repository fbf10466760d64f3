import type { DataQuery } from '@grafana/schema';
import { DIMENSIONS } from '@lopan/catalogue/types';
import type { LopanVariableQuery } from './types';

/** What a new query variable offers. */
export const DEFAULT_VARIABLE_QUERY = {
  queryType: 'dimension_values',
  dimension: 'site',
} as const;

/** A query of a variable as it was stored: Grafana makes an empty one before anybody has chosen. */
export type StoredVariableQuery = DataQuery & { dimension?: unknown };

/** Fills in what a stored query lacks, as the editor shows it. */
export function completeVariableQuery(stored: StoredVariableQuery): LopanVariableQuery {
  const { refId, queryType } = stored;
  if (queryType === 'kpis' || queryType === 'features') {
    return { refId, queryType };
  }
  const dimension = DIMENSIONS.find((name) => name === stored.dimension) ?? DEFAULT_VARIABLE_QUERY.dimension;
  return { refId, queryType: 'dimension_values', dimension };
}
