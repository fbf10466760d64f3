/** The proxy fails in every way a proxy can; Grafana says which, alerts, and comes back by itself. */
import { until } from '../system/plant';
import { KEYS } from '../system/proxyProcess';
import { FaultyProxy, type Fault } from './faultyProxy';
import { FAULTS, SENTENCES } from './outage';
import { startSystem, type System } from './system';

/** A data source that does not wait half a minute for a proxy that hangs. */
const IMPATIENT = 'impatient';
const TIMEOUT_S = 2;
const FOLDER = 'faults';
const GROUP = 'outages';
/** Seconds between two evaluations, the shortest that Grafana has. */
const EVERY_S = 10;
/** Some evaluations on a busy machine. */
const PATIENCE_MS = 90_000;
/** The rule of ours fires after two minutes of failed evaluations, one a minute. */
const FIRING_LIMIT_MS = 300_000;

const QUERY = { refId: 'A', schemaVersion: 1, queryType: 'kpi', kpis: ['production_efficiency'], format: 'numeric' };

interface Rule {
  name: string;
  state: string;
  health: string;
  lastError?: string;
}

describe('a proxy that fails', () => {
  let system: System;
  let faulty: FaultyProxy;

  beforeAll(async () => {
    system = await startSystem({ front: async (url) => (faulty = await FaultyProxy.start(url)) });
    await create('/api/datasources', {
      ...{ name: IMPATIENT, uid: IMPATIENT, type: 'lopan-analytics-datasource', access: 'proxy', url: faulty.url },
      jsonData: { timeout: TIMEOUT_S },
      secureJsonData: { apiKey: KEYS.read },
    });
    await create('/api/folders', { uid: FOLDER, title: FOLDER });
    await create('/api/v1/provisioning/alert-rules', {
      ...{ title: GROUP, ruleGroup: GROUP, folderUID: FOLDER, orgID: 1, for: '0s', condition: 'C' },
      ...{ noDataState: 'OK', execErrState: 'Alerting' },
      data: [
        { refId: 'A', datasourceUid: IMPATIENT, relativeTimeRange: { from: 300, to: 0 }, model: QUERY },
        {
          refId: 'C',
          datasourceUid: '__expr__',
          model: {
            refId: 'C',
            type: 'threshold',
            expression: 'A',
            conditions: [{ evaluator: { type: 'lt', params: [-1] } }],
          },
        },
      ],
    });
    const group = `/api/v1/provisioning/folder/${FOLDER}/rule-groups/${GROUP}`;
    const { body } = await system.grafana.send('GET', group);
    await create(group, { ...(body as object), interval: EVERY_S }, 'PUT');
  });
  afterAll(() => system?.stop());

  async function create(address: string, body: object, method = 'POST') {
    const answer = await system.grafana.send(method, address, body);
    expect([address, answer.status < 300 ? 'done' : answer.body]).toEqual([address, 'done']);
  }

  /** What a panel gets: a status and the text it shows. */
  async function panel(): Promise<{ status: number; error?: string }> {
    const { body } = await system.grafana.send('POST', '/api/ds/query', {
      ...{ from: String(Date.now() - 300_000), to: String(Date.now()) },
      queries: [{ ...QUERY, datasource: { uid: IMPATIENT }, intervalMs: 60_000, maxDataPoints: 100 }],
    });
    const { results } = body as { results: Record<string, { status: number; error?: string }> };
    return results['A'] ?? { status: 0 };
  }

  async function ruleNamed(name: string): Promise<Rule | undefined> {
    const { body } = await system.grafana.send('GET', '/api/prometheus/grafana/api/v1/rules');
    const { data } = body as { data: { groups: Array<{ rules: Rule[] }> } };
    return data.groups.flatMap(({ rules }) => rules).find((rule) => rule.name === name);
  }

  it.each(FAULTS)('is told in the panel and by the rule: %s', async (fault: Fault) => {
    const sentence = SENTENCES[fault as Exclude<Fault, 'well'>];
    faulty.set(fault);
    const { status, error } = await panel();
    expect(error).toContain(sentence);
    expect(status).toBeGreaterThanOrEqual(400);
    await until(
      'a rule that tells the error',
      async () => {
        const rule = await ruleNamed(GROUP);
        return rule?.state === 'firing' && rule.health === 'error' && (rule.lastError ?? '').includes(sentence);
      },
      PATIENCE_MS
    );
  });

  it(
    'has the provisioned rule send one message, and no threshold rule any',
    async () => {
      faulty.set('away');
      const unreachable = 'Analytics data unreachable';
      await until(
        'a message',
        async () => system.webhook.messages.some(({ groupLabels }) => groupLabels['alertname'] === unreachable),
        FIRING_LIMIT_MS
      );
      const names = system.webhook.take().flatMap(({ alerts }) => alerts.map(({ labels }) => labels['alertname']));
      expect(names.filter((name) => name !== unreachable && name !== GROUP)).toEqual([]);
    },
    FIRING_LIMIT_MS + 30_000
  );

  it(
    'is found again by panel, rules and webhook',
    async () => {
      faulty.set('well');
      expect((await panel()).status).toBe(200);
      await until(
        'rules at rest',
        async () => {
          const rules = await Promise.all([ruleNamed(GROUP), ruleNamed('Analytics data unreachable')]);
          return rules.every((rule) => rule?.state === 'inactive' && rule.health === 'ok');
        },
        2 * PATIENCE_MS
      );
      await until(
        'a message that it is over',
        async () => system.webhook.messages.some(({ status }) => status === 'resolved'),
        2 * PATIENCE_MS
      );
    },
    5 * PATIENCE_MS
  );
});
