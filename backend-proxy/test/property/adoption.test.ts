import { LicenseStore } from '../../src/db/stores/license-store';
import { addDays, DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/domain/calendar';
import { bucketEdges, type Range } from '../../src/domain/intervals';
import { withDatabase } from '../helpers/database';
import type { EventBody } from '../helpers/events';
import { createTestProxy, testConfig, type TestProxy } from '../helpers/proxy';
import { ask, noticesOf, rowsOf, seriesOf } from '../helpers/query';
import { featuresOf, instantOf, randomActivity, valueOf } from '../helpers/random-events';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const WHOLE: Range = { from: Date.parse('2026-02-01T00:00:00Z'), to: Date.parse('2026-04-20T00:00:00Z') };
const RANGES: Range[] = [
  { from: Date.parse('2026-03-01T00:00:00Z'), to: Date.parse('2026-03-31T00:00:00Z') },
  { from: Date.parse('2026-02-17T13:21:07Z'), to: Date.parse('2026-04-03T05:02:30Z') },
  { from: Date.parse('2026-03-08T06:10:00Z'), to: Date.parse('2026-03-08T19:00:00Z') },
];

function usersOf(events: readonly EventBody[]): Set<string> {
  return new Set(events.map((event) => String(event['userId'])));
}

const percent = (part: number, whole: number): number | null => (whole === 0 ? null : (part / whole) * 100);
const within = (events: readonly EventBody[], { from, to }: Range): EventBody[] =>
  events.filter((event) => instantOf(event) >= from && instantOf(event) < to);
const before = ({ from, to }: Range): Range => ({ from: from - (to - from), to: from });

describe.each([
  ['Asia/Kolkata', 6 * 60],
  ['America/New_York', 0],
])('adoption in %s with days that begin at minute %i', (timezone, dayStartMinutes) => {
  const database = withDatabase();
  const events = randomActivity(WHOLE, { users: 25, events: 900, seed: dayStartMinutes + 7 });
  let made: TestProxy | undefined;
  const proxy = (): TestProxy =>
    (made ??= createTestProxy(database.pool, testConfig({ reporting: { timezone, dayStartMinutes } })));
  const answer = async (query: object, range: Range) =>
    ask(database, proxy(), { queryType: 'adoption', ...query }, range, NOW);
  const features = (): string[] => proxy().config.features.map(({ id }) => id);

  beforeAll(async () => {
    const { post, rollUpAll } = proxy();
    await post(events.slice(0, 700));
    await rollUpAll();
    // The rest is read from raw rows.
    await post(events.slice(700));
    await new LicenseStore(database.pool).replace({
      effectiveFrom: '2026-01-01',
      seats: [
        { userRole: 'operator', count: 40 },
        { userRole: 'viewer', count: 10 },
      ],
    });
  });

  it.each(['userRole', 'appVersion', 'deviceType'])('counts users by %s as a walk over all events does', async (by) => {
    for (const range of RANGES) {
      const own = within(events, range);
      const earlier = within(events, before(range));
      const columns = [...new Set(own.map((event) => valueOf(event, by)))].sort();
      const expected = features().flatMap((feature) =>
        columns.map((column) => {
          const [now, then] = [own, earlier].map((some) => some.filter((event) => valueOf(event, by) === column));
          const using = (some: EventBody[] = []): number =>
            usersOf(some.filter((event) => featuresOf(event).includes(feature))).size;
          return {
            feature,
            column,
            users: using(now),
            eligible: usersOf(now ?? []).size,
            rate: percent(using(now), usersOf(now ?? []).size),
            previous_rate: percent(using(then), usersOf(then ?? []).size),
            complete: true,
          };
        })
      );
      const { frames } = await answer({ by }, range);
      expect(frames.flatMap(rowsOf).map(({ title: _title, ...row }) => row)).toEqual(expected);
    }
  });

  it('names weeks by their first date and compares each with as long a stretch before it', async () => {
    for (const range of RANGES) {
      const { calendar } = proxy();
      const edges = bucketEdges(calendar, range, '1w');
      const expected = features().flatMap((feature) =>
        edges.slice(0, -1).map((from, index) => {
          const week = { from, to: edges[index + 1] ?? 0 };
          const [now = [], then = []] = [within(events, week), within(events, before(week))];
          const using = (some: EventBody[]): number =>
            usersOf(some.filter((event) => featuresOf(event).includes(feature))).size;
          return {
            column: calendar.weekOf(calendar.dateOf(from)),
            users: using(now),
            eligible: usersOf(now).size,
            previous_rate: percent(using(then), usersOf(then).size),
          };
        })
      );
      const { frames } = await answer({ by: 'week' }, range);
      expect(frames.flatMap(rowsOf)).toMatchObject(expected);
    }
  });

  it('reads cohorts by their first 30 days', async () => {
    const { calendar } = proxy();
    const sorted = [...events].sort((a, b) => instantOf(a) - instantOf(b));
    const firstOf = new Map<string, EventBody>();
    sorted.forEach((event) => {
      const user = String(event['userId']);
      firstOf.set(user, firstOf.get(user) ?? event);
    });
    for (const range of RANGES) {
      const dates = calendar.wholeDates(range.from, range.to);
      const cohort = [...firstOf].filter(([, event]) => {
        const end = addDays(calendar.dateOf(instantOf(event)), 29);
        return dates !== null && end >= dates.first && end <= dates.last;
      });
      const { frames } = await answer({ by: 'deviceType', windows: '30d' }, range);
      const expected = features().flatMap((feature) =>
        [...new Set(cohort.map(([, event]) => valueOf(event, 'deviceType')))].sort().map((column) => {
          const members = cohort.filter(([, event]) => valueOf(event, 'deviceType') === column);
          const adopters = members.filter(([user, first]) =>
            events.some(
              (event) =>
                event['userId'] === user &&
                featuresOf(event).includes(feature) &&
                calendar.dateOf(instantOf(event)) <= addDays(calendar.dateOf(instantOf(first)), 29)
            )
          );
          return { feature, column, users: adopters.length, eligible: members.length };
        })
      );
      expect(frames.flatMap(rowsOf)).toMatchObject(expected);
      // The KPI is the mean over features of the same cohort.
      const whole = await ask(
        database,
        proxy(),
        { queryType: 'kpi', kpis: ['feature_adoption'], format: 'numeric' },
        range,
        NOW
      );
      const users = expected.reduce((sum, cell) => sum + cell.users, 0);
      const kpi = percent(users, cohort.length * features().length);
      expect(seriesOf(whole.frames)[0]?.value ?? null).toEqual(kpi === null ? null : expect.closeTo(kpi, 9));
    }
  });

  it('divides by licensed seats, and shows roles that have seats and no user', async () => {
    const [range] = RANGES as [Range];
    const { frames } = await answer({ denominator: 'seats', filters: { feature: ['quality_control'] } }, range);
    const rows = frames.flatMap(rowsOf);
    expect(rows.map(({ column, eligible }) => [column, eligible])).toEqual([
      ['manager', null],
      ['operator', 40],
      ['unknown', null],
      ['viewer', 10],
    ]);
    expect(rows[1]?.['rate']).toBeCloseTo((Number(rows[1]?.['users']) / 40) * 100, 9);
    expect(rows[3]).toMatchObject({ users: 0, rate: 0 });
    expect(rows[0]).toMatchObject({ rate: null });
    const sited = await answer({ denominator: 'seats', filters: { site: ['north'] } }, range);
    expect(sited.frames.flatMap(rowsOf).every(({ rate }) => rate === null)).toBe(true);
    expect(noticesOf(sited.frames)[0]).toMatch(/^Licensed seats are known per role only/);
  });

  it('gives alert rules one series a cell, and withholds what few stand behind', async () => {
    const [range] = RANGES as [Range];
    const table = await answer({ by: 'appVersion', minN: 1 }, range);
    const { frames } = await answer({ by: 'appVersion', format: 'numeric' }, range);
    expect(seriesOf(frames)).toEqual(
      table.frames.flatMap(rowsOf).map(({ feature, column, rate }) => ({ feature, appVersion: column, value: rate }))
    );
    const few = await answer({ by: 'appVersion', minN: 1000 }, range);
    expect(few.frames.flatMap(rowsOf).every(({ rate }) => rate === null)).toBe(true);
    expect(noticesOf(few.frames)[0]).toMatch(/fewer than 1000 observations/);
  });

  it('has typed columns where nothing is there, and refuses groups', async () => {
    const range = { from: WHOLE.from - DAY_MS, to: WHOLE.from - HOUR_MS - MINUTE_MS };
    const { frames } = await answer({}, range);
    expect(frames[0]?.schema.fields.map(({ name }) => name)).toEqual([
      'feature',
      'title',
      'column',
      'users',
      'eligible',
      'rate',
      'previous_rate',
      'complete',
    ]);
    expect(frames[0]?.data.values.every((values) => values.length === 0)).toBe(true);
    expect(await answer({ groupBy: ['site'] }, range)).toMatchObject({
      status: 400,
      error: 'adoption cannot be grouped by site.',
    });
  });
});
