import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { DAY_MS, HOUR_MS, ReportingCalendar } from '../../src/domain/calendar';
import type { Range } from '../../src/domain/intervals';
import { withDatabase } from '../helpers/database';
import { businessEvent, journeyEvent, sessionEvent, type EventBody } from '../helpers/events';
import { createTestProxy, testConfig } from '../helpers/proxy';
import { ask, noticesOf, rowsOf, seriesOf } from '../helpers/query';

const START = Date.parse('2026-03-02T00:00:00Z');
const RANGE: Range = { from: START, to: START + 7 * DAY_MS };
const NOW = Date.parse('2026-06-01T00:00:00Z');
const LEAST = 4;

/** People of each role; a manager alone could be told. */
const PEOPLE = { operator: 12, inspector: 6, manager: 2, planner: 5 } as const;
const at = (offset: number): string => new Date(START + offset).toISOString();

function userOf(role: string, index: number): string {
  return `00000000-0000-4000-8000-${String(Object.keys(PEOPLE).indexOf(role)).padStart(4, '0')}${String(index).padStart(8, '0')}`;
}

const EVENTS: EventBody[] = Object.entries(PEOPLE).flatMap(([userRole, count]) =>
  Array.from({ length: count }, (_, index) => {
    const common = { userRole, userId: userOf(userRole, index) };
    return [
      sessionEvent({ ...common, timestamp: at(9 * HOUR_MS + index * 60_000), featuresUsed: ['quality_control'] }),
      sessionEvent({ ...common, timestamp: at(2 * DAY_MS + index * HOUR_MS) }),
    ];
  }).flat()
);

const database = withDatabase();
const base = testConfig();
const guarded = testConfig({ privacy: { minGroupSize: LEAST } });

beforeAll(async () => {
  const { post, rollUpAll } = createTestProxy(database.pool, base);
  await new RollupStateStore(database.pool).ensure(rollupSettings(base), 0);
  await post([...EVENTS, businessEvent({ userRole: 'manager', timestamp: at(HOUR_MS) })]);
  await rollUpAll();
  await post([journeyEvent({ userRole: 'operator', userId: userOf('operator', 0), timestamp: at(HOUR_MS) })]);
}, 60_000);

const answer = async (query: Record<string, unknown>, config = guarded) =>
  (await ask(database, { config, calendar: new ReportingCalendar(config.reporting) }, query, RANGE, NOW)).frames;

describe('groups of few people', () => {
  const byRole = { queryType: 'kpi', format: 'numeric', groupBy: ['userRole'] };

  it.each(['session_quality', 'wau', 'dau'])('have no %s, nor has the smallest of the others', async (kpi) => {
    const frames = await answer({ ...byRole, kpis: [kpi] });
    const values = Object.fromEntries(seriesOf(frames).map(({ userRole, value }) => [String(userRole), value]));
    expect(values).toEqual({
      inspector: expect.any(Number),
      manager: null,
      operator: expect.any(Number),
      planner: null,
    });
    expect(frames.flatMap(({ schema }) => schema.meta.custom.n).filter((n) => n === 0)).toHaveLength(2);
    expect(noticesOf(frames)[0]).toContain('fewer than 4 people');
  });

  it('show all without a least size', async () => {
    const series = seriesOf(await answer({ ...byRole, kpis: ['session_quality'] }, base));
    expect(series.every(({ value }) => value !== null)).toBe(true);
  });

  it('leave business figures alone', async () => {
    const frames = await answer({ ...byRole, kpis: ['production_efficiency'] });
    expect(seriesOf(frames)).toMatchObject([{ userRole: 'manager', value: expect.any(Number) }]);
    expect(noticesOf(frames)).toEqual([]);
  });

  it('are found by a filter too', async () => {
    const filters = { userRole: ['manager'] };
    const [one] = seriesOf(await answer({ queryType: 'kpi', format: 'numeric', kpis: ['actions'], filters }));
    expect(one?.value).toBeNull();
  });

  it('are those of each bucket: one person an hour is too few, though the day has many', async () => {
    const [frame] = await answer({ queryType: 'kpi', kpis: ['session_duration'], interval: '1h' });
    const values = frame?.data.values[1] ?? [];
    expect(values[9]).toBe(300);
    // On the third day one of each role came every hour, until there were no more.
    expect(values.slice(48, 54)).toEqual([300, 300, null, null, null, null]);
  });

  it('are those who did it: a journey of one person among many active is of one person', async () => {
    const query = { queryType: 'kpi', format: 'numeric', kpis: ['journey_efficiency', 'task_completion_rate'] };
    expect(seriesOf(await answer(query)).map(({ value }) => value)).toEqual([null, null]);
  });

  it('have no row of the return on investment', async () => {
    const [row] = (await answer({ queryType: 'roi' })).flatMap(rowsOf);
    expect(row?.['after_seconds']).toBeNull();
    expect((await answer({ queryType: 'roi' }, base)).flatMap(rowsOf)[0]?.['after_seconds']).toBe(90);
  });

  it('are missing in the retention matrix, sizes and all', async () => {
    const rows = (await answer({ queryType: 'retention', groupBy: ['userRole'], periods: 2 })).flatMap(rowsOf);
    const sizes = new Map(rows.map((row) => [String(row['user_role']), row['cohort_size']]));
    expect(Object.fromEntries(sizes)).toEqual({ inspector: 6, manager: null, operator: 12, planner: null });
    for (const row of rows.filter(({ cohort_size: size }) => size === null)) {
      expect(row).toMatchObject({ retained: null, rate: null });
    }
  });

  it('are missing in the adoption of features', async () => {
    const rows = (await answer({ queryType: 'adoption' })).flatMap(rowsOf);
    const hidden = rows.filter(({ rate }) => rate === null).map(({ column }) => column);
    expect(new Set(hidden)).toEqual(new Set(['manager', 'planner']));
    for (const row of rows.filter(({ rate }) => rate === null)) {
      expect(row).toMatchObject({ users: null, eligible: null, previous_rate: null });
    }
  });

  it('are no opportunity', async () => {
    expect((await answer({ queryType: 'opportunities' })).flatMap(rowsOf)).toEqual([]);
    const all = (await answer({ queryType: 'opportunities' }, base)).flatMap(rowsOf);
    expect(all).toMatchObject([{ kind: 'journey', title: 'home → report' }]);
  });
});
