import type { Dimension, Stat } from '@lopan/catalogue/types';
import type { EventType, Interval, QueryFormat } from './types';

/** Marks a template variable in a list of choices. */
export const VARIABLE_HINT = 'variable';

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

/** Texts of the query help. */
export const labels = {
  help: {
    examples: 'Examples',
    use: 'Use',
    useNamed: (title: string) => `Use: ${title}`,
    types: 'Query types',
    variablesTitle: 'Variables',
    variables:
      'Lists, texts and choices take variables, and a variable with several values becomes several entries. At All a filter is left out, so events without a value count too. Alert rules have no variables.',
    completeTitle: 'Complete or not',
    complete:
      'Calendar KPIs (daily active users, retention) leave out the day that is not over while “Complete dates only” is on. Everything else counts up to now; “Complete buckets only” leaves out the last bucket of a series while it can change. “Minimum n” withholds values over fewer observations.',
  },
};
