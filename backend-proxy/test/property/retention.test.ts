import { addDays, DAY_MS, dayNumber, type LocalDate } from '../../src/domain/calendar';
import type { Range } from '../../src/domain/intervals';
import { withDatabase } from '../helpers/database';
import { createTestProxy, testConfig, type TestProxy } from '../helpers/proxy';
import { ask, noticesOf, rowsOf, seriesOf } from '../helpers/query';
import { instantOf, randomActivity, valueOf } from '../helpers/random-events';

const NOW = Date.parse('2026-05-03T15:30:00Z');
const WHOLE: Range = { from: Date.parse('2026-01-20T00:00:00Z'), to: NOW };
const RANGES: Range[] = [
  { from: Date.parse('2026-01-01T00:00:00Z'), to: NOW },
  { from: Date.parse('2026-02-17T13:21:07Z'), to: Date.parse('2026-03-20T05:02:30Z') },
];
const PERIODS = 13;

describe.each([
  ['Asia/Kolkata', 6 * 60, 'monday'],
  ['America/New_York', 0, 'sunday'],
] as const)(
  'the retention matrix in %s with days that begin at minute %i and weeks on %s',
  (timezone, dayStartMinutes, weekStart) => {
    const database = withDatabase();
    const events = randomActivity(WHOLE, { users: 40, events: 700, seed: dayStartMinutes + 3 });
    let made: TestProxy | undefined;
    const proxy = (): TestProxy =>
      (made ??= createTestProxy(database.pool, testConfig({ reporting: { timezone, dayStartMinutes, weekStart } })));
    const answer = async (query: object, range: Range, now = NOW) =>
      ask(database, proxy(), { queryType: 'retention', ...query }, range, now);

    beforeAll(async () => {
      const { post, rollUpAll } = proxy();
      await post(events.slice(0, 550));
      await rollUpAll();
      await post(events.slice(550));
    });

    /** Users with their local dates, the first one first, and the site that they never change. */
    function people(): Array<{ first: LocalDate; dates: Set<LocalDate>; site: string }> {
      const { calendar } = proxy();
      const byUser = new Map<string, { first: LocalDate; dates: Set<LocalDate>; site: string }>();
      for (const event of events) {
        const date = calendar.dateOf(instantOf(event));
        const known = byUser.get(String(event['userId'])) ?? {
          first: date,
          dates: new Set(),
          site: valueOf(event, 'site'),
        };
        known.first = date < known.first ? date : known.first;
        known.dates.add(date);
        byUser.set(String(event['userId']), known);
      }
      return [...byUser.values()];
    }

    function expected(range: Range, site?: string): object[] {
      const { calendar, config } = proxy();
      const dates = calendar.wholeDates(range.from, range.to);
      const over = (date: LocalDate): boolean => calendar.dayEnd(date) + config.collection.lateWindowMs <= NOW;
      const members = people().filter(
        (user) =>
          dates !== null &&
          user.first >= dates.first &&
          user.first <= dates.last &&
          over(user.first) &&
          (site === undefined || user.site === site)
      );
      const weeks = [...new Set(members.map(({ first }) => calendar.weekOf(first)))].sort();
      return weeks.flatMap((cohort) => {
        const own = members.filter(({ first }) => calendar.weekOf(first) === cohort);
        return Array.from({ length: PERIODS }, (_, period) => {
          const retained = own.filter(({ first, dates: active }) =>
            [...active].some((date) => Math.floor((dayNumber(date) - dayNumber(first)) / 7) === period)
          ).length;
          const begun = own.some(({ first }) => addDays(first, 7 * period) <= calendar.dateOf(NOW));
          return {
            cohort,
            cohort_size: own.length,
            period,
            retained: begun ? retained : null,
            rate: begun ? (retained / own.length) * 100 : null,
            complete: own.every(({ first }) => over(addDays(first, 7 * period + 6))),
          };
        });
      });
    }

    it.each(RANGES)('counts as a walk over all events does %#', async (range) => {
      const { frames } = await answer({}, range);
      const rows = frames.flatMap(rowsOf);
      expect(rows).toEqual(expected(range));
      expect(rows.filter(({ period }) => period === 0).every(({ rate }) => rate === 100)).toBe(true);
      expect(frames[0]?.schema.meta.custom.complete).toEqual(rows.map(({ complete }) => complete));
    });

    it('groups and filters cohorts by the first activity', async () => {
      const [range] = RANGES as [Range];
      const grouped = (await answer({ groupBy: ['site'] }, range)).frames.flatMap(rowsOf);
      const filtered = (await answer({ filters: { site: ['south'] } }, range)).frames.flatMap(rowsOf);
      expect(grouped.filter(({ site }) => site === 'south').map(({ site: _site, ...row }) => row)).toEqual(filtered);
      expect(filtered).toEqual(expected(range, 'south'));
    });

    it('gives alert rules the two KPIs per group', async () => {
      const [range] = RANGES as [Range];
      const { frames } = await answer({ format: 'numeric', groupBy: ['site'] }, range);
      const kpis = await ask(
        database,
        proxy(),
        { queryType: 'kpi', kpis: ['retention_30', 'retention_90'], format: 'numeric', groupBy: ['site'] },
        range,
        NOW
      );
      expect(seriesOf(frames)).toEqual(seriesOf(kpis.frames));
      expect(new Set(seriesOf(frames).map(({ kpi }) => kpi))).toEqual(new Set(['retention_30', 'retention_90']));
    });

    it('withholds small cohorts, cuts long answers and says so', async () => {
      const [range] = RANGES as [Range];
      const few = await answer({ minN: 1000 }, range);
      expect(few.frames.flatMap(rowsOf).every(({ rate, retained }) => rate === null && retained === null)).toBe(true);
      expect(noticesOf(few.frames)).toContainEqual(expect.stringMatching(/fewer than 1000 observations/));
      const cut = await answer({ limit: 5 }, range);
      expect(cut.frames.flatMap(rowsOf)).toHaveLength(5);
      expect(noticesOf(cut.frames)[0]).toMatch(/and 5 are shown/);
    });

    it('has typed columns without a whole date, and refuses features', async () => {
      const { frames } = await answer({ groupBy: ['site'] }, { from: NOW - DAY_MS / 2, to: NOW });
      expect(frames[0]?.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
        'site string',
        'cohort string',
        'cohort_size number',
        'period number',
        'retained number',
        'rate number',
        'complete boolean',
      ]);
      expect(noticesOf(frames)).toEqual(['Retention counts whole dates, and the range holds none that is complete.']);
      expect(await answer({ groupBy: ['feature'] }, WHOLE)).toMatchObject({
        status: 400,
        error: 'retention cannot be grouped by feature; it knows userRole, deviceType, appVersion, site.',
      });
    });
  }
);
