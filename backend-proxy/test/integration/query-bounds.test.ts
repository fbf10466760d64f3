import { addDays } from '../../src/domain/calendar';
import type { QueryResult } from '../../src/query/service';
import { withDatabase } from '../helpers/database';
import { businessEvent } from '../helpers/events';
import { createTestApp, type TestApp } from '../helpers/http';
import { testConfig } from '../helpers/proxy';

const DAY = addDays(new Date().toISOString().slice(0, 10), -5);
const RANGE = { from: `${DAY}T00:00:00Z`, to: `${addDays(DAY, 1)}T00:00:00Z` };
const SITES = 8;
const TIMEOUT_MS = 400;

describe('a query is bounded', () => {
  const database = withDatabase();
  let http: TestApp;

  beforeAll(async () => {
    http = await createTestApp(database, testConfig({ query: { maxSeries: 5, maxRows: 100, timeoutMs: TIMEOUT_MS } }));
    await http.postEvents(
      Array.from({ length: SITES }, (_, index) =>
        businessEvent({ site: `site-${index}`, timestamp: `${DAY}T12:00:00Z` })
      )
    );
    await http.rollUpAll();
  });
  afterAll(() => http.close());

  const grouped = { queryType: 'kpi', kpis: ['revenue'], groupBy: ['site'] };
  const notices = (result: QueryResult) => result.frames[0]?.schema.meta.notices?.map(({ text }) => text) ?? [];

  it.each(['numeric', 'timeseries'])('in its series, and says so: %s', async (format) => {
    const result = await http.ask(RANGE, { ...grouped, format, interval: '1h' });
    expect(result.frames).toHaveLength(5);
    expect(notices(result)).toContainEqual(expect.stringMatching(/^8 series were found and 5 are shown/));
  });

  it('in its series by what it asks for itself', async () => {
    expect((await http.ask(RANGE, { ...grouped, format: 'numeric', limit: 2 })).frames).toHaveLength(2);
    expect((await http.ask(RANGE, { ...grouped, format: 'numeric', limit: 100 })).frames).toHaveLength(5);
  });

  it('in the rows of a table', async () => {
    const table = async (own: Record<string, unknown>) => {
      const result = await http.ask(RANGE, { ...grouped, format: 'table', ...own });
      return result.frames[0]?.data.values[0]?.length;
    };
    expect(await table({})).toBe(SITES);
    expect(await table({ limit: 3 })).toBe(3);
    const summary = await http.ask(RANGE, { queryType: 'summary', kpis: ['revenue'], groupBy: ['site'], limit: 3 });
    expect(summary.frames[0]?.data.values[0]).toHaveLength(3);
    expect(notices(summary)).toContainEqual(expect.stringMatching(/^8 rows were found and 3 are shown/));
  });

  it('in the rows of a series: an interval that is too narrow is refused, auto widens it', async () => {
    const refused = await http.ask(RANGE, { queryType: 'kpi', kpis: ['revenue'], interval: '5m' });
    expect(refused).toMatchObject({ status: 400, error: expect.stringContaining('query.max_rows') as string });
    const auto = await http.ask(RANGE, { queryType: 'kpi', kpis: ['revenue'], interval: 'auto' });
    expect(auto.status).toBe(200);
    expect(auto.frames[0]?.data.values[0]?.length).toBeLessThanOrEqual(100);
  });

  it('in its time: the statement is cancelled in Postgres too, and the neighbours are answered', async () => {
    const lock = await database.pool.connect();
    try {
      await lock.query('BEGIN; LOCK TABLE rollup_session IN ACCESS EXCLUSIVE MODE');
      const since = Date.now();
      const answer = await http.send('POST', '/v1/query', {
        ...RANGE,
        queries: [
          { refId: 'slow', queryType: 'kpi', kpis: ['session_quality'], format: 'numeric' },
          { refId: 'quick', queryType: 'kpi', kpis: ['revenue'], format: 'numeric' },
        ],
      });
      expect(Date.now() - since).toBeGreaterThanOrEqual(TIMEOUT_MS - 50);
      const { results } = answer.json<{ results: Record<string, QueryResult> }>();
      expect(results['slow']).toMatchObject({
        status: 504,
        error: expect.stringContaining('query.timeout') as string,
        frames: [],
      });
      expect(results['quick']).toMatchObject({ status: 200 });
      const waiting = await lock.query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
      );
      expect(waiting.rows).toEqual([]);
    } finally {
      await lock.query('ROLLBACK');
      lock.release();
    }
    expect(await http.ask(RANGE, { queryType: 'kpi', kpis: ['session_quality'], format: 'numeric' })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    [{ from: '1950-01-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }, '/from', 'the range may span 60 years at most'],
    [{ from: '0001-01-01T00:00:00Z', to: '0002-01-01T00:00:00Z' }, '/from', 'from must not be before 1900'],
    [{ from: '2199-01-01T00:00:00Z', to: '2201-01-01T00:00:00Z' }, '/to', 'to must not be after 2200'],
  ])('refuses the range %j', async (range, path, message) => {
    const queries = [{ refId: 'A', queryType: 'freshness' }];
    const answer = await http.send('POST', '/v1/query', { ...range, queries });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ errors: [{ path, code: 'out_of_range', message }] });
  });

  it('refuses a window of thousands of years', async () => {
    expect(await http.ask(RANGE, { queryType: 'thresholds', window: '99999999d' })).toMatchObject({
      status: 400,
      error: 'window must be 60 years at most.',
    });
  });
});
