import { QUERY_SCHEMA_VERSION, type QueryOf, type QueryType } from './types';

type Own<T extends QueryType> = Omit<QueryOf<T>, 'refId'>;

const base = { schemaVersion: QUERY_SCHEMA_VERSION } as const;
const dates = { completeOnly: true } as const;

/**
 * A new query of each type. Completeness and minimum n are written out: what a query means must not change with
 * a default.
 */
export const QUERY_DEFAULTS: { [T in QueryType]: Own<T> } = {
  kpi: {
    ...base,
    ...dates,
    queryType: 'kpi',
    kpis: [],
    format: 'timeseries',
    interval: 'auto',
    completeBuckets: false,
    minN: 0,
  },
  summary: { ...base, ...dates, queryType: 'summary', compare: 'previous', minN: 0 },
  adoption: {
    ...base,
    queryType: 'adoption',
    by: 'userRole',
    denominator: 'active',
    windows: 'range',
    format: 'table',
    minN: 0,
  },
  retention: { ...base, ...dates, queryType: 'retention', periods: 13, format: 'table', minN: 0 },
  journeys: { ...base, queryType: 'journeys', format: 'table', minN: 0 },
  paths: { ...base, queryType: 'paths', maxSteps: 6, top: 20, minN: 0 },
  funnel: { ...base, queryType: 'funnel', steps: [], window: '7d', format: 'table', minN: 0 },
  correlation: { ...base, queryType: 'correlation', format: 'table', maxLag: 0 },
  roi: { ...base, queryType: 'roi', format: 'table' },
  thresholds: { ...base, queryType: 'thresholds', format: 'table', minN: 0 },
  opportunities: { ...base, queryType: 'opportunities', limit: 20 },
  releases: { ...base, queryType: 'releases' },
  freshness: { ...base, queryType: 'freshness', format: 'table' },
  rejects: { ...base, queryType: 'rejects' },
  diagnostics: { ...base, queryType: 'diagnostics', limit: 100 },
  health: { ...base, queryType: 'health', format: 'table' },
  events: { ...base, queryType: 'events', limit: 100 },
};

/** Whether a text is the name of a query type. */
export function isQueryType(text: unknown): text is QueryType {
  return typeof text === 'string' && Object.hasOwn(QUERY_DEFAULTS, text);
}
