import type { Dimension, Stat } from '@lopan/catalogue';

/** Version of the query model; the data source migrates older ones. */
export const QUERY_SCHEMA_VERSION = 1;

interface Common {
  schemaVersion: typeof QUERY_SCHEMA_VERSION;
  /** Values that events must carry; empty or absent is all. */
  filters?: Partial<Record<Dimension, readonly string[]>>;
  groupBy?: readonly Dimension[];
}

/** Values of KPIs, over time or as one number each. */
export interface KpiQuery extends Common {
  queryType: 'kpi';
  kpis: readonly string[];
  format: 'timeseries' | 'numeric';
  /** Width of a bucket; meaningful for time series only. */
  interval?: 'auto' | '5m' | '15m' | '1h' | '1d' | '1w' | '1M';
  /** Leaves out buckets that can still change. */
  completeBuckets?: boolean;
  /** Calendar dates only: leaves out dates that can still change. */
  completeOnly?: boolean;
  /** Values over fewer observations are withheld. */
  minN?: number;
  stat?: Stat;
}

/** A row per KPI with status, target and change against the range before. */
export interface SummaryQuery extends Common {
  queryType: 'summary';
  kpis: readonly string[];
  compare: 'previous' | 'none';
}

/** The instant up to which answers are computed, in seconds since 1970: the clock that rule templates lack. */
export interface AsOfQuery extends Common {
  queryType: 'as_of';
  format: 'numeric';
}

/** A query of the data source as dashboards and rules store it, without what Grafana adds (`refId`, `datasource`). */
export type LopanQuery = KpiQuery | SummaryQuery | AsOfQuery;

/** A time series of KPIs with the bucket width that suits the range. */
export function kpiSeries(kpis: readonly string[], own: Partial<Omit<KpiQuery, 'kpis' | 'format'>> = {}): KpiQuery {
  return {
    schemaVersion: QUERY_SCHEMA_VERSION,
    queryType: 'kpi',
    kpis,
    format: 'timeseries',
    interval: 'auto',
    completeBuckets: false,
    ...own,
  };
}

/** One number per KPI and group, for alert rules: completeness and minimum n are written out, never inferred. */
export function kpiNumber(kpi: string, own: Partial<Omit<KpiQuery, 'kpis' | 'format'>> = {}): KpiQuery {
  return {
    schemaVersion: QUERY_SCHEMA_VERSION,
    queryType: 'kpi',
    kpis: [kpi],
    format: 'numeric',
    completeOnly: true,
    completeBuckets: false,
    ...own,
  };
}

/** A row per KPI, compared with the range before. */
export function summary(kpis: readonly string[], own: Partial<Omit<SummaryQuery, 'kpis'>> = {}): SummaryQuery {
  return { schemaVersion: QUERY_SCHEMA_VERSION, queryType: 'summary', kpis, compare: 'previous', ...own };
}

/** The clock of a rule's annotations. */
export function asOf(): AsOfQuery {
  return { schemaVersion: QUERY_SCHEMA_VERSION, queryType: 'as_of', format: 'numeric' };
}
