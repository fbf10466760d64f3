/** How a card prints a value; the four formats of the specification's `AnalyticsCard`. */
export type KpiFormat = 'percentage' | 'score' | 'currency' | 'number';

/** Whether a rising value is good news. */
export type Direction = 'higher' | 'lower';

/** A percentile or the mean, for KPIs whose value is a statistic over single observations. */
export type Stat = 'p10' | 'p50' | 'p90' | 'mean';

/** What a KPI is computed over. `calendar` KPIs are computed on whole local dates of the reporting zone. */
export type KpiSource = 'business' | 'session' | 'journey' | 'performance' | 'calendar' | 'composite';

/** The attributes by which answers can be grouped and filtered, as the wire contract spells them. */
export const DIMENSIONS = ['userRole', 'deviceType', 'appVersion', 'site', 'feature'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The group of events that carry no value for a dimension. */
export const UNKNOWN_GROUP = 'unknown';

/** One KPI, complete but for what a plant overrides in its own configuration. */
export interface Kpi {
  /** Stable id, snake_case; the name of the value field in every answer. */
  id: string;
  /** What a person reads. */
  title: string;
  /** One sentence for tooltips and docs. */
  description: string;
  /** The computation in words; the source is `docs/kpis.md`'s definition of the same id. */
  formula: string;
  /** Unit in words ("percent", "seconds", "users"). */
  unit: string;
  /** Grafana unit id for field config. `currency` stands for the configured currency. */
  displayUnit: string;
  format: KpiFormat;
  /** Decimals shown; a value that misses its target gets as many more as it takes to differ from it. */
  decimals: number;
  direction: Direction;
  source: KpiSource;
  /** Aim of the KPI, inclusive unless `targetExclusive`. `null`: none. */
  target: number | null;
  /** The target itself counts as missed (App Launch Time: < 1.5 s). */
  targetExclusive?: boolean;
  /** Critical threshold T: warning below T, critical below 0.8·T. `null`: none. */
  threshold: number | null;
  /** How far a value may miss its target before an alert says so, in the KPI's unit. */
  tolerance: number;
  /** Below this n an alert rule stays silent. */
  minN: number;
  /** How long a miss lasts before its alert fires, as a duration. */
  for: string;
  /** Lowest and highest value that can exist, where there is one. */
  min?: number;
  max?: number;
  /** Default statistic and the ones a query may ask for instead. */
  stat?: Stat;
  stats?: readonly Stat[];
  /** Dimensions the KPI can be grouped and filtered by. */
  groups: readonly Dimension[];
  /** Formats of answers it supports. */
  formats: ReadonlyArray<'timeseries' | 'numeric' | 'table'>;
  /** Additive metrics sum up over groups and buckets (customer complaints); others do not. */
  additive: boolean;
  /** Team that owns the KPI; goes into the labels of its alert rules. */
  owner: string;
}

/** A feature of the Lopan app whose use is measured. */
export interface Feature {
  id: string;
  title: string;
  /** Core features count for the KPI `feature_adoption`. */
  core: boolean;
}

/** What a plant may override per KPI in its YAML file (`kpis.<id>`). */
export interface KpiOverride {
  target?: number | null;
  threshold?: number | null;
  tolerance?: number;
  title?: string;
  decimals?: number;
  minN?: number;
  for?: string;
  owner?: string;
  runbook?: string;
}
