/**
 * A rule of each kind, fired and resolved at a webhook with the right words: threshold and target of one KPI, a target over
 * a day, one over whole dates, a silent type, refused events, rollups that lag, a retention that does not run, a proxy
 * that is away. Then what stays when Grafana starts again, when a target goes, and when everything is taken out. The rules
 * are a plant's own, generated for the test with intervals of seconds.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import {
  businessEvent,
  featureEvent,
  journeyEvent,
  performanceEvent,
  sessionEvent,
  type EventBody,
} from '../../backend-proxy/test/helpers/events';
import { LOCK_FAMILY, LOCKS } from '../../backend-proxy/src/db/locks';
import { Plant, rowsOf, until, untilRolledUp } from '../system/plant';
import { ProxyProcess } from '../system/proxyProcess';
import { firing } from './alerts';
import { ADMIN, Grafana } from './grafana';
import { PlantProvisioning } from './plantProvisioning';
import { Webhook, type MessageAlert } from './webhook';

const BIN = path.resolve(__dirname, '..', '..', 'backend-proxy', 'bin', 'lopan-analytics.js');

/** A few evaluations and messages, on a busy machine. */
const PATIENCE_MS = 120_000;
const MINUTE_MS = 60_000;
/** Events of a request: under its limit of 1 MiB. */
const BATCH = 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const PLANT = `
analytics:
  kpis:
    production_efficiency: { for: 0s }
    launch_time: { for: 0s, target: 1.4 }
    quality_index: { target: null, threshold: null }
    customer_satisfaction: { target: null }
    customer_impact: { threshold: null }
    memory_usage: { target: null }
    crash_free_rate: { target: null }
    session_quality: { target: null }
    inventory_turnover: { target: null }
  alerts: { silent_after: { business: off, session: off, performance: off, journey: 1h }, rollup_lag: 10s }
`;

/** While this holds, no run of the retention can be written down. */
const FORGET = `
CREATE TRIGGER forgetful BEFORE INSERT ON retention_runs FOR EACH ROW EXECUTE FUNCTION refuse()`;
const REFUSE = `
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now'; END $$`;
const GOOD_RUN = `
DROP TRIGGER forgetful ON retention_runs;
INSERT INTO retention_runs (started_at, ended_at, ok, months_dropped, removed) VALUES (now(), now(), true, '{}', '{}')`;

