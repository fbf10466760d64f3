import { QUERY_DEFAULTS } from './defaults';
import type { LopanQuery } from './types';

/** A query to start from, with what it is good for. */
export interface QueryExample {
  title: string;
  description: string;
  query: LopanQuery;
}

const refId = 'A';

/** What people ask first. KPIs and features are those of the catalogue as delivered. */
export const EXAMPLES: readonly QueryExample[] = [
  {
    title: 'Production efficiency of each site, by day',
    description: 'A line per site, for a time series panel',
    query: {
      ...QUERY_DEFAULTS.kpi,
      refId,
      kpis: ['production_efficiency'],
      groupBy: ['site'],
      interval: '1d',
    },
  },
  {
    title: 'Key figures against the previous period',
    description: 'A row per KPI with target, status and change, for Analytics cards',
    query: {
      ...QUERY_DEFAULTS.summary,
      refId,
      kpis: ['production_efficiency', 'quality_index', 'session_quality', 'performance_score'],
    },
  },
  {
    title: 'One number per site for an alert rule',
    description: 'Goes straight into a Threshold expression; withholds values over fewer than 5 observations',
    query: {
      ...QUERY_DEFAULTS.kpi,
      refId,
      kpis: ['production_efficiency'],
      groupBy: ['site'],
      format: 'numeric',
      minN: 5,
    },
  },
  {
    title: 'The slowest tenth of launches by app version',
    description: 'The 90th percentile in place of the median',
    query: { ...QUERY_DEFAULTS.kpi, refId, kpis: ['launch_time'], groupBy: ['appVersion'], stat: 'p90' },
  },
  {
    title: 'Which role uses which feature',
    description: 'For the Adoption heatmap',
    query: { ...QUERY_DEFAULTS.adoption, refId },
  },
  {
    title: 'Where users leave between two features',
    description: 'A funnel within a day',
    query: {
      ...QUERY_DEFAULTS.funnel,
      refId,
      steps: ['batch_processing', 'quality_control', 'report_generation'],
      window: '1d',
    },
  },
  {
    title: 'Journeys that cost the most time',
    description: 'Completion, duration and hours lost per start and end point',
    query: { ...QUERY_DEFAULTS.journeys, refId, limit: 20 },
  },
  {
    title: 'Whether the data is fresh',
    description: 'When each type of event last arrived, and what was refused or lost',
    query: { ...QUERY_DEFAULTS.freshness, refId },
  },
];
