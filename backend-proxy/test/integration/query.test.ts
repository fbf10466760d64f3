import { addDays, DAY_MS, HOUR_MS } from '../../src/domain/calendar';
import type { JsonFrame } from '../../src/frames/frame';
import { withDatabase } from '../helpers/database';
import {
  businessEvent,
  featureEvent,
  journeyEvent,
  performanceEvent,
  sessionEvent,
  type EventBody,
} from '../helpers/events';
import { createTestApp, KEYS, rowsOf, type TestApp } from '../helpers/http';
import { testConfig } from '../helpers/proxy';

/** The three days that are asked about, ten days ago, so that they are complete and not too late to post. */
const DAY = addDays(new Date().toISOString().slice(0, 10), -10);
const day = (offset: number, time = '00:00:00') => `${addDays(DAY, offset)}T${time}Z`;
const RANGE = { from: day(0), to: day(3) };
const [ANNA, BEN, CARA] = ['a', 'b', 'c'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`);

/** batchCompletionRate, qualityScore and deliveryPerformance alike: the efficiency of the event. */
const efficiency = (value: number, own: Record<string, unknown>): EventBody =>
  businessEvent({ batchCompletionRate: value, qualityScore: value, deliveryPerformance: value, ...own });
const performance = (launchTime: number, own: Record<string, unknown> = {}): EventBody =>
  performanceEvent({
    launchTime,
    timestamp: day(1, '10:00:00'),
    memoryUsage: launchTime * 50_000_000,
    scrollFps: 60,
    ...own,
  });

const EVENTS: EventBody[] = [
  efficiency(80, { timestamp: day(0, '01:00:00'), site: 'north', userRole: 'operator' }),
  efficiency(100, { timestamp: day(0, '23:59:59.999999'), site: 'north' }),
  efficiency(0, { timestamp: day(1), site: 'south', financial: null, customerSatisfaction: null }),
  // The range before, the instant at which it begins, and the one at which the next begins.
  efficiency(50, { timestamp: day(-3), site: 'north' }),
  efficiency(40, { timestamp: day(3), site: 'north' }),
  performance(1),
  performance(2),
  performance(3),
  performance(4, { crashCount: 2 }),
  sessionEvent({
    timestamp: day(0, '08:00:00'),
    userId: ANNA,
    userRole: 'operator',
    sessionDuration: 600,
    actionsCompleted: 20,
    dataCreated: 5,
    featuresUsed: ['batch_processing', 'quality_control', 'inventory_tracking'],
  }),
  featureEvent({ timestamp: day(0, '09:00:00'), userId: BEN, userRole: 'manager' }),
  journeyEvent({
    timestamp: day(1, '09:00:00'),
    userId: ANNA,
    userRole: 'operator',
    completionTime: 120,
    expectedDuration: 60,
  }),
  journeyEvent({ timestamp: day(1, '10:00:00'), userId: ANNA, userRole: 'operator', abandonmentPoint: 'list' }),
  // Before the range: known to wau, not to dau.
  sessionEvent({ timestamp: day(-2, '08:00:00'), userId: CARA }),
];

describe.each(['raw rows', 'rollups'])('POST /v1/query over %s', (source) => {
  const database = withDatabase();
  let http: TestApp;

  beforeAll(async () => {
    http = await createTestApp(database, testConfig());
    await http.send('PUT', '/v1/licenses', {
      effectiveFrom: addDays(DAY, -30),
      seats: [
        { userRole: 'operator', count: 3 },
        { userRole: 'manager', count: 1 },
      ],
    });
    await http.postEvents(EVENTS);
    if (source === 'rollups') {
      await http.rollUpAll();
    }
  });
  afterAll(() => http.close());

  const framesOf = async (query: Record<string, unknown>, range = RANGE): Promise<JsonFrame[]> => {
    const result = await http.ask(range, query);
    expect(result).toMatchObject({ status: 200 });
    return result.frames;
  };
  const valueOf = async (kpi: string, own: Record<string, unknown> = {}, range = RANGE) => {
    const [frame] = await framesOf({ queryType: 'kpi', kpis: [kpi], format: 'numeric', ...own }, range);
    return { value: frame?.data.values[0]?.[0], n: frame?.schema.meta.custom.n[0] };
  };

  it.each<[string, number, number]>([
    ['production_efficiency', (80 + 100 + 0) / 3, 3],
    // 100 − (2 + 3 + 2·1) each.
    ['quality_index', 93, 3],
    ['customer_satisfaction', 4, 2],
    ['customer_impact', (0.6 * 80 + 0.4 * 80 + 0.6 * 80 + 0.4 * 100) / 2, 2],
    ['customer_complaints', 3, 3],
    ['revenue', 6000, 2],
    ['operating_margin', (2000 / 6000) * 100, 2],
    ['inventory_turnover', (3000 / 5000) * (365 / 3), 3],
    ['launch_time', 3.7, 4],
    ['memory_usage', 125, 4],
    ['scroll_fps', 60, 4],
    ['crash_free_rate', 75, 4],
    // (0 + 25 + (200 − 125)/200·25) / 75.
    ['performance_score', ((0 + 25 + 9.375) / 75) * 100, 4],
    ['session_quality', 10, 1],
    ['session_duration', 600, 1],
    ['productivity_index', 1, 1],
    ['feature_depth', 0.5, 1],
    ['task_completion_rate', 50, 2],
    ['journey_efficiency', 25, 2],
    ['dau', (2 + 1 + 0) / 3, 3],
    ['dau_rate', (3 / 12) * 100, 12],
    ['wau', 3, 3],
    ['mau', 3, 3],
    // 28 dates, on which 1 + 2 + 1 were active.
    ['stickiness', (4 / 28 / 3) * 100, 3],
    ['engagement_score', (0.5 * 100 + 0.3 * 25) / 0.8, 1],
  ])('%s is %d over %d observations', async (kpi, value, n) => {
    const answer = await valueOf(kpi);
    expect(answer.value).toBeCloseTo(value, 9);
    expect(answer.n).toBe(n);
  });

  it.each(['retention_30', 'retention_90', 'feature_adoption', 'roi_percent', 'roi_value', 'roi_hours'])(
    '%s is unknown, not 0',
    async (kpi) => {
      expect((await valueOf(kpi)).value).toBeNull();
    }
  );

  it.each([
    ['p10', 1.3],
    ['p50', 2.5],
    ['p90', 3.7],
    ['mean', 2.5],
  ])('takes the statistic %s', async (stat, value) => {
    expect((await valueOf('launch_time', { stat })).value).toBeCloseTo(value, 9);
  });

  it('has nothing, not 0, where nothing was observed', async () => {
    const empty = { from: day(5), to: day(6) };
    expect(await valueOf('production_efficiency', {}, empty)).toEqual({ value: null, n: 0 });
    expect(await valueOf('customer_complaints', {}, empty)).toEqual({ value: null, n: 0 });
    expect(await valueOf('launch_time', {}, empty)).toEqual({ value: null, n: 0 });
    // Dates on which nobody was active are dates all the same.
    expect(await valueOf('dau', {}, empty)).toEqual({ value: 0, n: 1 });
    expect((await valueOf('dau', {}, { from: day(5, '01:00:00'), to: day(6) })).value).toBeNull();
  });

  it('takes from, and leaves out to', async () => {
    expect(await valueOf('production_efficiency', {}, { from: day(3), to: day(3, '00:00:00.001') })).toEqual({
      value: 40,
      n: 1,
    });
    expect(await valueOf('production_efficiency', {}, { from: day(-4), to: day(-3) })).toEqual({ value: null, n: 0 });
  });

  it('gives a series a row for every day, null where nothing was observed', async () => {
    const [frame] = await framesOf({ queryType: 'kpi', kpis: ['production_efficiency'], interval: '1d' });
    expect(frame?.schema.meta).toMatchObject({
      type: 'timeseries-multi',
      typeVersion: [0, 1],
      custom: { n: [2, 1, 0], complete: [true, true, true] },
    });
    expect(frame?.data.values).toEqual([
      [Date.parse(day(0)), Date.parse(day(1)), Date.parse(day(2))],
      [90, 0, null],
    ]);
  });

  it('looks back from each date in a daily series of a calendar KPI', async () => {
    const frames = await framesOf({ queryType: 'kpi', kpis: ['dau', 'wau'], interval: '1d' });
    expect(frames.map(({ data }) => data.values[1])).toEqual([
      [2, 1, 0],
      [3, 3, 3],
    ]);
  });

  it('makes a series of every group, those without a value under unknown', async () => {
    const frames = await framesOf({
      queryType: 'kpi',
      kpis: ['production_efficiency'],
      groupBy: ['userRole', 'site'],
      format: 'numeric',
    });
    expect(frames.map(({ schema, data }) => [schema.fields[0]?.labels, data.values[0]?.[0]])).toEqual([
      [{ kpi: 'production_efficiency', userRole: 'operator', site: 'north' }, 80],
      [{ kpi: 'production_efficiency', userRole: 'unknown', site: 'north' }, 100],
      [{ kpi: 'production_efficiency', userRole: 'unknown', site: 'south' }, 0],
    ]);
    expect(frames.map(({ schema }) => schema.name)).toContain('Production Efficiency · unknown · south');
  });

  it('filters', async () => {
    const filtered = (filters: Record<string, string[]>) => valueOf('production_efficiency', { filters });
    expect(await filtered({ site: ['north'] })).toEqual({ value: 90, n: 2 });
    expect(await filtered({ site: ['north', 'south'], userRole: ['unknown'] })).toEqual({ value: 50, n: 2 });
    expect(await filtered({ site: ['nowhere'] })).toEqual({ value: null, n: 0 });
    expect(await filtered({ site: [] })).toMatchObject({ n: 3 });
    expect((await valueOf('dau_rate', { filters: { userRole: ['operator'] } })).value).toBeCloseTo((2 / 9) * 100, 9);
    expect((await valueOf('dau', { filters: { feature: ['quality_control'] } })).value).toBeCloseTo(1 / 3, 9);
  });

  it('compares with the range before', async () => {
    const [frame] = await framesOf({
      queryType: 'summary',
      kpis: ['production_efficiency', 'launch_time', 'dau', 'quality_index'],
    });
    const rows = rowsOf(frame);
    expect(rows).toMatchObject([
      // Below 75 and not below 60.
      {
        kpi: 'production_efficiency',
        value: 60,
        previous: 50,
        change: 20,
        change_points: 10,
        trend: 'up',
        good: true,
        status: 'warning',
        n: 3,
        complete: true,
      },
      {
        kpi: 'launch_time',
        value: expect.closeTo(3.7, 9) as number,
        previous: null,
        change: null,
        trend: null,
        good: null,
        status: 'off_target',
      },
      { kpi: 'dau', value: 1, previous: expect.closeTo(1 / 3, 9) as number, trend: 'up' },
      { kpi: 'quality_index', value: 93, previous: 93, change: 0, trend: 'stable', good: null, status: 'ok' },
    ]);
    expect(frame?.schema.meta.custom).toMatchObject({
      comparedFrom: `${day(-3).slice(0, -1)}.000Z`,
      comparedTo: `${day(0).slice(0, -1)}.000Z`,
    });
    for (const row of rows) {
      const sparkline = JSON.parse(String(row['sparkline'])) as unknown[];
      expect(sparkline.length).toBeGreaterThan(0);
      expect(sparkline.length).toBeLessThanOrEqual(60);
    }
  });

  it('answers every KPI of the catalogue in a summary', async () => {
    const [frame] = await framesOf({ queryType: 'summary' });
    const catalogue = (await http.send('GET', '/v1/catalogue')).json<{ kpis: Array<{ id: string }> }>();
    expect(rowsOf(frame).map(({ kpi }) => kpi)).toEqual(catalogue.kpis.map(({ id }) => id));
  });

  it('tells the severity of thresholds, in total and per site', async () => {
    const [total] = await framesOf({ queryType: 'thresholds' });
    expect(rowsOf(total)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          metric: 'production_efficiency',
          value: 60,
          threshold: 75,
          severity: 'warning',
          n: 3,
        }) as object,
        expect.objectContaining({ metric: 'quality_index', value: 93, threshold: 80, severity: 'ok' }) as object,
      ])
    );
    const perSite = await framesOf({ queryType: 'thresholds', format: 'numeric', groupBy: ['site'], window: '3d' });
    const labels = perSite.map(({ schema }) => schema.fields[0]?.labels);
    expect(labels).toContainEqual({ metric: 'production_efficiency', site: 'south' });
    expect(new Set(labels.map((label) => JSON.stringify(label))).size).toBe(labels.length);
  });

  it('gives the worst group alone, by the KPI’s direction, for rules that ask whether any is below a limit', async () => {
    const asked = {
      queryType: 'kpi',
      kpis: ['production_efficiency', 'defect_rate'],
      format: 'numeric',
      groupBy: ['site'],
    };
    const values = async (own: object) =>
      (await framesOf({ ...asked, ...own })).map(({ schema, data }) => ({
        ...schema.fields[0]?.labels,
        value: data.values[0]?.[0],
      }));
    const all = await values({});
    const of = (kpi: string) => all.flatMap((row) => ('kpi' in row && row.kpi === kpi ? [Number(row.value)] : []));
    expect(of('production_efficiency').length).toBeGreaterThan(1);
    expect(await values({ worst: true })).toEqual([
      { kpi: 'production_efficiency', value: Math.min(...of('production_efficiency')) },
      { kpi: 'defect_rate', value: Math.max(...of('defect_rate')) },
    ]);
    expect(await values({ worst: true, minN: 1000 })).toMatchObject([{ value: null }, { value: null }]);
  });

  it('suppresses values with few observations, and says so', async () => {
    const [frame] = await framesOf({ queryType: 'kpi', kpis: ['production_efficiency'], format: 'numeric', minN: 4 });
    expect(frame?.data.values).toEqual([[null]]);
    expect(frame?.schema.meta.notices?.[0]?.text).toContain('fewer than 4');
  });

  it('refuses a group that a KPI does not know with a notice, not an error', async () => {
    const [frame] = await framesOf({ queryType: 'kpi', kpis: ['dau_rate'], format: 'numeric', groupBy: ['site'] });
    expect(frame?.data.values).toEqual([[null]]);
    expect(frame?.schema.meta.notices?.[0]?.text).toContain('site');
  });

  it('does not let a query that fails disturb its neighbours', async () => {
    const answer = await http.send('POST', '/v1/query', {
      ...RANGE,
      queries: [
        { refId: 'A', queryType: 'kpi', kpis: ['revenue'], format: 'numeric', datasource: { uid: 'x' }, intervalMs: 5 },
        { refId: 'B', queryType: 'kpi', kpis: ['no_such_kpi'] },
        { refId: 'C', queryType: 'nonsense' },
        { refId: 'D', queryType: 'kpi', kpis: ['revenue'], interval: '7m' },
        { refId: '__proto__', queryType: 'kpi', kpis: ['revenue'], format: 'numeric' },
      ],
    });
    const { results } = answer.json<{
      results: Record<string, { status: number; error?: string; frames: JsonFrame[] }>;
    }>();
    expect(results['A']).toMatchObject({ status: 200, frames: [{ data: { values: [[6000]] } }] });
    expect(results['B']).toMatchObject({
      status: 400,
      error: expect.stringContaining('no_such_kpi') as string,
      frames: [],
    });
    expect(results['C']).toMatchObject({ status: 400, error: expect.stringContaining('nonsense') as string });
    expect(results['D']).toMatchObject({
      status: 400,
      error: '/interval: expected one of 5m, 15m, 1h, 1d, 1w, 1M, auto (queryType kpi).',
    });
    expect(answer.body).toContain('"__proto__":{"status":200');
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['a range that ends where it begins', { from: RANGE.from, to: RANGE.from }, /\/to/],
    ['a time that is none', { from: 'yesterday' }, /\/from/],
    ['no queries', { queries: [] }, /\/queries/],
    ['a refId that stands twice', { queries: [{ refId: 'A' }, { refId: 'A' }] }, /refId/],
  ])('refuses %s as a whole', async (_name, own, place) => {
    const answer = await http.send('POST', '/v1/query', {
      ...RANGE,
      queries: [{ refId: 'A', queryType: 'summary' }],
      ...own,
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.body).toMatch(place);
  });

  it('is open to readers only', async () => {
    for (const key of [KEYS.ingest, KEYS.admin]) {
      const answer = await http.send(
        'POST',
        '/v1/query',
        { ...RANGE, queries: [] },
        { authorization: `Bearer ${key}` }
      );
      expect(answer.statusCode).toBe(403);
    }
  });
});

describe('values that can still change', () => {
  const database = withDatabase();
  let http: TestApp;
  const now = Date.now();
  const today = new Date(now).toISOString().slice(0, 10);

  beforeAll(async () => {
    http = await createTestApp(database, testConfig());
    await http.postEvents([
      sessionEvent({ timestamp: new Date(now - 60_000).toISOString() }),
      sessionEvent({ timestamp: new Date(now - 3 * DAY_MS).toISOString() }),
    ]);
  });
  afterAll(() => http.close());

  const range = { from: `${addDays(today, -3)}T00:00:00Z`, to: new Date(now + HOUR_MS).toISOString() };

  it('are given all the same, and flagged, but for calendar dates', async () => {
    const answer = await http.ask(range, { queryType: 'kpi', kpis: ['session_duration', 'dau'], format: 'numeric' });
    const [sessions, dau] = answer.frames;
    expect(sessions?.data.values).toEqual([[300]]);
    expect(sessions?.schema.meta.custom).toMatchObject({ n: [2], complete: [false] });
    // Three dates at the most are over; today is not.
    expect(dau?.schema.meta.custom.complete).toEqual([true]);
    expect(dau?.schema.meta.custom.n[0]).toBeLessThanOrEqual(3);
  });

  it('are left out of series where that is asked for', async () => {
    const query = { queryType: 'kpi', kpis: ['session_duration'], interval: '1d' };
    const [all] = (await http.ask(range, query)).frames;
    const [complete] = (await http.ask(range, { ...query, completeBuckets: true })).frames;
    const flags = all?.schema.meta.custom.complete ?? [];
    expect(flags.at(-1)).toBe(false);
    expect(complete?.data.values[0]).toEqual(all?.data.values[0]?.filter((_, bucket) => flags[bucket]));
    expect(complete?.data.values[0]?.length).toBeGreaterThan(0);
  });
});
