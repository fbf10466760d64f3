import type { DataSourceJsonData } from '@grafana/data';
import type { DataQuery } from '@grafana/schema';
import type { Dimension, Stat } from '@lopan/catalogue/types';

/** Version of the query model. Go (`pkg/models`) has the same number; the types themselves only the proxy knows. */
export const QUERY_SCHEMA_VERSION = 1;

/** Shape of an answer: frames over time, one number a series, or a table. */
export type QueryFormat = 'timeseries' | 'numeric' | 'table';

/** A reference to a template variable, which stands where one of a few words is expected. */
export type Variable = `$${string}`;

/** Width of a time bucket; `auto` lets the proxy choose by the range and the panel's width. */
export type Interval = 'auto' | '5m' | '15m' | '1h' | '1d' | '1w' | '1M';

/** Allowed values per dimension, combined with "and"; an empty or absent list allows all. */
export type Filters = Partial<Record<Dimension, string[]>>;

/** What every query carries. Fields that are absent take the proxy's default. */
interface BaseQuery extends DataQuery {
  schemaVersion: typeof QUERY_SCHEMA_VERSION;
  filters?: Filters;
}

interface Grouped {
  groupBy?: Array<Dimension | Variable>;
}

interface Bucketed {
  interval?: Interval | Variable;
  /** Leaves out buckets that can still change. */
  completeBuckets?: boolean;
}

interface Withheld {
  /** Values over fewer observations are withheld. 0 withholds none. */
  minN?: number;
  /** Calendar dates only: leaves out dates that can still change. */
  completeOnly?: boolean;
}

interface Limited {
  /** Rows at most, 1 or more. */
  limit?: number;
}

/** KPI values, over time or as one number each. */
export interface KpiQuery extends BaseQuery, Grouped, Bucketed, Withheld {
  queryType: 'kpi';
  kpis: string[];
  format: 'timeseries' | 'numeric';
  /** Statistic of median and percentile KPIs, in place of the catalogue's. */
  stat?: Stat | Variable;
}

/** A row per KPI with target, status and change against the previous period. */
export interface SummaryQuery extends BaseQuery, Grouped, Withheld {
  queryType: 'summary';
  /** Absent: all KPIs of the catalogue. */
  kpis?: string[];
  compare: 'previous' | 'none' | Variable;
  stat?: Stat | Variable;
}

/** Share of active users (or seats) that use each feature. */
export interface AdoptionQuery extends BaseQuery, Withheld {
  queryType: 'adoption';
  by: 'userRole' | 'week' | 'appVersion' | 'deviceType' | Variable;
  denominator: 'active' | 'seats' | Variable;
  windows: 'range' | '30d' | Variable;
  format: 'table' | 'numeric';
}

/** Share of each weekly cohort that comes back, by period of 7 days. */
export interface RetentionQuery extends BaseQuery, Grouped, Withheld {
  queryType: 'retention';
  /** Periods of 7 days, 1 or more. */
  periods: number;
  format: 'table' | 'numeric';
}

/** Runs, completion, duration and time lost per start and end point. */
export interface JourneysQuery extends BaseQuery, Withheld, Limited {
  queryType: 'journeys';
  format: 'table' | 'numeric';
}

/** Steps that users take, as a node graph. */
export interface PathsQuery extends BaseQuery, Withheld {
  queryType: 'paths';
  /** First screen of the paths; absent: all. */
  startPoint?: string;
  maxSteps: number;
  /** Nodes kept at each step; the rest becomes "other". */
  top: number;
}

/** Conversion through a sequence of features or screens. */
export interface FunnelQuery extends BaseQuery, Grouped, Withheld {
  queryType: 'funnel';
  /** Feature ids or screen names, 2 to 10. */
  steps: string[];
  /** Time in which all steps must happen, from `1h` to `30d`. */
  window: string;
  format: 'table' | 'numeric';
}

/** Correlation of technical with business metrics over the days of the range. */
export interface CorrelationQuery extends BaseQuery {
  queryType: 'correlation';
  /** KPI ids; absent: the proxy's default set. */
  technical?: string[];
  business?: string[];
  /** Days by which the technical metric may lead, 0 or more. */
  maxLag: number;
  /** A row a pair, or the days of the pair that goes together most closely. */
  format: 'table' | 'timeseries';
}