describe('a rule of each kind', () => {
  const files = new PlantProvisioning();
  let plant: Plant;
  let databaseUrl: string;
  let proxy: ProxyProcess;
  let webhook: Webhook;
  let grafana: Grafana;

  const startGrafana = () =>
    Grafana.start({
      proxyUrl: proxy.url,
      webhookUrl: webhook.url,
      provisioning: files.provisioning,
      folder: files.data,
    });

  beforeAll(async () => {
    files.generate(PLANT);
    plant = await Plant.start();
    databaseUrl = await plant.database();
    // The retention cannot write its first run down until a test lets it.
    await rowsOf(databaseUrl, `${REFUSE}; ${FORGET}`);
    proxy = await ProxyProcess.start(databaseUrl, { config: files.plantFile });
    webhook = await Webhook.start();
    grafana = await startGrafana();
  });
  afterAll(async () => {
    await grafana?.stop();
    await webhook?.stop();
    await proxy?.stop();
    await plant?.stop();
    files.remove();
  });

  /** Posts events in requests that the proxy takes; 422 are those of which it refuses every event. */
  async function post(events: readonly EventBody[]) {
    for (let first = 0; first < events.length; first += BATCH) {
      const batch = events.slice(first, first + BATCH);
      const { status } = await proxy.send('ingest', 'POST', '/v1/events', { events: batch });
      expect([200, 422]).toContain(status);
    }
  }

  const many = (count: number, event: () => EventBody) => Array.from({ length: count }, event);
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

  /** Waits for alerts of a state whose summaries match, one each; returns them. */
  async function told(status: MessageAlert['status'], ...summaries: RegExp[]): Promise<MessageAlert[]> {
    const alerts = () => webhook.messages.flatMap((message) => message.alerts);
    const matching = (summary: RegExp) =>
      alerts().find((alert) => alert.status === status && summary.test(alert.annotations['summary'] ?? ''));
    await until(
      `${status}: ${summaries.join(' and ')}; there came ${alerts()
        .map((alert) => `${alert.status} ${alert.annotations['summary']}`)
        .join('; ')}`,
      async () => summaries.every((summary) => matching(summary) !== undefined),
      PATIENCE_MS
    );
    const found = summaries.map((summary) => matching(summary)!);
    webhook.take();
    return found;
  }

  it('tells of a retention that has never run, and that it has', async () => {
    const [never] = await told('firing', /^Retention: last good run never \(warning above 24 hours\)$/);
    expect(never!.labels).toMatchObject({ severity: 'warning', team: 'platform', alertname: 'Retention does not run' });
    await rowsOf(databaseUrl, GOOD_RUN);
    await told('resolved', /^Retention: last good run \d+\S*s ago \(warning above 24 hours\)$/);
  });

  it('tells of a retention whose last run is too long ago', async () => {
    await rowsOf(databaseUrl, `${FORGET}; UPDATE retention_runs SET ended_at = now() - interval '49 hours' WHERE ok`);
    const [old] = await told('firing', /^Retention: last good run 2d 1h 0m \d+s ago \(warning above 24 hours\)$/);
    expect(old!.labels['metric']).toBe('retention_age_seconds');
    await rowsOf(databaseUrl, GOOD_RUN);
    await told('resolved', /^Retention: last good run \d+\S*s ago /);
  });

  it('tells of one KPI in one severity: off target, then below its threshold, then off target again, then well', async () => {
    const report = (count: number, value: number) =>
      post(
        many(count, () =>
          businessEvent({
            timestamp: ago(0),
            site: 'north',
            batchCompletionRate: value,
            qualityScore: value,
            deliveryPerformance: value,
          })
        )
      );
    await report(10, 82);
    const [target] = await told('firing', /^Production Efficiency: 82\.0 % \(target ≥ 85 %\)$/);
    expect(target!.labels).toMatchObject({
      kpi: 'production_efficiency',
      severity: 'info',
      team: 'operations',
      target: '85',
    });
    expect(target!.panelURL).toContain('viewPanel=');
    expect(target!.annotations['runbook_url']).toMatch(/\/d\/lopan-runbooks\/runbooks\?viewPanel=\d+$/);

    // A second site that is bad while the total stays above the threshold: the site is told, the target falls silent.
    await post(
      many(4, () =>
        businessEvent({
          timestamp: ago(0),
          site: 'south',
          batchCompletionRate: 70,
          qualityScore: 70,
          deliveryPerformance: 70,
        })
      )
    );
    await told('firing', /^Production Efficiency, site south: 70\.0 % \(warning below 75 %\)$/);
    await until(
      'a silent target',
      async () => (await firing(grafana)).join() === 'production_efficiency south warning',
      PATIENCE_MS
    );
    webhook.take();

    await report(60, 40);
    await told(
      'firing',
      /^Production Efficiency: 47\.\d % \(critical below 60 %\)$/,
      /^Production Efficiency, site north: 46\.0 % \(critical below 60 %\)$/
    );
    await report(2000, 99);
    await post(
      many(200, () =>
        businessEvent({
          timestamp: ago(0),
          site: 'south',
          batchCompletionRate: 99,
          qualityScore: 99,
          deliveryPerformance: 99,
        })
      )
    );
    await told('resolved', /^Production Efficiency: 9\d\.\d % \(critical below 60 %\)$/);
    await until('nothing that fires', async () => (await firing(grafana)).length === 0, PATIENCE_MS);
    webhook.take();
  });

  it('tells of a target over a day, with the plant’s own value', async () => {
    const launches = (count: number, launchTime: number) =>
      post(many(count, () => performanceEvent({ timestamp: ago(0), launchTime, scrollFps: 59.5 })));
    await launches(20, 2.4);
    const [slow] = await told('firing', /^App Launch Time: 2\.40 s \(target < 1\.4 s\)$/);
    expect(slow!.labels).toMatchObject({ alertname: 'App Launch Time too high', severity: 'info', team: 'mobile' });
    await launches(400, 1.1);
    await told('resolved', /^App Launch Time: 1\.10 s \(target < 1\.4 s\)$/);
    // 59.5 fps miss the target of 60 by less than is tolerated.
    expect(await firing(grafana)).toEqual([]);
  });

  it('tells of a target over whole dates', async () => {
    const { status } = await proxy.send('admin', 'PUT', '/v1/licenses', {
      effectiveFrom: ago(30 * DAY_MS).slice(0, 10),
      seats: [{ userRole: 'operator', count: 5 }],
    });
    expect(status).toBe(200);
    await told('firing', /^Daily Active Users of Licensed: 0\.0 % \(target ≥ 80 %\)$/);
    const users = many(5, () => sessionEvent()).map((event) => event['userId']);
    const days = Array.from({ length: 11 }, (_, day) => ago(day * DAY_MS));
    await post(
      days.flatMap((timestamp) => users.map((userId) => sessionEvent({ timestamp, userId, userRole: 'operator' })))
    );
    await told('resolved', /^Daily Active Users of Licensed: 100\.0 % \(target ≥ 80 %\)$/);
  });

  it('tells of a type that has fallen silent', async () => {
    await post([journeyEvent({ timestamp: ago(3 * 60 * MINUTE_MS) })]);
    const [silent] = await told('firing', /^Journey events: the newest is 3h 0m \d+s old \(warning above 1 hour\)$/);
    expect(silent!.labels).toMatchObject({ alertname: 'Journey events have stopped', severity: 'warning' });
    await post([journeyEvent({ timestamp: ago(0) })]);
    await told('resolved', /^Journey events: the newest is \d+\S*s old \(warning above 1 hour\)$/);
  });

  it('tells of refused events', async () => {
    await post(many(300, () => featureEvent({ timestamp: ago(0), feature: 'teleport' })));
    const [refused] = await told('firing', /^Refused events: \d+\.\d % of the last hour \(warning above 5 %\)$/);
    expect(refused!.labels['team']).toBe('platform');
    await post(many(6000, () => featureEvent({ timestamp: ago(0) })));
    await told('resolved', /^Refused events: [0-4]\.\d % of the last hour \(warning above 5 %\)$/);
  });

  it('tells of rollups that lag', async () => {
    await untilRolledUp(databaseUrl);
    const holder = new Client({ connectionString: databaseUrl });
    await holder.connect();
    try {
      await holder.query('SELECT pg_advisory_lock($1, $2)', [LOCK_FAMILY, LOCKS.rollup]);
      await post([featureEvent({ timestamp: ago(0) })]);
      await told('firing', /^Rollups: \d+\S*s behind \(warning above 10 seconds\)$/);
    } finally {
      await holder.end();
    }
    await told('resolved', /^Rollups: \d+s behind \(warning above 10 seconds\)$/);
  });

  it('tells once of a proxy that is away, whatever the number of rules', async () => {
    const { port } = proxy;
    webhook.take();
    await proxy.stop();
    await until('a message', async () => webhook.messages.length > 0, PATIENCE_MS);
    // Three more evaluations of every rule.
    await new Promise((resolve) => setTimeout(resolve, 30_000));
    const messages = webhook.messages.map(({ groupLabels, alerts }) => [groupLabels['alertname'], alerts.length]);
    expect(messages).toEqual([['Analytics data unreachable', 1]]);
    webhook.take();
    proxy = await ProxyProcess.start(databaseUrl, { port, config: files.plantFile });
    await told('resolved', /^Lopan Analytics: queries from Grafana to the proxy \(critical while they fail\)$/);
    expect(await firing(grafana)).toEqual([]);
  });

  it('drills: one alert fires and resolves through the contact point, and its rule goes', async () => {
    webhook.take();
    const { stdout } = await promisify(execFile)(process.execPath, [BIN, 'alert', 'drill', '--severity', 'critical'], {
      env: {
        PATH: process.env.PATH,
        GRAFANA_URL: grafana.url,
        GRAFANA_USER: ADMIN.user,
        GRAFANA_PASSWORD: ADMIN.password,
      },
    });
    expect(stdout.match(/^told: webhook at /gm)).toHaveLength(2);
    const drills = webhook.take().filter(({ groupLabels }) => groupLabels['alertname'] === 'Lopan alert drill');
    expect(drills.map(({ status }) => status)).toEqual(['firing', 'resolved']);
    expect((await provisioned()).rules.map(({ uid }) => uid)).not.toContain('lopan-drill');
  });

  it('has built every rule without an error, which KeepLast would hide', () => {
    // Queries that failed while the proxy was away are no mistake of a rule.
    expect(grafana.errors().filter((text) => !/sse\.dataQueryError/.test(text))).toEqual([]);
  });

  /** Everything of ours in Grafana's alerting, without what a start counts up. */
  async function provisioned() {
    const [rules, points] = await Promise.all(
      ['/api/v1/provisioning/alert-rules', '/api/v1/provisioning/contact-points'].map(
        async (address) => (await grafana.send('GET', address)).body as Array<Record<string, unknown>>
      )
    );
    const own = (rules ?? []).map(({ updated: _updated, id: _id, ...rule }) => rule);
    return {
      rules: own.sort((a, b) => String(a['uid']).localeCompare(String(b['uid']))),
      points: (points ?? []).filter(({ uid }) => String(uid).startsWith('lopan-')),
    };
  }

  async function restart() {
    await grafana.stop();
    webhook.take();
    grafana = await startGrafana();
  }

  it('changes nothing when Grafana starts twice more', async () => {
    const before = await provisioned();
    expect(before.rules.length).toBeGreaterThan(10);
    await restart();
    expect(await provisioned()).toEqual(before);
    await restart();
    expect(await provisioned()).toEqual(before);
    // Two evaluations of every rule, and the time that a message takes.
    await new Promise((resolve) => setTimeout(resolve, 30_000));
    expect(webhook.messages).toEqual([]);
    expect(await firing(grafana)).toEqual([]);
  });

  it('takes a rule out of Grafana when the plant takes the target away', async () => {
    const uids = async () => (await provisioned()).rules.map(({ uid }) => uid);
    expect(await uids()).toContain('lopan-scroll-fps-target');
    files.generate(`${PLANT}`.replace('memory_usage:', 'scroll_fps: { target: null }\n    memory_usage:'));
    await restart();
    expect(await uids()).not.toContain('lopan-scroll-fps-target');
    expect(await uids()).toContain('lopan-launch-time-target');
  });

  it('leaves nothing behind when it is uninstalled', async () => {
    files.uninstall();
    await restart();
    expect(await provisioned()).toEqual({ rules: [], points: [] });
    expect((await grafana.send('GET', '/api/datasources/uid/lopan-analytics')).status).toBe(404);
    const boards = (await grafana.send('GET', '/api/search?type=dash-db')).body as unknown[];
    expect(boards).toEqual([]);
  });
});
