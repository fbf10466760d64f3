import { DIMENSIONS, FEATURES, KPIS } from '@lopan/catalogue';
import { currency, timeOfDay, timeZone } from './places';
import { choice, days, flag, integer, nullable, number, scalar, size, text, time, timeOrOff } from './readers';
import { list, partial, record, section, type ValuesOf } from './sections';

/** A switch of the specification that can only be on, since dashboards read what it makes. */
function alwaysOn(what: string) {
  return scalar<true>({
    expected: `true (dashboards and alert rules read the ${what}, so they cannot be switched off)`,
    fallback: true,
    parse: (value) => (value === true ? true : undefined),
  });
}

const feature = section({
  id: text({
    fallback: '',
    required: true,
    pattern: /^[a-z][a-z0-9_]{0,49}$/,
    expected: 'an id of small letters, digits and underscores that begins with a letter, at most 50 long',
  }),
  /** Made from the id when absent. */
  title: nullable(text({ fallback: '', maxLength: 100 })),
  core: flag(true),
});

const kpiOverride = partial({
  target: nullable(number({ min: -1e15, max: 1e15, fallback: 0 })),
  threshold: nullable(number({ min: -1e15, max: 1e15, fallback: 0 })),
  tolerance: number({ min: 0, max: 1e15, fallback: 0 }),
  title: text({ fallback: '', maxLength: 100 }),
  decimals: integer({ min: 0, max: 10, fallback: 0 }),
  min_n: integer({ min: 0, max: 1_000_000, fallback: 1 }),
  for: text({
    fallback: '5m',
    pattern: /^\d+[smhd]$/,
    expected: 'a duration of whole seconds, minutes, hours or days (such as 5m)',
  }),
  owner: text({ fallback: '', maxLength: 100 }),
  runbook: text({ fallback: '', pattern: /^https?:\/\/\S+$/, expected: 'an http or https address' }),
});

const weights = list(number({ min: 0, max: 1, fallback: 0 }), {
  fallback: [0.3, 0.35, 0.25, 0.1],
  min: 4,
  max: 4,
  what: 'weights that add up to 1 (duration, actions, features, data created)',
});

const perPersonDay = { min: 0, max: 1e9, fallback: 0 };

