import type { EventType } from '../config/types';
import { DAY_MS } from './calendar';
import type { Range } from './intervals';

/** A value with the number of observations behind it. */
export interface Observed {
  value: number | null;
  n: number;
}

/** Sums of an event type, by the names of the rollups' columns. */
export type MeasureSums = Readonly<Record<string, number>>;

/** A KPI that sums of one event type determine. */
export interface SumKpi {
  type: EventType;
  /** The sums that it is computed from. */
  sums: readonly string[];
  compute: (sums: MeasureSums, range: Range) => Observed;
}

/** Numerator over denominator, null where there is nothing to divide by. */
export function ratio(numerator: number, denominator: number, scale = 1): number | null {
  return denominator === 0 ? null : (numerator / denominator) * scale;
}

function mean(type: EventType, sum: string, n = 'n', scale = 1): SumKpi {
  return {
    type,
    sums: [sum, n],
    compute: (sums) => ({ value: ratio(sums[sum] ?? 0, sums[n] ?? 0, scale), n: sums[n] ?? 0 }),
  };
}

function total(type: EventType, sum: string, n: string): SumKpi {
  return {
    type,
    sums: [sum, n],
    compute: (sums) => ({ value: (sums[n] ?? 0) === 0 ? null : (sums[sum] ?? 0), n: sums[n] ?? 0 }),
  };
}

const operatingMargin: SumKpi = {
  type: 'business',
  sums: ['sum_revenue', 'sum_operating_cost', 'n_financial'],
  compute: ({ sum_revenue: revenue = 0, sum_operating_cost: cost = 0, n_financial: n = 0 }) => ({
    value: ratio(revenue - cost, revenue, 100),
    n,
  }),
};

const inventoryTurnover: SumKpi = {
  type: 'business',
  sums: ['sum_cost_of_goods_sold', 'sum_inventory_value', 'n_inventory'],
  compute: (
    { sum_cost_of_goods_sold: cogs = 0, sum_inventory_value: inventory = 0, n_inventory: n = 0 },
    { from, to }
  ) => {
    const meanInventory = ratio(inventory, n) ?? 0;
    const turns = ratio(cogs, meanInventory);
    return { value: turns === null || to <= from ? null : (turns * 365) / ((to - from) / DAY_MS), n };
  },
};

/** Every KPI that sums of one event type determine. Formulas: the metric definitions. */
export const SUM_KPIS: Readonly<Record<string, SumKpi>> = {
  production_efficiency: mean('business', 'sum_production_efficiency'),
  quality_index: mean('business', 'sum_quality_index'),
  overall_quality_index: mean('business', 'sum_overall_quality_index'),
  batch_completion_rate: mean('business', 'sum_batch_completion_rate'),
  quality_score: mean('business', 'sum_quality_score'),
  delivery_performance: mean('business', 'sum_delivery_performance'),
  defect_rate: mean('business', 'sum_defect_rate'),
  rework_percentage: mean('business', 'sum_rework_percentage'),
  customer_satisfaction: mean('business', 'sum_satisfaction', 'n_satisfaction'),
  customer_impact: mean('business', 'sum_customer_impact', 'n_satisfaction'),
  customer_complaints: total('business', 'sum_customer_complaints', 'n'),
  revenue: total('business', 'sum_revenue', 'n_financial'),
  operating_cost: total('business', 'sum_operating_cost', 'n_financial'),
  operating_margin: operatingMargin,
  inventory_turnover: inventoryTurnover,
  session_quality: mean('session', 'sum_session_quality'),
  session_duration: mean('session', 'sum_session_duration'),
  screen_views: mean('session', 'sum_screen_views'),
  actions: mean('session', 'sum_actions'),
  data_created: mean('session', 'sum_data_created', 'n_data_created'),
  feature_depth: mean('session', 'sum_feature_depth'),
  productivity_index: mean('session', 'sum_productivity', 'n_productivity'),
  task_completion_rate: mean('journey', 'n_completed', 'n', 100),
  journey_efficiency: mean('journey', 'sum_efficiency', 'n', 100),
  crash_free_rate: mean('performance', 'n_crash_free', 'n', 100),
};

/** A KPI that is a statistic over single observations. */
export interface DistributionKpi {
  type: EventType;
  /** Name of the value in `measures.ts`' histograms. */
  metric: string;
  /** From the stored unit to the KPI's. */
  scale: number;
}

/** KPIs that are percentiles or, on demand, means of performance events. Memory is stored in bytes, shown in MB. */
export const DISTRIBUTION_KPIS: Readonly<Record<string, DistributionKpi>> = {
  launch_time: { type: 'performance', metric: 'launch_time', scale: 1 },
  memory_usage: { type: 'performance', metric: 'memory_usage', scale: 1e-6 },
  scroll_fps: { type: 'performance', metric: 'scroll_fps', scale: 1 },
};

/** The window's values that the performance scores are made of. */
export interface PerformanceParts {
  /** Seconds. */
  launchTime: number | null;
  /** MB, 10^6 bytes. */
  memoryUsage: number | null;
  scrollFps: number | null;
}

/** L + S + M of the specification's performance impact score (0–75); null when a part is. */
function technicalPoints({ launchTime, memoryUsage, scrollFps }: PerformanceParts): number | null {
  if (launchTime === null || memoryUsage === null || scrollFps === null) {
    return null;
  }
  const launch = Math.max(0, (2 - launchTime) / 2) * 25;
  const scroll = Math.min(scrollFps / 60, 1) * 25;
  const memory = Math.max(0, (200 - memoryUsage) / 200) * 25;
  return launch + scroll + memory;
}

/** App Performance, 0–100. */
export function performanceScore(parts: PerformanceParts): number | null {
  const points = technicalPoints(parts);
  return points === null ? null : (points / 75) * 100;
}

/** Performance Impact of the specification, 0–100. @param productivity 0–1 */
export function performanceImpactScore(parts: PerformanceParts, productivity: number | null): number | null {
  const points = technicalPoints(parts);
  return points === null || productivity === null ? null : points + 25 * productivity;
}

/** User Engagement, 0–100: weights of missing parts are spread over the present ones. */
export function engagementScore(parts: {
  /** 0–10. */
  sessionQuality: number | null;
  /** Percent. */
  dauRate: number | null;
  /** Percent. */
  featureAdoption: number | null;
}): number | null {
  const weighted = [
    { weight: 0.5, value: parts.sessionQuality === null ? null : 10 * parts.sessionQuality },
    { weight: 0.3, value: parts.dauRate === null ? null : Math.min(100, parts.dauRate) },
    { weight: 0.2, value: parts.featureAdoption },
  ].flatMap(({ weight, value }) => (value === null ? [] : [{ weight, value }]));
  const weights = weighted.reduce((sum, { weight }) => sum + weight, 0);
  return ratio(
    weighted.reduce((sum, { weight, value }) => sum + weight * value, 0),
    weights
  );
}
