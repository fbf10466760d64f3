import { businessEvent } from '../../backend-proxy/test/helpers/events';
import { until } from '../system/plant';
import { businessByHand, technicalByHand, usageByHand } from './byHand';
import { boards, panelsOf, queriesOf } from './boards';
import { fixedEvents, morning } from './fixedEvents';
import { DATA_SOURCE } from './grafana';
import { askAsRule, askGrafana, askProxy, rowsOfTable, valuesOf, type Query } from './queries';
import { startSystem, type System } from './system';

/** Percentiles over rollups come from a sketch. */
const SKETCH_ERROR = 0.01;
const FROM_SKETCH = ['launch_time', 'memory_usage', 'scroll_fps', 'performance_score', 'performance_impact_score'];
/** An event is to be seen on a card within this time. */
const SEEN_WITHIN_MS = 5000;
const HOUR_MS = 3_600_000;

describe('a real Grafana', () => {
  let system: System;
  const range = morning();
  const events = fixedEvents(range);

  beforeAll(async () => {
    system = await startSystem();
    await system.post(Object.values(events).flat());
  });
  afterAll(() => system?.stop());

  it('has the app enabled and its data source healthy', async () => {
    const { grafana } = system;
    const app = await grafana.send('GET', '/api/plugins/lopan-analytics-app/settings');
    expect(app.body).toMatchObject({ enabled: true, pinned: true });
    const health = await grafana.send('GET', `/api/datasources/uid/${DATA_SOURCE}/health`);
    expect(health).toMatchObject({ status: 200, body: { status: 'OK' } });
    expect(health.body).toHaveProperty('message', expect.stringMatching(/^Connected to the Lopan proxy .* KPIs\.$/));
  });

  it('has the provisioned dashboards in the folder Lopan', async () => {
    const expected = boards().map(({ uid, title }) => ({ uid, title, folderTitle: 'Lopan' }));
    const search = async () => (await system.grafana.send('GET', '/api/search?type=dash-db')).body as object[];
    await until('dashboards', async () => (await search()).length >= expected.length);
    expect(await search()).toEqual(expect.arrayContaining(expected.map((board) => expect.objectContaining(board))));
  });

  const panels = boards().flatMap((board) =>
    panelsOf(board).map((panel) => ({ name: `${board.title}: ${panel.title}`, panel }))
  );
  it.each(panels)('answers the queries of $name', async ({ panel }) => {
    const queries = queriesOf(panel);
    const answers = Object.entries(await askGrafana(system.grafana, queries, range));
    expect(answers.map(([refId, { status, error }]) => ({ refId, status, error }))).toEqual(
      queries.map(({ refId }) => ({ refId, status: 200, error: undefined }))
    );
  });

  describe('gives the same numbers everywhere', () => {
    const usage = usageByHand(events.session, events.journey);
    const expected: Record<string, number> = {
      ...businessByHand(events.business, range.to - range.from),
      ...usage,
      ...technicalByHand(events.performance, usage['productivity_index']!),
    };
    const query: Query = { refId: 'A', queryType: 'kpi', kpis: Object.keys(expected), format: 'numeric' };

    it('from the proxy as by hand', async () => {
      const answered = valuesOf((await askProxy(system.proxy, [query], range))['A']!);
      for (const [kpi, value] of Object.entries(expected)) {
        const off = Math.abs((answered[kpi] ?? NaN) - value);
        expect({ kpi, isClose: off <= (FROM_SKETCH.includes(kpi) ? SKETCH_ERROR * value : 1e-8), off }).toMatchObject({
          isClose: true,
        });
      }
    });

    it('from Grafana as from the proxy, for panels and for alert rules', async () => {
      const { grafana, proxy } = system;
      const fromProxy = valuesOf((await askProxy(proxy, [query], range))['A']!);
      expect(valuesOf((await askGrafana(grafana, [query], range))['A']!)).toEqual(fromProxy);
      expect(valuesOf((await askGrafana(grafana, [query], range, { FromAlert: 'true' }))['A']!)).toEqual(fromProxy);
      expect(valuesOf((await askAsRule(grafana, query, range))['A']!)).toEqual(fromProxy);
    });

    it('on a card as in a rule', async () => {
      const summary: Query = { refId: 'A', queryType: 'summary', kpis: query['kpis'] };
      const rows = rowsOfTable((await askGrafana(system.grafana, [summary], range))['A']!);
      const asked = valuesOf((await askGrafana(system.grafana, [query], range))['A']!);
      expect(Object.fromEntries(rows.map(({ kpi, value }) => [kpi, value]))).toEqual(asked);
    });
  });

  it('shows an event on a card within 5 seconds', async () => {
    const summary: Query = { refId: 'A', queryType: 'summary', kpis: ['production_efficiency'] };
    const card = async () => {
      const now = Date.now();
      const { A } = await askGrafana(system.grafana, [summary], { from: now - HOUR_MS, to: now + 1000 });
      return rowsOfTable(A!)[0]?.['value'];
    };
    expect(await card()).toBeNull();
    const perfect = { batchCompletionRate: 50, qualityScore: 60, deliveryPerformance: 70 };
    await system.post([businessEvent({ timestamp: new Date().toISOString(), ...perfect })]);
    await until('the event on the card', async () => (await card()) !== null, SEEN_WITHIN_MS);
    expect(await card()).toBeCloseTo(59, 8);
  });

  it('logs nothing about us at warning or error but the missing signature', () => {
    expect(system.grafana.complaints()).toEqual([]);
  });
});
