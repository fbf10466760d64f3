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

/** Share of users that use each feature, a cell per feature and column. */
export interface AdoptionQuery extends Common {
  queryType: 'adoption';
  by: 'userRole' | 'week' | 'appVersion' | 'deviceType';
  denominator: 'active' | 'seats';
  windows: 'range' | '30d';
  format: 'table';
}

/** Runs, completion, duration and time lost per start and end point. */
export interface JourneysQuery extends Common {
  queryType: 'journeys';
  format: 'table';
}

/** The screens that users pass through from a first one, as a node graph. */
export interface PathsQuery extends Common {
  queryType: 'paths';
  startPoint: string;
  /** Screens of a path. */
  maxSteps: number;
  /** Screens kept at each step. */
  top: number;
}

/** Pairs of technical and business metrics, or the days of the pair that goes together most closely. */
export interface CorrelationQuery extends Common {
  queryType: 'correlation';
  format: 'table' | 'timeseries';
  /** Days by which the technical metric may lead. */
  maxLag: number;
}

/** A table without settings of its own. */
export interface PlainQuery extends Common {
  queryType: 'opportunities' | 'rejects' | 'diagnostics' | 'releases';
  /** Rows at most. */
  limit?: number;
}

/** How current the events are, or how proxy and database do: a table, or one number a series for alert rules. */
export interface OperationQuery extends Common {
  queryType: 'freshness' | 'health';
  format: 'table' | 'numeric';
}

/** A query of the data source as dashboards and rules store it, without what Grafana adds (`refId`, `datasource`). */
export type LopanQuery =
  | KpiQuery
  | SummaryQuery
  | AsOfQuery
  | AdoptionQuery
  | JourneysQuery
  | PathsQuery
  | CorrelationQuery
  | PlainQuery
  | OperationQuery;

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

/** The share of users that use each feature, by what makes a column. */
export function adoption(by: AdoptionQuery['by'], own: Partial<Common> = {}): AdoptionQuery {
  return {
    schemaVersion: QUERY_SCHEMA_VERSION,
    queryType: 'adoption',
    by,
    denominator: 'active',
    windows: 'range',
    format: 'table',
    ...own,
  };
}

/** A row per start and end point. */
export function journeys(own: Partial<Common> = {}): JourneysQuery {
  return { schemaVersion: QUERY_SCHEMA_VERSION, queryType: 'journeys', format: 'table', ...own };
}

/** The ways from a screen, six screens far. */
export function paths(startPoint: string): PathsQuery {
  return { schemaVersion: QUERY_SCHEMA_VERSION, queryType: 'paths', startPoint, maxSteps: 6, top: 20 };
}

/** Pairs of technical and business metrics, or the days of the closest pair. */
export function correlation(format: CorrelationQuery['format'], own: Partial<Common> = {}): CorrelationQuery {
  return { schemaVersion: QUERY_SCHEMA_VERSION, queryType: 'correlation', format, maxLag: 0, ...own };
}

/** A table without settings of its own. */
export function plain(
  queryType: PlainQuery['queryType'],
  own: Partial<Omit<PlainQuery, 'queryType'>> = {}
): PlainQuery {
  return { schemaVersion: QUERY_SCHEMA_VERSION, queryType, ...own };
}

/** How current the events are, or how proxy and database do. */
export function operation(
  queryType: OperationQuery['queryType'],
  format: OperationQuery['format'] = 'table'
): OperationQuery {
  return { schemaVersion: QUERY_SCHEMA_VERSION, queryType, format };
}
