import type { Dimension, Stat } from '@lopan/catalogue/types';
import type { EventType, Interval, QueryFormat } from './types';

/** Dimensions as people call them. */
export const DIMENSION_TITLES: Record<Dimension, string> = {
  userRole: 'User role',
  deviceType: 'Device type',
  appVersion: 'App version',
  site: 'Site',
  feature: 'Feature',
};

export const FORMAT_TITLES: Record<QueryFormat, { label: string; description: string }> = {
  timeseries: { label: 'Over time', description: 'A value for every time bucket' },
  numeric: { label: 'One number each', description: 'For alert rules and stat panels' },
  table: { label: 'Table', description: 'A row for each result' },
};

export const INTERVAL_TITLES: Record<Interval, string> = {
  auto: 'Automatic',
  '5m': '5 minutes',
  '15m': '15 minutes',
  '1h': 'Hour',
  '1d': 'Day',
  '1w': 'Week',
  '1M': 'Month',
};

export const STAT_TITLES: Record<Stat, string> = {
  p10: '10th percentile',
  p50: 'Median',
  p90: '90th percentile',
  mean: 'Mean',
};

export const EVENT_TYPE_TITLES: Record<EventType, string> = {
  business: 'Business',
  session: 'Session',
  feature: 'Feature',
  journey: 'Journey',
  performance: 'Performance',
};
