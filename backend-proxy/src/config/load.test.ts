import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadConfig } from './load';
import { printConfig } from './print';
import { ConfigError } from './problems';

const SECRET = 'a-secret-of-more-than-sixteen-characters';
const ENV = { LOPAN_PRIVACY_SECRET: SECRET };

/** The file as the specification prints it. */
const SPECIFICATION = `analytics:
  database:
    host: localhost
    port: 5432
    name: lopan_analytics
    user: analytics_user

  collection:
    batch_size: 100
    flush_interval: 60s
    retention_days: 365

  aggregation:
    real_time_window: 5m
    hourly_aggregation: true
    daily_summaries: true

  privacy:
    anonymize_user_data: true
    gdpr_compliant: true
    data_retention_days: 730
`;

describe('loadConfig', () => {
  let folder: string;
  let file: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lopan-config-'));
    file = join(folder, 'config.yaml');
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  const load = (text: string, env: Record<string, string> = ENV) => {
    writeFileSync(file, text);
    return loadConfig({ env: { ...env, LOPAN_CONFIG: file } });
  };

  /** The problems of a file, without the folder. */
  const problems = (text: string, env: Record<string, string> = ENV): string[] => {
    try {
      load(text, env);
      return [];
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as ConfigError).message.replaceAll(file, 'config.yaml').split('\n');
    }
  };

  it('takes the file of the specification as it is', () => {
    const { config } = load(SPECIFICATION);
    expect(config).toEqual(loadConfig({ env: ENV }).config);
    expect(config.collection).toMatchObject({ batchSize: 100, flushIntervalMs: 60_000, retentionDays: 365 });
    expect(config.aggregation).toEqual({ realTimeWindowMs: 300_000, hourlyAggregation: true, dailySummaries: true });
    expect(config.privacy).toMatchObject({ anonymizeUserData: true, dataRetentionDays: 730, minGroupSize: 0 });
  });

  it('has the defaults of the contract without a file', () => {
    const { config, sources } = loadConfig({ env: ENV });
    expect(sources.file).toBeNull();
    expect(config.features.map((feature) => feature.id)).toHaveLength(6);
    expect(config.reporting).toEqual({ timezone: 'UTC', dayStartMinutes: 0, weekStart: 'monday', currency: 'USD' });
    expect(config.ingest).toEqual({
      maxWaitMs: 5,
      maxRows: 5000,
      maxBodyBytes: 1_048_576,
      maxUnpackedBytes: 8_388_608,
      maxEvents: 10_000,
      rateLimit: 0,
    });
    expect(config.query).toEqual({ timeoutMs: 10_000, maxSeries: 500, maxRows: 50_000, rawEvents: false });
    expect(config.alerts.silentAfterMs).toEqual({
      business: 86_400_000,
      session: 86_400_000,
      feature: null,
      journey: null,
      performance: 86_400_000,
    });
    expect(config.scoring.sessionQuality).toEqual({
      durationMs: 600_000,
      actions: 20,
      features: 3,
      dataCreated: 5,
      weights: [0.3, 0.35, 0.25, 0.1],
    });
    expect(config.server).toMatchObject({ host: '127.0.0.1', port: 4000, tls: { cert: null, key: null } });
  });

  it('reads every kind of setting', () => {
    const { config } = load(`analytics:
  database: { ssl: require }
  collection: { retention_days: 90d, late_window: 1h30m }
  reporting: { timezone: Asia/Kolkata, day_start: "06:30", week_start: sunday, currency: EUR }
  features: [ { id: line_balancing, core: false }, { id: quality_control, title: Quality } ]
  kpis: { launch_time: { target: 1.2, min_n: 50, runbook: "https://wiki.example/launch" } }
  alerts: { silent_after: { feature: 2h, business: off }, by: [ site, userRole ] }
  roi: { number_of_users: null, baseline: { retention_30: 55.5 } }
  ingest: { max_body: 2MiB, rate_limit: 50 }
`);
    expect(config.database.ssl).toBe('require');
    expect(config.collection).toMatchObject({ retentionDays: 90, lateWindowMs: 5_400_000 });
    expect(config.reporting).toEqual({
      timezone: 'Asia/Kolkata',
      dayStartMinutes: 390,
      weekStart: 'sunday',
      currency: 'EUR',
    });
    expect(config.features).toEqual([
      { id: 'line_balancing', title: 'Line Balancing', core: false },
      { id: 'quality_control', title: 'Quality', core: true },
    ]);
    expect(config.kpis.find((kpi) => kpi.id === 'launch_time')).toMatchObject({ target: 1.2, minN: 50 });
    expect(config.runbooks).toEqual({ launch_time: 'https://wiki.example/launch' });
    expect(config.alerts).toMatchObject({ by: ['site', 'userRole'] });
    expect(config.alerts.silentAfterMs).toMatchObject({ feature: 7_200_000, business: null });
    expect(config.roi.baseline.retention30).toBe(55.5);
    expect(config.ingest).toMatchObject({ maxBodyBytes: 2_097_152, rateLimit: 50 });
  });

  it.each([
    [
      'a misspelt key',
      'analytics:\n  colection: {}',
      'config.yaml:2: analytics.colection: unknown key; did you mean "collection"?',
    ],
    [
      'a key without a neighbour',
      'analytics:\n  trend: { xyzzy: 1 }',
      'config.yaml:2: analytics.trend.xyzzy: unknown key; known are stable_below',
    ],
    [
      'a section at the root',
      'database: { port: 1 }',
      'config.yaml:1: database: unknown key; all settings stand under "analytics:", indented by two blanks',
    ],
    [
      'a port that is none',
      'analytics:\n  database:\n    host: db\n    port: 70000',
      'config.yaml:4: analytics.database.port: expected a whole number from 1 to 65535, got 70000',
    ],
    [
      'text for a number',
      'analytics:\n  collection:\n    batch_size: many',
      'config.yaml:3: analytics.collection.batch_size: expected a whole number from 1 to 100000, got "many"',
    ],
    [
      'a duration without a unit',
      'analytics:\n  collection:\n    flush_interval: 60',
      'config.yaml:3: analytics.collection.flush_interval: expected a duration from 1s to 1d (such as 60s), got 60; a duration needs its unit, such as 60s',
    ],
    [
      'a blank value',
      'analytics:\n  database:\n    host:',
      'config.yaml:3: analytics.database.host: expected text of at most 500 characters, got nothing',
    ],
    [
      'a list for a section',
      'analytics:\n  database: [ a ]',
      'config.yaml:2: analytics.database: expected a mapping of keys, got a list',
    ],
    [
      'a word for a switch',
      'analytics:\n  privacy:\n    anonymize_user_data: yes',
      'config.yaml:3: analytics.privacy.anonymize_user_data: expected true or false, got "yes"',
    ],
    [
      'hourly rollups off',
      'analytics:\n  aggregation:\n    hourly_aggregation: false',
      'config.yaml:3: analytics.aggregation.hourly_aggregation: expected true (dashboards and alert rules read the hourly rollups, so they cannot be switched off), got false',
    ],
    [
      'daily rollups off',
      'analytics:\n  aggregation: { daily_summaries: false }',
      'config.yaml:2: analytics.aggregation.daily_summaries: expected true (dashboards and alert rules read the daily rollups, so they cannot be switched off), got false',
    ],
    [
      'a zone that is none',
      'analytics:\n  reporting: { timezone: Europe/Berln }',
      'config.yaml:2: analytics.reporting.timezone: expected an IANA time zone (such as Europe/Berlin or UTC), got "Europe/Berln"; did you mean "Europe/Berlin"?',
    ],
    [
      'an offset for a zone',
      'analytics:\n  reporting: { timezone: "+05:30" }',
      'config.yaml:2: analytics.reporting.timezone: expected an IANA time zone (such as Europe/Berlin or UTC), got "+05:30"',
    ],
    [
      'a day start off the grid',
      'analytics:\n  reporting:\n    day_start: "06:03"',
      'config.yaml:3: analytics.reporting.day_start: expected a time of day HH:MM in steps of 5 minutes (the grid of the rollups), got "06:03"',
    ],
    [
      'a currency that is none',
      'analytics:\n  reporting: { currency: Euro }',
      'config.yaml:2: analytics.reporting.currency: expected an ISO 4217 currency code (such as EUR), got "Euro"',
    ],
    [
      'a word that is nearly right',
      'analytics:\n  reporting: { week_start: munday }',
      'config.yaml:2: analytics.reporting.week_start: expected one of monday, tuesday, wednesday, thursday, friday, saturday, sunday, got "munday"; did you mean "monday"?',
    ],
    [
      'an unknown KPI',
      'analytics:\n  kpis:\n    launch_tme: { target: 1 }',
      'config.yaml:3: analytics.kpis.launch_tme: unknown KPI; did you mean "launch_time"?',
    ],
    [
      'a target out of reach',
      'analytics:\n  kpis:\n    production_efficiency:\n      target: 120',
      'config.yaml:4: analytics.kpis.production_efficiency.target: expected a number from 0 to 100 (percent), got 120',
    ],
    [
      'a feature id with capitals',
      'analytics:\n  features:\n    - id: Quality',
      'config.yaml:3: analytics.features[0].id: expected an id of small letters, digits and underscores that begins with a letter, at most 50 long, got "Quality"',
    ],
    [
      'a feature without an id',
      'analytics:\n  features:\n    - title: Quality',
      'config.yaml:3: analytics.features[0]: id is missing',
    ],
    [
      'a feature twice',
      'analytics:\n  features:\n    - id: a\n    - id: a',
      'config.yaml:4: analytics.features[1].id: "a" stands in the list twice',
    ],
    [
      'no feature',
      'analytics:\n  features: []',
      'config.yaml:2: analytics.features: expected a list of 1 to 200 features, got 0',
    ],
    [
      'weights that do not add up',
      'analytics:\n  scoring: { session_quality: { weights: [0.3, 0.3, 0.3, 0.2] } }',
      'config.yaml:2: analytics.scoring.session_quality.weights: expected weights that add up to 1, got 1.1',
    ],
    [
      'a secret in the file',
      'analytics:\n  privacy:\n    secret: abc',
      'config.yaml:3: analytics.privacy.secret: unknown key; secrets do not stand in the file: set LOPAN_PRIVACY_SECRET or LOPAN_PRIVACY_SECRET_FILE',
    ],
    [
      'a password in the file',
      'analytics:\n  database: { password: abc }',
      'config.yaml:2: analytics.database.password: unknown key; secrets do not stand in the file: set PGPASSWORD or PGPASSWORD_FILE',
    ],
    [
      'derived data that goes before its rows',
      'analytics:\n  privacy:\n    data_retention_days: 30',
      'config.yaml:3: analytics.privacy.data_retention_days: expected at least collection.retention_days (365), since what is derived is not dropped before its raw rows, got 30',
    ],
    [
      'lateness beyond the life of rows',
      'analytics:\n  collection:\n    retention_days: 10\n    max_lateness: 20d',
      'config.yaml:4: analytics.collection.max_lateness: expected at most collection.retention_days (10d), since older rows are dropped at once, got 20d',
    ],
    [
      'an unpacked limit under the packed one',
      'analytics:\n  ingest: { max_unpacked: 512KiB }',
      'config.yaml:2: analytics.ingest.max_unpacked: expected at least ingest.max_body (1MiB), got 512KiB',
    ],
    [
      'half a certificate',
      'analytics:\n  server:\n    tls: { cert: null, key: "none.pem" }',
      'config.yaml:3: analytics.server.tls: cert and key go together; give both or neither',
    ],
    ['a key twice', 'analytics:\n  trend: {}\n  trend: {}', 'config.yaml:3: not valid YAML: Map keys must be unique'],
    ['broken YAML', 'analytics:\n  trend: { stable_below: 1', 'config.yaml:2: not valid YAML: Flow map'],
    [
      'null with a range',
      'analytics:\n  roi: { number_of_users: -1 }',
      'config.yaml:2: analytics.roi.number_of_users: expected null or a whole number from 0 to 1000000000, got -1',
    ],
  ])('names file, line, key and expectation for %s', (_name, text, expected) => {
    expect(problems(text)[0]).toContain(expected);
  });

  it('lists everything that is wrong at once', () => {
    expect(
      problems('analytics:\n  database: { port: x }\n  trend: { stable: 1 }\n', {
        LOPAN_PORT: 'http',
        LOG_LEVEL: 'loud',
        DATABASE_URL: 'mysql://u:topsecret@h/db',
      })
    ).toEqual([
      'config.yaml:2: analytics.database.port: expected a whole number from 1 to 65535, got "x"',
      'config.yaml:3: analytics.trend.stable: unknown key; known are stable_below',
      'DATABASE_URL: expected an address like postgres://user:password@host:5432/database',
      'LOPAN_PORT: expected a port from 0 to 65535, got "http"',
      'LOG_LEVEL: expected one of fatal, error, warn, info, debug, trace, silent, got "loud"',
      expect.stringMatching(/^LOPAN_PRIVACY_SECRET: expected a secret/),
    ]);
  });

  it('refuses a file that is named and not there', () => {
    expect(() => loadConfig({ env: { ...ENV, LOPAN_CONFIG: join(folder, 'none.yaml') } })).toThrow(/cannot be read/);
  });

  it('takes an empty file and an empty section for defaults', () => {
    expect(load('').config).toEqual(load('analytics:\n  database:\n').config);
  });

  it('follows anchors', () => {
    expect(
      load('analytics:\n  collection: { flush_interval: &t 30s, late_window: *t }').config.collection
    ).toMatchObject({ flushIntervalMs: 30_000, lateWindowMs: 30_000 });
  });

  it('narrows the default lateness to the life of raw rows', () => {
    expect(load('analytics:\n  collection: { retention_days: 7 }').config.collection.maxLatenessMs).toBe(604_800_000);
  });

  it('lets gdpr_compliant: false drop the demand for a secret, with a warning', () => {
    const { config, warnings } = load('analytics:\n  privacy: { gdpr_compliant: false }', {});
    expect(config.privacy.secret).toBeNull();
    expect(warnings.join()).toContain('privacy.gdpr_compliant is false');
  });

  it('warns of a real-time window that is not the one of the rollups', () => {
    const windowed = (window: string) => load(`analytics:\n  aggregation: { real_time_window: ${window} }\n`).warnings;
    expect(windowed('10m')).toContainEqual(expect.stringMatching(/^aggregation.real_time_window is 10m: .* by 5m /));
    expect(windowed('5m')).not.toContainEqual(expect.stringContaining('real_time_window'));
  });

  it('puts the environment on top of the file', () => {
    const { config } = load('analytics:\n  server: { host: 10.0.0.1, port: 1 }', {
      ...ENV,
      LOPAN_HOST: '0.0.0.0',
      LOPAN_PORT: '4100',
      LOG_LEVEL: 'DEBUG',
      PGPASSWORD: 'pw',
      DATABASE_URL: 'postgres://u:pw@db:5433/x',
    });
    expect(config.server).toMatchObject({ host: '0.0.0.0', port: 4100 });
    expect(config.database).toMatchObject({ password: 'pw', url: 'postgres://u:pw@db:5433/x' });
    expect(config.logLevel).toBe('debug');
  });

  it('reads secrets from files, without their last line break', () => {
    const secret = join(folder, 'secret');
    writeFileSync(secret, `${SECRET}\n`);
    expect(loadConfig({ env: { LOPAN_PRIVACY_SECRET_FILE: secret } }).config.privacy.secret).toBe(SECRET);
    expect(() => loadConfig({ env: { LOPAN_PRIVACY_SECRET_FILE: secret, LOPAN_PRIVACY_SECRET: SECRET } })).toThrow(
      'LOPAN_PRIVACY_SECRET and LOPAN_PRIVACY_SECRET_FILE are both set; keep one of them'
    );
    expect(() => loadConfig({ env: { ...ENV, LOPAN_READ_KEYS_FILE: join(folder, 'nokeys') } })).toThrow(
      /^LOPAN_READ_KEYS_FILE: the file cannot be read/
    );
  });

  it('hands out keys apart from the configuration and tells which scopes are closed', () => {
    const { config, sources, warnings } = loadConfig({
      env: { ...ENV, LOPAN_READ_KEYS: 'read-key-one-long-enough, read-key-two-long-enough', LOPAN_INGEST_KEYS: '' },
    });
    expect(sources.keys.read).toEqual({
      kind: 'inline',
      keys: ['read-key-one-long-enough', 'read-key-two-long-enough'],
    });
    expect(JSON.stringify(config)).not.toContain('read-key-one');
    expect(warnings).toEqual([
      'the scope ingest is closed: LOPAN_INGEST_KEYS is not set',
      'the scope admin is closed: LOPAN_ADMIN_KEYS is not set',
    ]);
    expect(() => loadConfig({ env: { ...ENV, LOPAN_READ_KEYS: 'two words' } })).toThrow(/separate keys by commas/);
  });
});

