import { HOUR_MS, MINUTE_MS } from '../../src/domain/calendar';
import type { Range } from '../../src/domain/intervals';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { withDatabase } from '../helpers/database';
import { journeyEvent, type EventBody } from '../helpers/events';
import { createTestProxy, testConfig, type TestProxy } from '../helpers/proxy';
import { ask, noticesOf, rowsOf, seriesOf, type TableRow } from '../helpers/query';
import { instantOf, pick, randomActivity, randomOf, valueOf } from '../helpers/random-events';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const WHOLE: Range = { from: Date.parse('2026-02-20T00:00:00Z'), to: Date.parse('2026-04-05T00:00:00Z') };
const RANGES: Range[] = [
  WHOLE,
  { from: Date.parse('2026-03-03T13:21:07Z'), to: Date.parse('2026-03-30T05:02:30Z') },
  { from: Date.parse('2026-03-08T06:10:00Z'), to: Date.parse('2026-03-09T19:00:00Z') },
];

/** Linear interpolation between ranks: Postgres' percentile_cont. */
function percentile(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = fraction * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(rank)] ?? NaN, sorted[Math.ceil(rank)] ?? NaN];
  return low + (high - low) * (rank - Math.floor(rank));
}

const numberOf = (event: EventBody, name: string): number => event[name] as number;
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The rows of the contract, run by run. */
function expected(events: readonly EventBody[], range: Range, group?: string): TableRow[] {
  const own = events.filter(
    (event) => event.type === 'journey' && instantOf(event) >= range.from && instantOf(event) < range.to
  );
  const keyOf = (event: EventBody): string =>
    JSON.stringify([...(group ? [valueOf(event, group)] : []), event['startPoint'], event['endPoint']]);
  return [...new Set(own.map(keyOf))].map((key) => {
    const runs = own.filter((event) => keyOf(event) === key);
    const abandoned = runs.filter((run) => run['abandonmentPoint'] !== undefined);
    const flagged = runs.filter((run) => numberOf(run, 'completionTime') > 1.5 * numberOf(run, 'expectedDuration'));
    const times = runs.map((run) => numberOf(run, 'completionTime'));
    const points = abandoned.map((run) => run['abandonmentPoint'] as string);
    const countOf = (point: string): number => points.filter((other) => other === point).length;
    const [first] = [...new Set(points)].sort().sort((a, b) => countOf(b) - countOf(a));
    const keys = JSON.parse(key) as string[];
    return {
      ...(group && { [group]: keys[0] ?? '' }),
      start_point: keys.at(-2) ?? '',
      end_point: keys.at(-1) ?? '',
      runs: runs.length,
      completed: runs.length - abandoned.length,
      abandoned: abandoned.length,
      completion_rate: (1 - abandoned.length / runs.length) * 100,
      median_duration: percentile(times, 0.5),
      p90_duration: percentile(times, 0.9),
      expected_duration: sumOf(runs.map((run) => numberOf(run, 'expectedDuration'))) / runs.length,
      flagged: flagged.length,
      flagged_rate: (flagged.length / runs.length) * 100,
      efficiency:
        (100 *
          sumOf(
            runs.map((run) => {
              const time = numberOf(run, 'completionTime');
              const least = time === 0 ? 1 : Math.min(1, numberOf(run, 'expectedDuration') / time);
              return run['abandonmentPoint'] === undefined ? least : 0;
            })
          )) /
        runs.length,
      abandonment_point: first ?? null,
      hours_lost:
        sumOf(
          runs.map((run) => {
            const time = numberOf(run, 'completionTime');
            return run['abandonmentPoint'] === undefined ? Math.max(0, time - numberOf(run, 'expectedDuration')) : time;
          })
        ) / 3600,
      title: `${keys.at(-2)} → ${keys.at(-1)}`,
    };
  });
}

const byRoute = (a: TableRow, b: TableRow): number => (routeOf(a) < routeOf(b) ? -1 : 1);
const routeOf = ({ site, start_point: start, end_point: end }: TableRow): string => JSON.stringify([site, start, end]);

/** Rows whose numbers may differ by rounding. */
function close(rows: readonly TableRow[]): unknown[] {
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? expect.closeTo(value, 6) : value])
    )
  );
}