/** Yearly value of the time and errors saved. */
export interface RoiQuery extends BaseQuery {
  queryType: 'roi';
  format: 'table' | 'timeseries';
}

/** Metrics with a critical threshold, with value and severity. */
export interface ThresholdsQuery extends BaseQuery, Grouped, Withheld {
  queryType: 'thresholds';
  /** A duration that ends at the end of the range; absent: the range itself. */
  window?: string;
  format: 'table' | 'numeric';
}

/** What would help most: slow journeys and technical metrics that cost business. */
export interface OpportunitiesQuery extends BaseQuery, Limited {
  queryType: 'opportunities';
}

/** First sight of each app version, as annotations. */
export interface ReleasesQuery extends BaseQuery {
  queryType: 'releases';
}

/** When each type of event last arrived, with counts of what was stored, refused and lost. */
export interface FreshnessQuery extends BaseQuery {
  queryType: 'freshness';
  format: 'table' | 'numeric';
}

/** Refused events by reason. */
export interface RejectsQuery extends BaseQuery {
  queryType: 'rejects';
}

/** Crashes, hangs and errors by reason and screen. */
export interface DiagnosticsQuery extends BaseQuery, Limited {
  queryType: 'diagnostics';
}

/** Database size, pool and rollup lag. */
export interface HealthQuery extends BaseQuery {
  queryType: 'health';
  format: 'table' | 'numeric';
}

/** Raw events, newest first, where the proxy allows it. */
export interface EventsQuery extends BaseQuery, Limited {
  queryType: 'events';
  type?: EventType | Variable;
  /** `meta.custom.cursor` of the answer before. */
  cursor?: string;
}

export type EventType = 'business' | 'session' | 'feature' | 'journey' | 'performance';

/** A query as panels, Explore and alert rules store it and as the proxy answers it. */
export type LopanQuery =
  | KpiQuery
  | SummaryQuery
  | AdoptionQuery
  | RetentionQuery
  | JourneysQuery
  | PathsQuery
  | FunnelQuery
  | CorrelationQuery
  | RoiQuery
  | ThresholdsQuery
  | OpportunitiesQuery
  | ReleasesQuery
  | FreshnessQuery
  | RejectsQuery
  | DiagnosticsQuery
  | HealthQuery
  | EventsQuery;

export type QueryType = LopanQuery['queryType'];

/** The query of one type. */
export type QueryOf<T extends QueryType> = Extract<LopanQuery, { queryType: T }>;

/** A query variable: live values of a dimension, or what the catalogue lists. */
export type LopanVariableQuery = DataQuery &
  ({ queryType: 'dimension_values'; dimension: Dimension } | { queryType: 'kpis' } | { queryType: 'features' });

/** Settings of the data source that are no secret. The SDK's HTTP client reads all of them by these names. */
export interface LopanJsonData extends DataSourceJsonData {
  /** Seconds until a request is given up; absent: 30. */
  timeout?: number;
  /** Presents the certificate in `tlsClientCert`. */
  tlsAuth?: boolean;
  /** Host name that the proxy's certificate must be for; absent: that of the URL. */
  serverName?: string;
  /** Accepts any certificate of the proxy. */
  tlsSkipVerify?: boolean;
  /** Trusts the authority in `tlsCACert`. */
  tlsAuthWithCACert?: boolean;
  /** Names of custom headers; their values are secrets of the same number. */
  [headerName: `httpHeaderName${number}`]: string | undefined;
}

/** Secrets of the data source. */
export interface LopanSecureJsonData {
  /** Key of the proxy with the scope `read`. */
  apiKey?: string;
  /** PEM text of a certificate authority. */
  tlsCACert?: string;
  /** PEM text of the certificate that is presented to the proxy, or to a gateway in front of it. */
  tlsClientCert?: string;
  /** PEM text of its private key. */
  tlsClientKey?: string;
  [headerValue: `httpHeaderValue${number}`]: string | undefined;
}
