import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { DAY_MS, ReportingCalendar } from '../../src/domain/calendar';
import { correlatePairs } from '../../src/domain/correlation';
import type { Range } from '../../src/domain/intervals';
import { withDatabase } from '../helpers/database';
import { businessEvent, journeyEvent, performanceEvent, sessionEvent, type EventBody } from '../helpers/events';
import { createTestProxy, testConfig } from '../helpers/proxy';
import { ask, noticesOf, rowsOf, seriesOf, type TableRow } from '../helpers/query';
import { randomOf } from '../helpers/random-events';

const DAYS = 24;
/** The first date begins at 06:00 in Kolkata. */
const START = Date.parse('2026-03-01T00:30:00Z');
const RANGE: Range = { from: START, to: START + DAYS * DAY_MS };
const NOW = Date.parse('2026-06-01T00:00:00Z');

/** Days 3 and 4 lack performance events, day 5 business ones. */
const LAUNCH = (() => {
  const random = randomOf(7);
  return Array.from({ length: DAYS }, (_, day) => (day === 3 || day === 4 ? null : 1.6 + random()));
})();
const DELIVERY = (() => {
  const random = randomOf(8);
  return Array.from({ length: DAYS }, (_, day) => (day === 5 ? null : 60 + 30 * random()));
})();
const EFFICIENCY = LAUNCH.map((launch, day) =>
  day === 5 ? null : Math.min(100, 90 - 10 * (launch ?? 2) + ((day * 7) % 5) / 10)
);
const SATISFACTION = DELIVERY.map((delivery) => (delivery === null ? null : 2 + delivery / 50));

function eventsOfDay(day: number): EventBody[] {
  const timestamp = (hours: number): string => new Date(START + day * DAY_MS + hours * 3_600_000).toISOString();
  const [launch, efficiency, delivery] = [LAUNCH[day] ?? null, EFFICIENCY[day] ?? null, DELIVERY[day] ?? null];
  return [
    ...(launch === null
      ? []
      : [0, 1].map((i) => performanceEvent({ launchTime: launch, timestamp: timestamp(23 * i) }))),
    ...(efficiency === null || delivery === null
      ? []
      : [
          businessEvent({
            timestamp: timestamp(5),
            // 0.4·batch + 0.3·quality + 0.3·delivery is the efficiency wanted.
            deliveryPerformance: delivery,
            qualityScore: 80,
            batchCompletionRate: (efficiency - 24 - 0.3 * delivery) / 0.4,
            customerSatisfaction: SATISFACTION[day],
          }),
        ]),
    sessionEvent({ timestamp: timestamp(3) }),
    journeyEvent({ timestamp: timestamp(4), startPoint: 'home', endPoint: 'report', completionTime: 60 + 3600 }),
    journeyEvent({ timestamp: timestamp(4), startPoint: 'home', endPoint: 'list', completionTime: 30 }),
    journeyEvent({
      timestamp: timestamp(9),
      startPoint: 'a',
      endPoint: 'b',
      completionTime: 90,
      abandonmentPoint: 'x',
    }),
  ];
}

const database = withDatabase();
const base = testConfig({ reporting: { timezone: 'Asia/Kolkata', dayStartMinutes: 6 * 60 } });
const proxy = (): ReturnType<typeof createTestProxy> => createTestProxy(database.pool, base);

beforeAll(async () => {
  const { post, rollUpAll } = proxy();
  await new RollupStateStore(database.pool).ensure(rollupSettings(base), 0);
  const events = Array.from({ length: DAYS }, (_, day) => eventsOfDay(day));
  const first = await post(events.slice(0, 20).flat());
  await rollUpAll();
  const last = await post(events.slice(20).flat());
  expect([...first.rejected, ...last.rejected]).toEqual([]);
}, 60_000);

const answer = (query: Record<string, unknown>, range = RANGE, config = base) =>
  ask(database, { config, calendar: new ReportingCalendar(config.reporting) }, query, range, NOW);
const rowsFor = async (query: Record<string, unknown>, range = RANGE, config = base): Promise<TableRow[]> =>
  (await answer(query, range, config)).frames.flatMap(rowsOf);

