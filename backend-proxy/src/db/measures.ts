import type { EventType } from '../config/types';
import { LN_GAMMA, ZERO_BIN } from '../domain/histogram';

/**
 * What is summed up per event type: the one definition from which raw rows are aggregated, rollups are written
 * and rollups are read, so that the three cannot drift apart.
 */
export interface MeasureTable {
  raw: string;
  rollup: string;
  /** Columns that tell rows of the rollup apart beyond the dimensions → expression over a raw row, never null. */
  keys?: Readonly<Record<string, string>>;
  /** Column of the rollup → aggregate over raw rows (alias `e`). */
  measures: Readonly<Record<string, string>>;
  /** Values whose distribution is kept as a histogram: prefix of the rollup's columns → expression over a raw row. */
  histograms: Readonly<Record<string, string>>;
}

const sum = (expression: string): string => `coalesce(sum(${expression}), 0)::float8`;
const sumOf = (...columns: string[]): Record<string, string> =>
  Object.fromEntries(columns.map((column) => [`sum_${column}`, sum(`e.${column}`)]));

export const MEASURE_TABLES = {
  business: {
    raw: 'business_metrics',
    rollup: 'rollup_business',
    measures: {
      n: 'count(*)',
      ...sumOf(
        'production_efficiency',
        'quality_index',
        'overall_quality_index',
        'batch_completion_rate',
        'quality_score',
        'delivery_performance',
        'defect_rate',
        'rework_percentage',
        'customer_complaints'
      ),
      n_satisfaction: 'count(e.customer_satisfaction)',
      sum_satisfaction: sum('e.customer_satisfaction'),
      sum_customer_impact: sum('e.customer_impact'),
      n_inventory: 'count(e.inventory_value)',
      sum_cost_of_goods_sold: sum('e.cost_of_goods_sold'),
      sum_inventory_value: sum('e.inventory_value'),
      n_operations: 'count(e.operation_count)',
      sum_operation_count: sum('e.operation_count'),
      sum_error_count: sum('e.error_count'),
      n_financial: 'count(e.revenue)',
      sum_revenue: sum('e.revenue'),
      sum_operating_cost: sum('e.operating_cost'),
    },
    histograms: {},
  },
  session: {
    raw: 'user_engagement',
    rollup: 'rollup_session',
    measures: {
      n: 'count(*)',
      ...sumOf('session_quality', 'session_duration', 'screen_views'),
      sum_actions: sum('e.actions_completed'),
      n_data_created: 'count(e.data_created)',
      ...sumOf('data_created', 'feature_depth'),
      n_productivity: 'count(e.productivity)',
      ...sumOf('productivity'),
    },
    histograms: {},
  },
  feature: {
    raw: 'feature_usage',
    rollup: 'rollup_feature',
    measures: { n: 'count(*)' },
    histograms: {},
  },
  journey: {
    raw: 'user_journeys',
    rollup: 'rollup_journey',
    measures: {
      n: 'count(*)',
      n_completed: 'count(*) FILTER (WHERE e.abandonment_point IS NULL)',
      n_flagged: 'count(*) FILTER (WHERE e.flagged)',
      ...sumOf('efficiency', 'completion_time', 'expected_duration', 'time_lost'),
    },
    histograms: {},
  },
  performance: {
    raw: 'performance_metrics',
    rollup: 'rollup_performance',
    measures: {
      n: 'count(*)',
      n_crash_free: 'count(*) FILTER (WHERE e.crash_count = 0)',
      ...sumOf('launch_time', 'memory_usage', 'scroll_fps'),
    },
    histograms: {
      launch_time: 'e.launch_time',
      memory_usage: 'e.memory_usage::float8',
      scroll_fps: 'e.scroll_fps',
    },
  },
} as const satisfies Record<EventType, MeasureTable>;

/** Journeys by route and outcome. A run that was not abandoned has no abandonment point. */
export const ROUTE_TABLE: MeasureTable = {
  raw: MEASURE_TABLES.journey.raw,
  rollup: 'rollup_route',
  keys: {
    start_point: 'e.start_point',
    end_point: 'e.end_point',
    abandonment_point: `coalesce(e.abandonment_point, '')`,
  },
  measures: MEASURE_TABLES.journey.measures,
  histograms: { completion_time: 'e.completion_time' },
};

/** Everything that is rolled up from the raw rows of each event type. */
export const ROLLUPS_OF: Readonly<Record<EventType, readonly MeasureTable[]>> = {
  business: [MEASURE_TABLES.business],
  session: [MEASURE_TABLES.session],
  feature: [MEASURE_TABLES.feature],
  journey: [MEASURE_TABLES.journey, ROUTE_TABLE],
  performance: [MEASURE_TABLES.performance],
};

/** The histogram bin of a value, in SQL. */
export function binOf(expression: string): string {
  return `CASE WHEN ${expression} > 0 THEN ceil(ln(${expression}) / ${LN_GAMMA})::int ELSE ${ZERO_BIN} END`;
}

/** Dimensions of rollups in the order of their bits in `cube`: query name, column. */
export const CUBE_DIMENSIONS = [
  { name: 'site', column: 'site', bit: 1 },
  { name: 'userRole', column: 'user_role', bit: 2 },
  { name: 'deviceType', column: 'device_type', bit: 4 },
  { name: 'appVersion', column: 'app_version', bit: 8 },
] as const;
export type CubeDimension = (typeof CUBE_DIMENSIONS)[number]['name'];

/** The cube that keeps every dimension. */
export const FULL_CUBE = 15;

/** Cubes kept per grain: single dimensions only where a year of them is read at once. */
export const CUBES_OF_GRAIN = {
  minute: [0, FULL_CUBE],
  hour: [0, FULL_CUBE],
  day: [0, 1, 2, 4, 8, FULL_CUBE],
} as const;

/** The column of a dimension. Names come from this list only, so that none reaches SQL from outside. */
export function columnOf(name: CubeDimension): string {
  const dimension = CUBE_DIMENSIONS.find((candidate) => candidate.name === name);
  if (!dimension) {
    throw new RangeError(`no dimension ${String(name)}`);
  }
  return dimension.column;
}

/** The smallest cube of a grain that keeps all the dimensions asked for. */
export function cubeFor(grain: keyof typeof CUBES_OF_GRAIN, dimensions: Iterable<CubeDimension>): number {
  let needed = 0;
  for (const name of dimensions) {
    needed |= CUBE_DIMENSIONS.find((dimension) => dimension.name === name)?.bit ?? 0;
  }
  return CUBES_OF_GRAIN[grain].find((cube) => (cube & needed) === needed) ?? FULL_CUBE;
}