/** Everything that may stand under `analytics:`, with its range and its default. */
export const SETTINGS = section({
  database: section(
    {
      host: text({ fallback: 'localhost' }),
      port: integer({ min: 1, max: 65_535, fallback: 5432 }),
      name: text({ fallback: 'lopan_analytics', maxLength: 63 }),
      user: text({ fallback: 'analytics_user', maxLength: 63 }),
      ssl: choice(['verify-full', 'require', 'off'], 'off'),
      /** Connections that one proxy opens at most. */
      pool_size: integer({ min: 2, max: 500, fallback: 10 }),
      /** Size of the database that its disk has room for; the proxy warns from 80 % of it. `0B` watches nothing. */
      max_size: size('0B', { min: '0B', max: '1048576GiB' }),
    },
    {
      elsewhere: {
        password: 'secrets do not stand in the file: set PGPASSWORD or PGPASSWORD_FILE',
        url: 'secrets do not stand in the file: set DATABASE_URL or DATABASE_URL_FILE',
      },
    }
  ),
  collection: section({
    batch_size: integer({ min: 1, max: 100_000, fallback: 100 }),
    flush_interval: time('60s', { min: '1s', max: '1d' }),
    retention_days: days(365),
    late_window: time('1h', { min: '0s', max: '30d' }),
    max_lateness: time('30d', { min: '1m', max: '36500d' }),
  }),
  aggregation: section({
    real_time_window: time('5m', { min: '1m', max: '1d' }),
    hourly_aggregation: alwaysOn('hourly rollups'),
    daily_summaries: alwaysOn('daily rollups'),
  }),
  privacy: section(
    {
      anonymize_user_data: flag(true),
      gdpr_compliant: flag(true),
      data_retention_days: days(730),
      min_group_size: integer({ min: 0, max: 1_000_000, fallback: 0 }),
    },
    { elsewhere: { secret: 'secrets do not stand in the file: set LOPAN_PRIVACY_SECRET or LOPAN_PRIVACY_SECRET_FILE' } }
  ),
  reporting: section({
    timezone: timeZone('UTC'),
    day_start: timeOfDay('00:00'),
    week_start: choice(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'], 'monday'),
    currency: currency('USD'),
  }),
  /** A list that is given stands in place of the six of the specification. */
  features: list(feature, { fallback: [...FEATURES], min: 1, max: 200, what: 'features' }),
  scoring: section({
    session_quality: section({
      duration: time('10m', { min: '1s', max: '7d' }),
      actions: number({ min: 0.001, max: 1e9, fallback: 20 }),
      features: number({ min: 0.001, max: 1e9, fallback: 3 }),
      data_created: number({ min: 0.001, max: 1e9, fallback: 5 }),
      weights,
    }),
    productivity: section({ actions_per_minute: number({ min: 0.001, max: 1e9, fallback: 2 }) }),
  }),
  roi: section({
    hourly_rate: number({ min: 0, max: 1e9, fallback: 35 }),
    workdays_per_year: number({ min: 0, max: 366, fallback: 250 }),
    cost_per_error: number({ min: 0, max: 1e12, fallback: 50 }),
    /** `null`: the licensed seats on the last date of the range. */
    number_of_users: nullable(integer({ min: 0, max: 1e9, fallback: 0 })),
    baseline: section({
      task_seconds_per_user_day: nullable(number(perPersonDay)),
      errors_per_1000: nullable(number({ min: 0, max: 1000, fallback: 0 })),
      /** Percent, 0 to 100. */
      retention_30: nullable(number({ min: 0, max: 100, fallback: 0 })),
    }),
  }),
  /** Changes of less percent than this count as stable. */
  trend: section({ stable_below: number({ min: 0, max: 100, fallback: 1 }) }),
  kpis: record(
    KPIS.map((kpi) => kpi.id),
    'KPI',
    kpiOverride
  ),
  alerts: section({
    silent_after: section({
      business: timeOrOff('24h', { min: '1m', max: '365d' }),
      session: timeOrOff('24h', { min: '1m', max: '365d' }),
      feature: timeOrOff('off', { min: '1m', max: '365d' }),
      journey: timeOrOff('off', { min: '1m', max: '365d' }),
      performance: timeOrOff('24h', { min: '1m', max: '365d' }),
    }),
    /** Percent of events rejected, 0 to 100. */
    reject_rate: number({ min: 0, max: 100, fallback: 5 }),
    rollup_lag: time('15m', { min: '10s', max: '30d' }),
    by: list(choice(DIMENSIONS, 'site'), { fallback: ['site'], min: 0, max: 5, what: 'dimensions' }),
  }),
  ingest: section({
    max_wait: time('5ms', { min: '0s', max: '10s' }),
    max_rows: integer({ min: 1, max: 1_000_000, fallback: 5000 }),
    max_body: size('1MiB', { min: '1KiB', max: '256MiB' }),
    max_unpacked: size('8MiB', { min: '1KiB', max: '1GiB' }),
    max_events: integer({ min: 1, max: 1_000_000, fallback: 10_000 }),
    /** Requests per second and key; 0 is no limit. */
    rate_limit: number({ min: 0, max: 1e9, fallback: 0 }),
  }),
  query: section({
    timeout: time('10s', { min: '100ms', max: '1h' }),
    max_series: integer({ min: 1, max: 100_000, fallback: 500 }),
    max_rows: integer({ min: 1, max: 10_000_000, fallback: 50_000 }),
    raw_events: flag(false),
  }),
  server: section({
    host: text({ fallback: '127.0.0.1', maxLength: 255 }),
    /** 0 lets the system choose a free port, which the log then names. */
    port: integer({ min: 0, max: 65_535, fallback: 4000 }),
    /** Files in PEM; paths are relative to the configuration file. Both or neither. */
    tls: section({
      cert: nullable(text({ fallback: '' })),
      key: nullable(text({ fallback: '' })),
    }),
    /** Requests that are worked on at once; more are answered 503 until some are done. */
    max_in_flight: integer({ min: 1, max: 100_000, fallback: 256 }),
    /** Resident memory above which new requests are answered 503; `0B` is no limit. */
    max_memory: size('1GiB', { min: '0B', max: '1024GiB' }),
  }),
});

/** The settings of a file with every default filled in, under the file's own names. */
export type Settings = ValuesOf<{ settings: typeof SETTINGS }>['settings'];
