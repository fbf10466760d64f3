import { KPIS } from '@lopan/catalogue';
import { withDatabase } from '../helpers/database';
import { businessEvent, featureEvent, sessionEvent } from '../helpers/events';
import { createTestApp, KEYS, type TestApp } from '../helpers/http';
import { testConfig } from '../helpers/proxy';

const NOW = new Date().toISOString();

describe('the other operations of /v1', () => {
  const database = withDatabase();
  let http: TestApp;

  beforeAll(async () => {
    http = await createTestApp(database, testConfig());
  });
  afterAll(() => http.close());

  describe('/v1/licenses', () => {
    const put = (body: unknown) => http.send('PUT', '/v1/licenses', body);
    const all = async () => (await http.send('GET', '/v1/licenses')).json<{ licenses: unknown[] }>().licenses;
    const january = { effectiveFrom: '2026-01-01', seats: [{ userRole: 'operator', count: 120 }] };
    const march = {
      effectiveFrom: '2026-03-01',
      seats: [
        { userRole: 'manager', count: 0 },
        { userRole: 'operator', count: 100 },
      ],
    };

    it('replaces the set of a date and keeps the others, oldest first', async () => {
      expect((await put(march)).statusCode).toBe(200);
      expect((await put({ ...january, seats: [{ userRole: 'guest', count: 1 }] })).statusCode).toBe(200);
      expect((await put(january)).json()).toEqual(january);
      expect(await all()).toEqual([january, march]);
    });

    it('takes a set without seats: from then on nothing is licensed', async () => {
      const none = { effectiveFrom: '2027-01-01', seats: [] };
      await put(none);
      expect(await all()).toEqual([january, march, none]);
    });

    it('is written whole or not at all by several at once', async () => {
      const roles = Array.from({ length: 20 }, (_, index) => `role-${index}`);
      await Promise.all(
        Array.from({ length: 8 }, (_, count) =>
          put({ effectiveFrom: '2028-01-01', seats: roles.map((userRole) => ({ userRole, count })) })
        )
      );
      const [last] = (await all()).slice(-1) as Array<{ seats: Array<{ count: number }> }>;
      expect(last?.seats).toHaveLength(20);
      expect(new Set(last?.seats.map(({ count }) => count)).size).toBe(1);
    });

    it.each<[string, unknown, string]>([
      ['a date that does not exist', { effectiveFrom: '2026-02-30', seats: [] }, '/effectiveFrom'],
      ['an instant for a date', { effectiveFrom: '2026-02-03T00:00:00Z', seats: [] }, '/effectiveFrom'],
      ['a negative count', { effectiveFrom: '2026-01-01', seats: [{ userRole: 'x', count: -1 }] }, '/seats/0/count'],
      ['half a seat', { effectiveFrom: '2026-01-01', seats: [{ userRole: 'x', count: 0.5 }] }, '/seats/0/count'],
      [
        'a role without a name',
        { effectiveFrom: '2026-01-01', seats: [{ userRole: '', count: 1 }] },
        '/seats/0/userRole',
      ],
      [
        'a role that no text can hold',
        { effectiveFrom: '2026-01-01', seats: [{ userRole: 'a\0', count: 1 }] },
        '/seats/0/userRole',
      ],
      [
        'a role that stands twice',
        {
          effectiveFrom: '2026-01-01',
          seats: [
            { userRole: 'x', count: 1 },
            { userRole: 'x', count: 2 },
          ],
        },
        '/seats/1/userRole',
      ],
      ['a field nobody knows', { effectiveFrom: '2026-01-01', seats: [], until: '2027-01-01' }, '/until'],
    ])('refuses %s', async (_name, body, path) => {
      const answer = await put(body);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ errors: [{ path }] });
    });

    it('is written by administrators only', async () => {
      for (const key of [KEYS.ingest, KEYS.read]) {
        const answer = await http.send('PUT', '/v1/licenses', january, { authorization: `Bearer ${key}` });
        expect(answer.statusCode).toBe(403);
      }
    });
  });

  it('GET /v1/collection tells clients the policy', async () => {
    expect((await http.send('GET', '/v1/collection')).json()).toEqual({
      batchSize: 100,
      flushIntervalSeconds: 60,
      maxEvents: 10_000,
      maxBodyBytes: 1_048_576,
    });
  });

  it('GET /v1/catalogue tells KPIs, features, dimensions and query types', async () => {
    const catalogue = (await http.send('GET', '/v1/catalogue')).json<{
      kpis: Array<{ id: string }>;
      features: Array<{ id: string }>;
      dimensions: string[];
      queryTypes: Array<{ id: string }>;
    }>();
    expect(catalogue.kpis.map(({ id }) => id)).toEqual(KPIS.map(({ id }) => id));
    expect(catalogue.features).toHaveLength(6);
    expect(catalogue.dimensions).toEqual(['userRole', 'deviceType', 'appVersion', 'site', 'feature']);
    expect(catalogue.queryTypes.map(({ id }) => id)).toEqual(expect.arrayContaining(['kpi', 'summary', 'thresholds']));
  });

  describe('GET /v1/dimensions/{name}', () => {
    beforeAll(async () => {
      await http.postEvents([
        businessEvent({ timestamp: NOW, site: 'north' }),
        businessEvent({ timestamp: NOW, site: 'north' }),
        sessionEvent({ timestamp: NOW, site: 'south', featuresUsed: ['quality_control'] }),
        featureEvent({ timestamp: NOW, feature: 'quality_control' }),
      ]);
      await http.rollUpAll();
    });

    it.each<[string, Array<{ value: string; count: number }>]>([
      [
        'site',
        [
          { value: 'north', count: 2 },
          { value: 'south', count: 1 },
          { value: 'unknown', count: 1 },
        ],
      ],
      ['userRole', [{ value: 'unknown', count: 4 }]],
      ['feature', [{ value: 'quality_control', count: 2 }]],
    ])('tells the values of %s, the most frequent first', async (name, values) => {
      expect((await http.send('GET', `/v1/dimensions/${name}`)).json()).toEqual({ name, values });
    });

    it.each(['user_role', 'constructor', '__proto__'])('knows no %s', async (name) => {
      const answer = await http.send('GET', `/v1/dimensions/${name}`);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ detail: expect.stringContaining('userRole') as string });
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ['kpi', { kpis: ['revenue'], filters: { site: ['a\0b'] } }],
    ['funnel', { steps: ['a\0', 'b'] }],
    ['paths', { startPoint: 'a\0' }],
  ])('a %s query with a text that Postgres cannot hold is the fault of the query', async (queryType, fields) => {
    const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
    expect(await http.ask(range, { queryType, ...fields })).toMatchObject({ status: 400 });
  });

  it('filters that hold anything else are values like others', async () => {
    const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
    for (const value of [`'; DROP TABLE event_ids; --`, '\ud800', '$1', '%', '{"a"}', '', 'NULL', '🏭'.repeat(100)]) {
      const query = { queryType: 'kpi', kpis: ['revenue', 'dau'], format: 'numeric', filters: { site: [value] } };
      expect(await http.ask(range, query)).toMatchObject({ status: 200 });
    }
  });
});
