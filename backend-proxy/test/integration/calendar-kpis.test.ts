import { withDatabase } from '../helpers/database';
import { featureEvent, journeyEvent, sessionEvent, type EventBody } from '../helpers/events';
import { createTestApp, type TestApp } from '../helpers/http';
import { testConfig } from '../helpers/proxy';

/**
 * A plant at UTC+7 whose dates begin at 06:00: each begins at 23:00 UTC of the calendar date before. Three people come
 * around the beginning of 5 January; their brackets of 30 days end on 9 and 10 February.
 */
const [ANNA, BEN, CARA] = ['a', 'b', 'c'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`);
const session = (userId: string | undefined, timestamp: string, own: Record<string, unknown> = {}): EventBody =>
  sessionEvent({ userId, timestamp, featuresUsed: [], ...own });

const EVENTS: EventBody[] = [
  // The first instant of 5 January, and the last of 4 January.
  session(ANNA, '2025-01-04T23:00:00Z', { userRole: 'operator', featuresUsed: ['batch_processing'] }),
  session(BEN, '2025-01-04T22:59:59.999999Z', { userRole: 'manager' }),
  journeyEvent({ userId: CARA, timestamp: '2025-01-05T10:00:00Z', userRole: 'operator' }),
  // 3 February is the last date of Anna's adoption window; the next one is no longer in it.
  featureEvent({ userId: ANNA, timestamp: '2025-02-03T22:59:59Z', feature: 'quality_control', userRole: 'manager' }),
  featureEvent({ userId: ANNA, timestamp: '2025-02-03T23:00:00Z', feature: 'inventory_tracking', userRole: 'manager' }),
  // The last instant of 10 February: the last date of Anna's bracket, a date after Ben's.
  session(ANNA, '2025-02-10T22:59:59.999Z', { userRole: 'manager' }),
  session(BEN, '2025-02-10T12:00:00Z', { userRole: 'manager' }),
];

/** The range of local dates, both included. */
const dates = (first: string, last: string) => ({
  from: `${new Date(Date.parse(`${first}T00:00:00Z`) - 3_600_000).toISOString()}`,
  to: `${new Date(Date.parse(`${last}T23:00:00Z`)).toISOString()}`,
});

describe.each(['raw rows', 'rollups'])('calendar KPIs over %s', (source) => {
  const database = withDatabase();
  let http: TestApp;

  beforeAll(async () => {
    http = await createTestApp(
      database,
      testConfig({ reporting: { timezone: 'Asia/Ho_Chi_Minh', dayStartMinutes: 360 } })
    );
    // Older than what is taken over HTTP.
    await http.services.intake.take({ events: EVENTS, sentAt: null, deviceId: null }, Infinity);
    if (source === 'rollups') {
      await http.rollUpAll();
    }
  });
  afterAll(() => http.close());

  const numeric = async (kpi: string, range: { from: string; to: string }, own: Record<string, unknown> = {}) => {
    const { frames } = await http.ask(range, { queryType: 'kpi', kpis: [kpi], format: 'numeric', ...own });
    return frames.map(({ schema, data }) => ({
      ...Object.fromEntries(Object.entries(schema.fields[0]?.labels ?? {}).filter(([name]) => name !== 'kpi')),
      value: data.values[0]?.[0],
      n: schema.meta.custom.n[0],
    }));
  };
  const rounded = (rows: Array<{ value: unknown; n: unknown }>) =>
    rows.map((row) => ({
      ...row,
      value: typeof row.value === 'number' ? Math.round(row.value * 1000) / 1000 : row.value,
    }));

  it.each<[string, string, number | null, number]>([
    // Only Anna's and Cara's bracket, 4 to 10 February, lies within; Anna came back on its last date.
    ['2025-02-04', '2025-02-10', 50, 2],
    // Ben's as well, who came back a date too late.
    ['2025-02-03', '2025-02-10', 33.333, 3],
    ['2025-02-03', '2025-02-09', 0, 1],
    ['2025-02-04', '2025-02-09', null, 0],
    ['2025-01-01', '2025-06-01', 33.333, 3],
  ])('retention_30 from %s to %s', async (first, last, value, n) => {
    expect(rounded(await numeric('retention_30', dates(first, last)))).toEqual([{ value, n }]);
  });

  it('a bracket that the range cuts by a millisecond does not count', async () => {
    const { from, to } = dates('2025-02-04', '2025-02-10');
    expect(await numeric('retention_30', { from, to: new Date(Date.parse(to) - 1).toISOString() })).toEqual([
      { value: null, n: 0 },
    ]);
    expect(await numeric('retention_30', { from: new Date(Date.parse(from) + 1).toISOString(), to })).toEqual([
      { value: null, n: 0 },
    ]);
  });

  it('groups and filters a cohort by the earliest activity, whatever comes later', async () => {
    const range = dates('2025-02-03', '2025-02-10');
    expect(await numeric('retention_30', range, { groupBy: ['userRole'] })).toEqual([
      { userRole: 'manager', value: 0, n: 1 },
      { userRole: 'operator', value: 50, n: 2 },
    ]);
    expect(await numeric('retention_30', range, { filters: { userRole: ['operator'] } })).toEqual([
      { value: 50, n: 2 },
    ]);
  });

  it('looks back 30 dates in a daily series', async () => {
    const { frames } = await http.ask(dates('2025-02-08', '2025-02-11'), {
      queryType: 'kpi',
      kpis: ['retention_30'],
      interval: '1d',
    });
    const [times, values] = frames[0]?.data.values ?? [];
    expect(times?.map((time) => new Date(Number(time)).toISOString())).toEqual([
      '2025-02-07T23:00:00.000Z',
      '2025-02-08T23:00:00.000Z',
      '2025-02-09T23:00:00.000Z',
      '2025-02-10T23:00:00.000Z',
    ]);
    expect(values?.map((value) => (value === null ? null : Math.round(Number(value))))).toEqual([null, 0, 33, 33]);
  });

  it('feature_adoption counts features used within 30 dates of the first', async () => {
    // Anna used two of six features within her window, Cara none.
    expect(rounded(await numeric('feature_adoption', dates('2025-02-03', '2025-02-03')))).toEqual([
      { value: 16.667, n: 2 },
    ]);
    expect(rounded(await numeric('feature_adoption', dates('2025-02-02', '2025-02-03')))).toEqual([
      { value: 11.111, n: 3 },
    ]);
    expect(await numeric('feature_adoption', dates('2025-02-04', '2025-02-04'))).toEqual([{ value: null, n: 0 }]);
    const byFeature = await numeric('feature_adoption', dates('2025-02-03', '2025-02-03'), { groupBy: ['feature'] });
    expect(byFeature).toContainEqual({ feature: 'quality_control', value: 50, n: 2 });
    expect(byFeature).toContainEqual({ feature: 'inventory_tracking', value: 0, n: 2 });
    expect(byFeature).toHaveLength(6);
  });

  it('dates begin at 06:00', async () => {
    expect(await numeric('dau', dates('2025-01-05', '2025-01-05'))).toEqual([{ value: 2, n: 1 }]);
    expect(await numeric('dau', dates('2025-01-04', '2025-01-04'))).toEqual([{ value: 1, n: 1 }]);
    expect(await numeric('dau', dates('2025-01-03', '2025-01-06'))).toEqual([{ value: 0.75, n: 4 }]);
    expect(await numeric('wau', dates('2025-01-11', '2025-01-11'))).toEqual([{ value: 2, n: 2 }]);
    expect(await numeric('wau', dates('2025-01-10', '2025-01-10'))).toEqual([{ value: 3, n: 3 }]);
    expect(await numeric('mau', dates('2025-02-01', '2025-02-01'))).toEqual([{ value: 2, n: 2 }]);
  });

  it('licensed seats count by the date they are in force', async () => {
    const license = (effectiveFrom: string, operators: number) =>
      http.send('PUT', '/v1/licenses', {
        effectiveFrom,
        seats: [
          { userRole: 'operator', count: operators },
          { userRole: 'manager', count: 1 },
        ],
      });
    expect((await license('2025-01-05', 3)).statusCode).toBe(200);
    expect((await license('2025-02-10', 7)).statusCode).toBe(200);
    // Before 5 January there is no seat count: that date is left out.
    expect(await numeric('dau_rate', dates('2025-01-04', '2025-01-05'))).toEqual([{ value: 50, n: 4 }]);
    expect(await numeric('dau_rate', dates('2025-02-10', '2025-02-10'))).toEqual([{ value: 25, n: 8 }]);
    expect(
      await numeric('dau_rate', dates('2025-01-05', '2025-01-05'), { filters: { userRole: ['operator'] } })
    ).toEqual([{ value: (2 / 3) * 100, n: 3 }]);
    expect(await numeric('dau_rate', dates('2025-01-04', '2025-01-04'))).toEqual([{ value: null, n: 0 }]);
  });
});
