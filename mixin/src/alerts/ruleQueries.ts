import type { Dimension } from '@lopan/catalogue';
import { kpiNumber, type KpiQuery, QUERY_SCHEMA_VERSION } from '../queries/model';

interface Common {
  schemaVersion: typeof QUERY_SCHEMA_VERSION;
  format: 'numeric';
}

/** How current events are and what became of them, whatever the range: one number. */
export interface FreshnessNumberQuery extends Common {
  queryType: 'freshness';
  metrics: readonly string[];
  /** Types of events; absent for numbers that know none. */
  types?: readonly string[];
}

/** How the proxy and its database do: one number. */
export interface HealthNumberQuery extends Common {
  queryType: 'health';
  metrics: readonly string[];
}

/** The share of what was received in the range that was refused, percent. */
export interface RejectRateQuery extends Common {
  queryType: 'rejects';
  /** Fewer events than this say nothing. */
  minN: number;
}

/** A KPI of the group that does worst, without that group's label. */
export interface WorstQuery extends KpiQuery {
  worst: true;
}

/** Questions that only rules ask. */
export type RuleOnlyQuery = FreshnessNumberQuery | HealthNumberQuery | RejectRateQuery | WorstQuery;

const COMMON: Common = { schemaVersion: QUERY_SCHEMA_VERSION, format: 'numeric' };

/** Seconds since the newest event of a type. */
export function eventAge(type: string): FreshnessNumberQuery {
  return { ...COMMON, queryType: 'freshness', metrics: ['lag_seconds'], types: [type] };
}

/** When the retention last ended well, epoch milliseconds; no value before its first run. */
export function lastRetention(): FreshnessNumberQuery {
  return { ...COMMON, queryType: 'freshness', metrics: ['last_retention'] };
}

/** Seconds that the rollups lag behind. */
export function rollupLag(): HealthNumberQuery {
  return { ...COMMON, queryType: 'health', metrics: ['rollup_lag_seconds'] };
}

/** The share of refused events, from that many events on. */
export function rejectRate(minN: number): RejectRateQuery {
  return { ...COMMON, queryType: 'rejects', minN };
}

/** The worst value of a KPI among the groups of a dimension. */
export function worstGroup(kpi: string, minN: number, by: Dimension): WorstQuery {
  return { ...kpiNumber(kpi, { minN, groupBy: [by] }), worst: true };
}
