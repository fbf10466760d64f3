import { HOUR_MS } from '../../src/domain/calendar';
import { withDatabase } from '../helpers/database';
import { featureEvent, journeyEvent, type EventBody } from '../helpers/events';
import { createTestProxy, testConfig } from '../helpers/proxy';
import { ask, noticesOf, rowsOf, seriesOf } from '../helpers/query';

const START = Date.parse('2026-03-02T00:00:00Z');
const RANGE = { from: START, to: START + 24 * HOUR_MS };
const NOW = RANGE.to + 2 * HOUR_MS;

const database = withDatabase();
const guarded = testConfig({ privacy: { minGroupSize: 3 } });
const at = (hour: number): string => new Date(START + hour * HOUR_MS).toISOString();
const usersOf = (role: number, count: number): string[] =>
  Array.from(
    { length: count },
    (_, index) => `00000000-0000-4000-8000-0000000${role}${String(index).padStart(4, '0')}`
  );

/** Users of a role who go from home to a screen; so many of them use quality control later. */
function visits(userRole: string, users: readonly string[], endPoint: string, then: number): EventBody[] {
  return [
    ...users.map((userId) =>
      journeyEvent({ userId, userRole, timestamp: at(8), startPoint: 'home', endPoint, steps: ['home', endPoint] })
    ),
    ...users
      .slice(0, then)
      .map((userId) => featureEvent({ userId, userRole, timestamp: at(9), feature: 'quality_control' })),
  ];
}

beforeAll(async () => {
  const operators = usersOf(1, 5);
  const events = [
    ...visits('operator', operators, 'report', 4),
    ...visits('planner', usersOf(2, 4), 'report', 3),
    ...visits('manager', usersOf(3, 1), 'list', 1),
    ...operators
      .slice(0, 4)
      .map((userId) =>
        journeyEvent({ userId, timestamp: at(20), startPoint: 'detail', endPoint: 'done', steps: undefined })
      ),
  ];
  const { post, rollUpAll } = createTestProxy(database.pool);
  await post(events.slice(0, 12));
  await rollUpAll();
  await post(events.slice(12));
});

const answer = async (query: Record<string, unknown>, config = guarded) =>
  (await ask(database, createTestProxy(database.pool, config), query, RANGE, NOW)).frames;

describe('few people', () => {
  const funnel = { queryType: 'funnel', steps: ['home', 'quality_control'] };

  it('are missing in a funnel, and with them the next smallest group, by which they could be told', async () => {
    const frames = await answer({ ...funnel, groupBy: ['userRole'] });
    const rows = frames.flatMap(rowsOf);
    expect(rows.map(({ user_role: role, users }) => [role, users])).toEqual([
      ['manager', null],
      ['manager', null],
      ['operator', 5],
      ['operator', 4],
      ['planner', null],
      ['planner', null],
    ]);
    rows
      .filter(({ users }) => users === null)
      .forEach((row) => expect(row).toMatchObject({ conversion: null, step_conversion: null, median_seconds: null }));
    expect(frames[0]?.schema.meta.custom.n).toEqual([0, 0, 5, 5, 0, 0]);
    expect(noticesOf(frames)[0]).toContain('fewer than 3 people');
    const series = seriesOf(await answer({ ...funnel, groupBy: ['userRole'], format: 'numeric' }));
    expect(series.filter(({ userRole }) => userRole === 'manager').every(({ value }) => value === null)).toBe(true);
  });

  it('are missing in a funnel of their own, not in one of many', async () => {
    const own = (await answer({ ...funnel, filters: { userRole: ['manager'] } })).flatMap(rowsOf);
    expect(own.map(({ users }) => users)).toEqual([null, null]);
    expect((await answer(funnel)).flatMap(rowsOf).map(({ users }) => users)).toEqual([10, 8]);
  });

  it('are missing among journeys', async () => {
    const frames = await answer({ queryType: 'journeys' });
    const rows = frames.flatMap(rowsOf);
    expect(rows.map(({ start_point: from, end_point: to, runs }) => [from, to, runs])).toEqual([
      ['home', 'report', 9],
      ['detail', 'done', null],
      ['home', 'list', null],
    ]);
    expect(rows[2]).toMatchObject({
      completed: null,
      completion_rate: null,
      hours_lost: null,
      abandonment_point: null,
    });
    expect(frames[0]?.schema.meta.custom.n).toEqual([9, 0, 0]);
    expect(noticesOf(frames)[0]).toContain('fewer than 3 people');
  });

  it('leave no way in paths', async () => {
    const [nodes, edges] = await answer({ queryType: 'paths', startPoint: 'home' });
    expect((nodes ? rowsOf(nodes) : []).map(({ id, mainstat }) => [id, mainstat])).toEqual([
      ['1:screen:home', 9],
      ['2:screen:report', 9],
      ['3:left', 9],
    ]);
    expect(edges?.data.values[0]).toHaveLength(2);
    expect(noticesOf(nodes ? [nodes] : [])[0]).toContain('fewer than 3 people');
  });

  it('show without a least size', async () => {
    const base = testConfig();
    expect((await answer({ queryType: 'journeys' }, base)).flatMap(rowsOf)).toHaveLength(3);
    expect(noticesOf(await answer({ queryType: 'paths' }, base))).toEqual([]);
    const rows = (await answer({ ...funnel, groupBy: ['userRole'] }, base)).flatMap(rowsOf);
    expect(rows[0]).toMatchObject({ user_role: 'manager', users: 1, conversion: 100 });
  });
});