describe('correlation', () => {
  const correlation = { queryType: 'correlation' };

  it('takes one value a local date, on which both exist', async () => {
    const rows = await rowsFor({ ...correlation, technical: ['launch_time'], business: ['production_efficiency'] });
    const [expected] = correlatePairs([{ technical: LAUNCH, business: EFFICIENCY, target: 1.5 }], 0);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ technical: 'launch_time', business: 'production_efficiency', n: 21, lag: 0 });
    expect(rows[0]).toMatchObject({ target: 1.5, technical_title: 'App Launch Time' });
    for (const [column, value] of [
      ['n_eff', expected?.effective],
      ['r', expected?.r],
      ['rho', expected?.rho],
      ['slope', expected?.slope],
      ['intercept', expected?.intercept],
      ['predicted', expected?.predicted],
      ['predicted_low', expected?.low],
      ['predicted_high', expected?.high],
    ] as const) {
      expect(rows[0]?.[column]).toBeCloseTo(value ?? NaN, 6);
    }
    expect(Number(rows[0]?.['r'])).toBeLessThan(-0.9);
  });

  it('pairs every technical with every business metric, and corrects for all of them', async () => {
    const rows = await rowsFor(correlation);
    expect(rows).toHaveLength(25);
    const [alone] = await rowsFor({ ...correlation, technical: ['launch_time'], business: ['production_efficiency'] });
    const among = rows.find(
      ({ technical, business }) => technical === 'launch_time' && business === 'production_efficiency'
    );
    expect(alone?.['q']).toBe(alone?.['p']);
    expect(Number(among?.['q'])).toBeGreaterThan(Number(alone?.['q']));
    // Scroll performance is the same every day: it explains nothing.
    const flat = rows.find(({ technical }) => technical === 'scroll_fps');
    expect(flat).toMatchObject({ r: null, rho: null, p: null, q: null, slope: null, predicted: null });
    expect(Number(flat?.['n'])).toBeGreaterThan(10);
  });

  it('leaves dates out that the range cuts, and says nothing under ten days', async () => {
    const ask10 = (days: number, shift: number) =>
      answer(
        { ...correlation, technical: ['launch_time'], business: ['session_quality'] },
        { from: START + 6 * DAY_MS + shift, to: START + (6 + days) * DAY_MS }
      );
    expect((await ask10(11, 1)).frames.flatMap(rowsOf)[0]).toMatchObject({ n: 10, lag: 0 });
    const few = await ask10(10, 1);
    expect(few.frames.flatMap(rowsOf)[0]).toMatchObject({
      ...{ n: 9, n_eff: null, r: null, rho: null, p: null, q: null, lag: null, slope: null, intercept: null },
      ...{ predicted: null, predicted_low: null, predicted_high: null },
    });
    expect(noticesOf(few.frames)[0]).toContain('fewer than 10 common days');
    const none = await answer(correlation, { from: START, to: START + DAY_MS / 2 });
    expect(none.frames.flatMap(rowsOf)).toHaveLength(25);
  });

  it('knows delivery as a driver of satisfaction, and of nothing else', async () => {
    const { frames } = await answer({ ...correlation, technical: ['delivery_performance'] });
    const rows = frames.flatMap(rowsOf);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ business: 'customer_satisfaction', n: 23, target: null, predicted: null });
    expect(rows[0]?.['r']).toBeCloseTo(1, 9);
    expect(rows[0]?.['slope']).toBeCloseTo(1 / 50, 9);
    expect(noticesOf(frames)).toContain('delivery_performance is compared with customer_satisfaction only.');
  });

  it('says in words how a pair goes together', async () => {
    const rows = await rowsFor({ ...correlation, technical: ['launch_time'] });
    const wordsOf = (id: string) => rows.find(({ business }) => business === id)?.['relation'];
    expect(wordsOf('production_efficiency')).toBe(
      'Higher App Launch Time goes with lower Production Efficiency: strong'
    );
    expect(wordsOf('task_completion_rate')).toBe(
      'App Launch Time and Task Completion: one of them is the same every day'
    );
  });

  it('gives the days of the strongest pair as a series', async () => {
    const { frames } = await answer({ ...correlation, format: 'timeseries' });
    const [frame] = frames;
    expect(frame?.schema).toMatchObject({
      name: 'App Launch Time and Production Efficiency',
      meta: { type: 'timeseries-wide' },
      fields: [{ name: 'time' }, { name: 'launch_time' }, { name: 'production_efficiency' }],
    });
    const common = LAUNCH.flatMap((launch, day) => {
      const efficiency = EFFICIENCY[day] ?? null;
      return launch === null || efficiency === null ? [] : [{ time: START + day * DAY_MS, launch, efficiency }];
    });
    const [times, launches, efficiencies] = frame?.data.values ?? [];
    expect(times).toEqual(common.map(({ time }) => time));
    common.forEach(({ launch, efficiency }, index) => {
      expect(launches?.[index]).toBeCloseTo(launch, 6);
      expect(efficiencies?.[index]).toBeCloseTo(efficiency, 6);
    });
  });

  it('gives typed columns and no rows as a series where nothing can be told', async () => {
    const { frames } = await answer({ ...correlation, format: 'timeseries' }, { from: START, to: START + 3 * DAY_MS });
    expect(frames[0]?.schema.fields).toHaveLength(3);
    expect(frames[0]?.data.values).toEqual([[], [], []]);
    expect(noticesOf(frames)[0]).toContain('fewer than 10 common days');
  });

  it('tries leads up to maxLag', async () => {
    const query = { ...correlation, technical: ['launch_time'], business: ['production_efficiency'], maxLag: 3 };
    const [expected] = correlatePairs([{ technical: LAUNCH, business: EFFICIENCY, target: 1.5 }], 3);
    const [row] = await rowsFor(query);
    expect(row).toMatchObject({ lag: expected?.lag ?? null, n: expected?.n ?? null });
    expect(row?.['p']).toBeCloseTo(expected?.p ?? NaN, 9);
  });

  it.each([
    [{ technical: ['dau'] }, '/technical/0'],
    [{ maxLag: -1 }, '/maxLag'],
    [{ groupBy: ['site'] }, 'cannot be grouped by site'],
    [{ filters: { feature: ['quality_control'] } }, 'cannot be filtered by feature'],
  ])('refuses %j', async (fields, text) => {
    const result = await answer({ ...correlation, ...fields });
    expect(result.status).toBe(400);
    expect(result.error).toContain(text);
  });
});

