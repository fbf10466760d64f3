import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A query as it stands in a dashboard and goes over the wire. */
export interface WireQuery {
  refId: string;
  queryType: string;
  kpis?: string[];
  groupBy?: string[];
  interval?: string;
  format?: string;
  [field: string]: unknown;
}

/** What one panel asks for: one request. */
export interface PanelRequest {
  title: string;
  queries: WireQuery[];
  /** Whether the panel is seen without scrolling. */
  firstScreen: boolean;
}

interface Panel {
  type: string;
  title?: string;
  gridPos: { y: number };
  targets?: WireQuery[];
  panels?: Panel[];
}

const DASHBOARD = path.resolve(__dirname, '../../../provisioning/dashboards/lopan/production-analytics.json');

/** Rows of Grafana's grid, 38 px each, that a window 900 px high shows of a dashboard. */
const SCREEN_ROWS = 23;

/** A query with its variables at "All", which filters nothing. */
function withoutVariables({ filters: _filters, ...query }: WireQuery): WireQuery {
  return { ...query, groupBy: query.groupBy?.filter((name) => !name.includes('$')) };
}

/** The requests of the executive overview, read from the dashboard as it is provisioned: one a panel with queries of its own. */
export function overviewRequests(): PanelRequest[] {
  const { panels } = JSON.parse(readFileSync(DASHBOARD, 'utf8')) as { panels: Panel[] };
  return panels
    .flatMap((panel) => [panel, ...(panel.panels ?? [])])
    .map(({ title = '', targets = [], gridPos }) => ({
      title,
      firstScreen: gridPos.y < SCREEN_ROWS,
      queries: targets.filter(({ queryType }) => queryType !== undefined).map(withoutVariables),
    }))
    .filter(({ queries }) => queries.length > 0);
}

const of = (queryType: string, fields: Omit<WireQuery, 'refId' | 'queryType'> = {}): WireQuery => ({
  refId: 'A',
  queryType,
  schemaVersion: 1,
  ...fields,
});

/** Funnels and paths follow single steps of people, which only raw rows tell: they are asked for a week, not a year. */
export const WEEKLY_QUERIES: Readonly<Record<string, WireQuery>> = {
  'funnel, 7 days': of('funnel', { steps: ['batch_processing', 'quality_control', 'report_generation'], window: '1d' }),
  'paths, 7 days': of('paths'),
};

/** A query of every other type, as a panel of its kind would send it. */
export const QUERY_OF_TYPE: Readonly<Record<string, WireQuery>> = {
  'kpi, one number': of('kpi', { kpis: ['production_efficiency'], format: 'numeric' }),
  'kpi, daily series': of('kpi', { kpis: ['production_efficiency'], format: 'timeseries', interval: '1d' }),
  'kpi, daily series by site': of('kpi', {
    kpis: ['quality_index'],
    format: 'timeseries',
    interval: '1d',
    groupBy: ['site'],
  }),
  'kpi, percentile': of('kpi', { kpis: ['launch_time'], format: 'numeric' }),
  'kpi, active users': of('kpi', { kpis: ['dau', 'wau', 'mau'], format: 'numeric' }),
  'kpi, retention': of('kpi', { kpis: ['retention_30'], format: 'numeric' }),
  'summary, four cards': of('summary', {
    kpis: ['production_efficiency', 'engagement_score', 'performance_score', 'roi_value'],
    compare: 'previous',
  }),
  thresholds: of('thresholds'),
  adoption: of('adoption'),
  retention: of('retention', { format: 'table' }),
  journeys: of('journeys', { format: 'table' }),
  correlation: of('correlation'),
  roi: of('roi'),
  opportunities: of('opportunities'),
  releases: of('releases'),
  diagnostics: of('diagnostics'),
  freshness: of('freshness'),
  rejects: of('rejects', { format: 'table' }),
  health: of('health'),
  events: of('events', { type: 'business', limit: 100 }),
  as_of: of('as_of'),
};
