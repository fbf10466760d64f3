import { KPIS } from '@lopan/catalogue';
import { ANALYSIS_SQL, CALENDAR_SQL, EVENT_SQL, numberSql, PARTS_OF, ROI_SQL, seriesSql } from './kpiSql';
import type { WireQuery } from './queries';

/** A statement on raw tables; its parameters are the ends of the range. */
export interface RawStatement {
  sql: string;
  /** Over the range itself or the one before it. */
  range: 'current' | 'previous';
}

const COLUMNS: Readonly<Record<string, string>> = {
  site: 'site',
  userRole: 'user_role',
  deviceType: 'device_type',
  appVersion: 'app_version',
};

const TECHNICAL = ['launch_time', 'memory_usage', 'scroll_fps', 'crash_free_rate', 'performance_score'];
const BUSINESS = [
  'production_efficiency',
  'customer_satisfaction',
  'task_completion_rate',
  'productivity_index',
  'session_quality',
];
const THRESHOLD_KPIS = ['production_efficiency', 'quality_index', 'customer_impact'];

const current = (sql: string): RawStatement => ({ sql, range: 'current' });

/** Ids of a KPI's parts, down to those that have a statement. */
function leaves(kpi: string): string[] {
  return PARTS_OF[kpi]?.flatMap(leaves) ?? [kpi];
}

/** The number of a KPI, or of its parts. */
export function numbersOf(kpi: string): string[] {
  return leaves(kpi).map((leaf) => {
    const event = EVENT_SQL[leaf];
    return event ? numberSql(event) : (CALENDAR_SQL[leaf] ?? ROI_SQL[leaf] ?? '');
  });
}

/** Daily series; only of KPIs over events, which is less than the product answers. */
function seriesOf(kpi: string, groups: readonly string[]): string[] {
  return leaves(kpi).flatMap((leaf) => {
    const event = EVENT_SQL[leaf];
    return event ? [seriesSql(event, groups)] : [];
  });
}

const unique = (statements: readonly RawStatement[]): RawStatement[] => [
  ...new Map(statements.map((statement) => [`${statement.range} ${statement.sql}`, statement])).values(),
];

/**
 * What a user of the PostgreSQL data source would have to run for the answer of a query; null where the product answers
 * from raw rows or from its own books too.
 */
export function rawStatements(query: WireQuery): RawStatement[] | null {
  const { queryType, kpis = KPIS.map(({ id }) => id), groupBy = [] } = query;
  const groups = groupBy.map((name) => COLUMNS[name] ?? '');
  switch (queryType) {
    case 'kpi':
      return unique(
        kpis.flatMap((kpi) => (query.format === 'numeric' ? numbersOf(kpi) : seriesOf(kpi, groups)).map(current))
      );
    case 'summary':
      return unique(
        kpis.flatMap((kpi) => [
          ...numbersOf(kpi).map(current),
          ...(query['compare'] === 'previous'
            ? numbersOf(kpi).map((sql): RawStatement => ({ sql, range: 'previous' }))
            : []),
          ...seriesOf(kpi, groups).map(current),
        ])
      );
    case 'thresholds':
      return THRESHOLD_KPIS.flatMap(numbersOf).map(current);
    case 'correlation':
      return [...TECHNICAL, ...BUSINESS].flatMap((kpi) => seriesOf(kpi, [])).map(current);
    case 'roi':
      return leaves('roi_percent').flatMap(numbersOf).map(current);
    case 'opportunities':
      return [
        ...(ANALYSIS_SQL['journeys'] ?? []),
        ...[...TECHNICAL, ...BUSINESS].flatMap((kpi) => seriesOf(kpi, [])),
      ].map(current);
    default:
      return ANALYSIS_SQL[queryType]?.map(current) ?? null;
  }
}