describe('roi', () => {
  const roi = {
    ...{ hourlyRate: 40, workdaysPerYear: 200, costPerError: 10, numberOfUsers: 50 },
    baseline: { taskSecondsPerUserDay: 3600, errorsPer1000: 30, retention30: 80 },
  };
  const config = { ...base, roi };
  /** Every journey is of a user of its own: 72 user-dates. */
  const after = (3660 + 30 + 90) / 3;
  const hours = ((3600 - after) / 3600) * 50 * 200;
  /** 23 business events of 200 operations with 4 errors, over 24 days. */
  const operations = (23 * 200) / 24;
  const savings = ((30 - 20) / 1000) * operations * 10 * 365;

  it('has every part in one row', async () => {
    const rows = await rowsFor({ queryType: 'roi' }, RANGE, config);
    expect(rows).toHaveLength(1);
    const expected = {
      ...{ before_seconds: 3600, after_seconds: after, users: 50, roi_hours: hours, time_value: hours * 40 },
      ...{ error_rate_after: 20, operations_per_day: operations, error_savings: savings },
      ...{ time_percent: ((3600 - after) / 3600) * 100, error_percent: 100 / 3 },
      roi_value: hours * 40 + savings,
    };
    for (const [name, value] of Object.entries(expected)) {
      expect(rows[0]?.[name]).toBeCloseTo(value, 6);
    }
    // Nobody's bracket of 30 dates has ended.
    expect(rows[0]).toMatchObject({ retention_percent: null, roi_percent: null });
  });

  it('says which settings it waits for', async () => {
    const { frames } = await answer({ queryType: 'roi' });
    expect(rowsOf(frames[0]!)[0]).toMatchObject({
      before_seconds: null,
      roi_value: null,
      operations_per_day: operations,
    });
    expect(noticesOf(frames)[0]).toContain('roi.baseline.task_seconds_per_user_day');
    expect(noticesOf(frames)[0]).toContain('roi.baseline.retention_30');
  });

  it('has a value a month, and a number for each of its KPIs', async () => {
    const range = { from: Date.parse('2026-02-01T00:30:00Z'), to: Date.parse('2026-04-01T00:30:00Z') };
    const [frame] = (await answer({ queryType: 'roi', format: 'timeseries' }, range, config)).frames;
    expect(frame?.schema.fields[1]?.name).toBe('roi_value');
    expect(frame?.data.values[0]).toEqual([Date.parse('2026-02-01T00:30:00Z'), Date.parse('2026-03-01T00:30:00Z')]);
    expect(frame?.data.values[1]?.[0]).toBeNull();
    const numbers = seriesOf((await answer({ queryType: 'roi', format: 'numeric' }, RANGE, config)).frames);
    expect(numbers.map(({ kpi }) => kpi)).toEqual(['roi_percent', 'roi_value', 'roi_hours']);
    expect(numbers[1]?.value).toBeCloseTo(hours * 40 + savings, 6);
  });
});

describe('opportunities', () => {
  it('ranks journeys by the hours they lose, and sure pairs by what their target would change', async () => {
    const rows = await rowsFor({ queryType: 'opportunities' });
    const journeys = rows.filter(({ kind }) => kind === 'journey');
    expect(journeys.map(({ title, rank }) => [title, rank])).toEqual([
      ['home → report', 1],
      ['a → b', 2],
    ]);
    expect(journeys[0]?.['hours_lost']).toBeCloseTo(24, 9);
    expect(journeys[1]?.['hours_lost']).toBeCloseTo((24 * 90) / 3600, 9);
    const pairs = rows.filter(({ kind }) => kind === 'correlation');
    const correlations = await rowsFor({ queryType: 'correlation' });
    const sure = correlations.filter(
      ({ q, technical, predicted }) =>
        technical === 'launch_time' && q !== null && Number(q) < 0.05 && predicted !== null
    );
    expect(pairs.map(({ predicted }) => predicted)).toEqual(
      sure.map(({ predicted }) => predicted).sort((a, b) => Math.abs(Number(b)) - Math.abs(Number(a)))
    );
    expect(pairs[0]).toMatchObject({ title: 'App Launch Time → Production Efficiency', rank: 1, hours_lost: null });
    expect(pairs[0]?.['detail']).toMatch(/^App Launch Time is 2\.\d\d seconds, its target 1\.50 seconds\. .* \+\d/);
  });

  it('leaves some of each kind under a limit', async () => {
    const { frames } = await answer({ queryType: 'opportunities', limit: 2 });
    expect(frames.flatMap(rowsOf).map(({ kind }) => kind)).toEqual(['journey', 'correlation']);
    expect(noticesOf(frames)[0]).toContain('2 are shown');
  });
});