describe('printConfig', () => {
  it('prints a file that gives the same configuration, and no secret', () => {
    const env = {
      ...ENV,
      DATABASE_URL: 'postgres://user:hidden-pw@db/x?password=hidden-too',
      PGPASSWORD: 'hidden-pw',
      LOPAN_READ_KEYS: 'hidden-key-of-some-length',
      LOPAN_PORT: '4001',
    };
    const loaded = loadConfig({ env });
    const printed = printConfig(loaded);
    expect(printed).not.toMatch(/hidden|a-secret/);
    expect(printed).toContain('# LOPAN_READ_KEYS: ******** (1)');
    const folder = mkdtempSync(join(tmpdir(), 'lopan-print-'));
    const file = join(folder, 'printed.yaml');
    writeFileSync(file, printed);
    expect(loadConfig({ env, file }).config).toEqual(loaded.config);
    rmSync(folder, { recursive: true });
  });

  it('uses the names and spellings of the file', () => {
    const { analytics } = parse(printConfig(loadConfig({ env: ENV }))) as {
      analytics: Record<string, Record<string, unknown>>;
    };
    expect(analytics.collection).toEqual({
      batch_size: 100,
      flush_interval: '1m',
      retention_days: 365,
      late_window: '1h',
      max_lateness: '30d',
    });
    expect(analytics.ingest).toMatchObject({ max_body: '1MiB', max_wait: '5ms' });
    expect(analytics.alerts?.silent_after).toMatchObject({ feature: 'off' });
  });
});