describe.each([
  ['Asia/Kolkata', 6 * 60],
  ['America/New_York', 0],
])('journeys in %s with days that begin at minute %i', (timezone, dayStartMinutes) => {
  const database = withDatabase();
  const events = randomActivity(WHOLE, { users: 25, events: 1800, seed: dayStartMinutes + 11 });
  let made: TestProxy | undefined;
  const proxy = (): TestProxy =>
    (made ??= createTestProxy(database.pool, testConfig({ reporting: { timezone, dayStartMinutes } })));
  const answer = async (query: object, range: Range) =>
    ask(database, proxy(), { queryType: 'journeys', ...query }, range, NOW);

  beforeAll(async () => {
    const { config, post, rollUpAll } = proxy();
    await new RollupStateStore(database.pool).ensure(rollupSettings(config), Date.parse('2026-03-12T00:00:00Z'));
    await post(events.slice(0, 1500));
    await rollUpAll();
    await post(events.slice(1500));
  });

  it.each(RANGES)('count as a walk over all runs does %#', async (range) => {
    const { frames } = await answer({}, range);
    expect(frames.flatMap(rowsOf).sort(byRoute)).toEqual(close(expected(events, range).sort(byRoute)));
    expect(frames[0]?.schema.meta.custom.method).toBe('exact');
    const grouped = (await answer({ groupBy: ['site'] }, range)).frames.flatMap(rowsOf);
    expect(grouped.sort(byRoute)).toEqual(close(expected(events, range, 'site').sort(byRoute)));
  });

  it('rank by the time lost, are cut by the limit and filtered', async () => {
    const { frames } = await answer({ filters: { site: ['south'] }, limit: 4 }, WHOLE);
    const south = events.filter((event) => event['site'] === 'south');
    const most = expected(south, WHOLE).sort((a, b) => Number(b['hours_lost']) - Number(a['hours_lost']));
    expect(frames.flatMap(rowsOf)).toEqual(close(most.slice(0, 4)));
    expect(noticesOf(frames)[0]).toBe(`${most.length} rows were found and 4 are shown (query.max_rows or limit).`);
  });

  it('give alert rules one series a number and route', async () => {
    const table = (await answer({}, WHOLE)).frames.flatMap(rowsOf);
    const series = seriesOf((await answer({ format: 'numeric' }, WHOLE)).frames);
    for (const row of table) {
      const own = series.filter(
        (one) => one['start_point'] === row['start_point'] && one['end_point'] === row['end_point']
      );
      expect(own).toHaveLength(11);
      own.forEach(({ metric, value }) => expect(value).toBe(row[String(metric)]));
    }
  });

  it('withhold rates of rare routes, not their counts', async () => {
    const rows = (await answer({ minN: 1_000_000 }, WHOLE)).frames.flatMap(rowsOf);
    expect(rows.length).toBeGreaterThan(0);
    rows.forEach((row) => {
      expect(row['runs']).toBeGreaterThan(0);
      expect(row).toMatchObject({ completion_rate: null, median_duration: null, efficiency: null, hours_lost: null });
    });
  });

  it('have typed columns where nothing is there', async () => {
    const { frames } = await answer({}, { from: WHOLE.from - HOUR_MS, to: WHOLE.from - MINUTE_MS });
    expect(frames[0]?.schema.fields).toHaveLength(15);
    expect(frames[0]?.data.values.every((values) => values.length === 0)).toBe(true);
    const numeric = await answer({ format: 'numeric' }, { from: WHOLE.from - HOUR_MS, to: WHOLE.from - MINUTE_MS });
    expect(numeric.frames[0]?.schema.fields).toMatchObject([{ name: 'value', type: 'number' }]);
    expect(await answer({ filters: { feature: ['quality_control'] } }, WHOLE)).toMatchObject({ status: 400 });
  });
});

describe('journeys by the thousands', () => {
  const database = withDatabase();

  it('have percentiles from rollups within 1 %', async () => {
    const random = randomOf(5);
    const events = Array.from({ length: 5200 }, () =>
      journeyEvent({
        timestamp: new Date(WHOLE.from + Math.floor(random() * (WHOLE.to - WHOLE.from))).toISOString(),
        startPoint: 'home',
        endPoint: pick(['report', 'list'], random),
        completionTime: Math.exp(random() * 6),
        abandonmentPoint: random() < 0.2 ? 'list' : undefined,
      })
    );
    const proxy = createTestProxy(database.pool);
    await proxy.post(events.slice(0, 5000));
    await proxy.rollUpAll();
    await proxy.post(events.slice(5000));
    const { frames } = await ask(database, proxy, { queryType: 'journeys' }, WHOLE, NOW);
    const rows = frames.flatMap(rowsOf).sort(byRoute);
    expect(frames[0]?.schema.meta.custom.method).toBe('sketch');
    expect(noticesOf(frames)[0]).toMatch(/at most 1 % relative error/);
    expected(events, WHOLE)
      .sort(byRoute)
      .forEach((row, index) => {
        expect(rows[index]?.['runs']).toBe(row['runs']);
        for (const name of ['median_duration', 'p90_duration'] as const) {
          const off = Math.abs(Number(rows[index]?.[name]) - Number(row[name]));
          expect(off).toBeLessThanOrEqual(0.01 * Number(row[name]));
        }
      });
  });
});
