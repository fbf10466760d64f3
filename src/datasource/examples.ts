import { QUERY_DEFAULTS } from './defaults';
import { labels } from './labels';
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
    ...labels.examples.efficiencyBySite,
    query: {
      ...QUERY_DEFAULTS.kpi,
      refId,
      kpis: ['production_efficiency'],
      groupBy: ['site'],
      interval: '1d',
    },
  },
  {
    ...labels.examples.keyFigures,
    query: {
      ...QUERY_DEFAULTS.summary,
      refId,
      kpis: ['production_efficiency', 'quality_index', 'session_quality', 'performance_score'],
    },
  },
  {
    ...labels.examples.alertNumber,
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
    ...labels.examples.slowLaunches,
    query: { ...QUERY_DEFAULTS.kpi, refId, kpis: ['launch_time'], groupBy: ['appVersion'], stat: 'p90' },
  },
  {
    ...labels.examples.adoption,
    query: { ...QUERY_DEFAULTS.adoption, refId },
  },
  {
    ...labels.examples.funnel,
    query: {
      ...QUERY_DEFAULTS.funnel,
      refId,
      steps: ['batch_processing', 'quality_control', 'report_generation'],
      window: '1d',
    },
  },
  {
    ...labels.examples.journeys,
    query: { ...QUERY_DEFAULTS.journeys, refId, limit: 20 },
  },
  {
    ...labels.examples.freshness,
    query: { ...QUERY_DEFAULTS.freshness, refId },
  },
];
