import { randomUUID } from 'node:crypto';
import type { PoolClient } from 'pg';
import { withDatabase } from '../helpers/database';
import { journeyEvent, NOON, performanceEvent, sessionEvent } from '../helpers/events';
import { createTestApp, type TestApp } from '../helpers/http';
import { testConfig } from '../helpers/proxy';

const USER = 'aaaaaaaa-0000-4000-8000-000000000001';
const RANGE = { from: '2026-03-01T00:00:00Z', to: '2026-03-05T00:00:00Z' };

describe('POST /v1/events/{id}/void', () => {
  const database = withDatabase();
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp(
      database,
      testConfig({ collection: { maxLatenessMs: Infinity }, privacy: { anonymizeUserData: false } })
    );
  });
  afterAll(() => test.close());

  const post = (id: string, body: unknown = { reason: 'typed wrongly' }) =>
    test.send('POST', `/v1/events/${id}/void`, body);
  const valueOf = async (kpi: string): Promise<unknown> =>
    (await test.ask(RANGE, { queryType: 'kpi', format: 'numeric', kpis: [kpi] })).frames[0]?.data.values[0]?.[0];

  it('takes an event out of the numbers at once and after the rollups are mended; the row stays', async () => {
    const [kept, wrong] = [sessionEvent({ sessionDuration: 100 }), sessionEvent({ sessionDuration: 900 })];
    await test.postEvents([kept, wrong]);
    await test.rollUpAll();
    expect(await valueOf('session_duration')).toBe(500);

    const answer = await post(wrong.id);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      id: wrong.id,
      type: 'session',
      timestamp: '2026-03-02T12:00:00.000Z',
      voidedAt: expect.stringMatching(/Z$/) as string,
      reason: 'typed wrongly',
    });
    expect(await valueOf('session_duration')).toBe(100);
    await test.rollUpAll();
    expect(await valueOf('session_duration')).toBe(100);
    expect(
      await database.rows('SELECT void_reason FROM user_engagement WHERE event_id = $1 AND voided_at IS NOT NULL', [
        wrong.id,
      ])
    ).toEqual([{ void_reason: 'typed wrongly' }]);
    expect(await database.rows('SELECT action, detail, actor FROM audit_log')).toEqual([
      {
        action: 'event.void',
        detail: { id: wrong.id, type: 'session', reason: 'typed wrongly' },
        actor: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
      },
    ]);
  });

  it('answers the same again: first reason, first time, one line in the audit', async () => {
    const event = performanceEvent();
    await test.postEvents([event]);
    const first = await post(event.id);
    const audited = await database.rows('SELECT id FROM audit_log');
    const second = await post(event.id, { reason: 'another' });
    expect([second.statusCode, second.json()]).toEqual([200, first.json()]);
    expect(await database.rows('SELECT id FROM audit_log')).toEqual(audited);
    expect((await test.postEvents([event])).duplicates).toBe(1);
  });

  it('makes active dates and the first sight of the user right in the same transaction', async () => {
    const early = journeyEvent({ userId: USER, timestamp: '2026-03-01T08:00:00Z', site: 'north' });
    const late = sessionEvent({ userId: USER, timestamp: NOON, site: 'south', featuresUsed: ['quality_control'] });
    await test.postEvents([early, late]);
    await test.rollUpAll();
    const state = () =>
      database.rows(
        `SELECT u.first_seen, u.site, array_agg(d.local_date::text ORDER BY d.local_date) AS dates
         FROM users u JOIN user_days d USING (user_id) WHERE u.user_id = $1 GROUP BY 1, 2`,
        [USER]
      );
    expect(await state()).toEqual([{ first_seen: '2026-03-01', site: 'north', dates: ['2026-03-01', '2026-03-02'] }]);
    await post(early.id);
    expect(await state()).toEqual([{ first_seen: '2026-03-02', site: 'south', dates: ['2026-03-02'] }]);
    await post(late.id);
    expect(await state()).toEqual([]);
  });

  it('keeps a first sight and dates whose raw rows are gone', async () => {
    const user = randomUUID();
    const event = sessionEvent({ userId: user });
    await test.postEvents([event]);
    await test.rollUpAll();
    await database.pool.query(`UPDATE rollup_state SET raw_floor = '2026-03-01'`);
    await database.pool.query(
      `INSERT INTO user_days SELECT '2026-01-05', user_id, site, user_role, device_type, app_version, features, has_journey
       FROM user_days WHERE user_id = $1`,
      [user]
    );
    await database.pool.query(
      `UPDATE users SET first_seen = '2026-01-05', first_event_at = '2026-01-05T10:00Z' WHERE user_id = $1`,
      [user]
    );
    await post(event.id);
    expect(await database.rows('SELECT local_date FROM user_days WHERE user_id = $1', [user])).toEqual([
      { local_date: '2026-01-05' },
    ]);
    expect(await database.rows('SELECT first_seen FROM users WHERE user_id = $1', [user])).toEqual([
      { first_seen: '2026-01-05' },
    ]);
    await database.pool.query(`UPDATE rollup_state SET raw_floor = '-infinity'`);
  });

  it('makes a rollup run that read before it begin anew', async () => {
    const event = sessionEvent({ userId: randomUUID() });
    await test.postEvents([event]);
    const old: PoolClient = await database.pool.connect();
    try {
      // A worker whose snapshot is older than the void, and which gets its lock after it.
      await old.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await old.query('SELECT count(*) FROM user_engagement');
      await post(event.id);
      await expect(old.query('UPDATE rollup_state SET rolled_up_at = now()')).rejects.toMatchObject({ code: '40001' });
    } finally {
      await old.query('ROLLBACK');
      old.release();
    }
  });

  it.each([
    ['an id that nobody sent', randomUUID(), 404],
    ['what is no UUID', 'twelve', 400],
  ])('refuses %s', async (_name, id, status) => {
    const answer = await post(id);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it.each([{}, { reason: '' }, { reason: '  ' }, { reason: 7 }, { reason: 'x'.repeat(501) }])(
    'asks for a reason: %j',
    async (body) => {
      expect((await post(randomUUID(), body)).statusCode).toBe(400);
    }
  );

  it('needs a key of the scope admin', async () => {
    const headers = { authorization: 'Bearer an-ingest-key' };
    const answer = await test.send('POST', `/v1/events/${randomUUID()}/void`, { reason: 'no' }, headers);
    expect(answer.statusCode).toBe(403);
  });
});
