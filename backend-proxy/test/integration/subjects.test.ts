import { randomUUID } from 'node:crypto';
import { createPseudonymizer } from '../../src/ingest/privacy';
import { withDatabase } from '../helpers/database';
import { featureEvent, journeyEvent, NOON, performanceEvent, sessionEvent } from '../helpers/events';
import { createTestApp, KEYS, type TestApp } from '../helpers/http';
import { testConfig } from '../helpers/proxy';

const RANGE = { from: '2026-03-02T00:00:00Z', to: '2026-03-03T00:00:00Z' };
const ADMIN = { authorization: `Bearer ${KEYS.admin}` };
/** Tables that hold rows of people. */
const TABLES = ['user_engagement', 'feature_usage', 'user_journeys', 'performance_metrics', 'user_days', 'users'];

describe('/v1/subjects/{userId}', () => {
  const database = withDatabase();
  const config = testConfig({ collection: { maxLatenessMs: Infinity } });
  const pseudonymize = createPseudonymizer(config.privacy);
  let test: TestApp;

  beforeAll(async () => {
    test = await createTestApp(database, config);
  });
  afterAll(() => test.close());

  const get = (userId: string) => test.send('GET', `/v1/subjects/${userId}`, undefined, ADMIN);
  const erase = (userId: string) => test.send('DELETE', `/v1/subjects/${userId}`);
  const eventsOf = (userId: string) => [
    sessionEvent({ userId, sessionDuration: 900 }),
    featureEvent({ userId }),
    journeyEvent({ userId }),
    performanceEvent({ userId }),
    performanceEvent({ userId, launchTime: -1 }),
  ];
  const dau = async () =>
    (await test.ask(RANGE, { queryType: 'kpi', format: 'numeric', kpis: ['dau'] })).frames[0]?.data.values[0];

  it('tells everything that is stored about a person, under the pseudonym', async () => {
    const userId = randomUUID();
    await test.postEvents(eventsOf(userId));
    await test.rollUpAll();
    const answer = await get(userId.toUpperCase());
    expect(answer.statusCode).toBe(200);
    expect(answer.body).not.toContain(userId);
    const storedAs = pseudonymize(userId);
    expect(answer.json()).toMatchObject({
      storedAs,
      rawGoneBefore: null,
      user: { userId: storedAs, firstSeen: '2026-03-02' },
      userDays: [{ localDate: '2026-03-02', hasJourney: true }],
      events: {
        session: [{ userId: storedAs, sessionDuration: 900, featuresUsed: ['batch_processing', 'quality_control'] }],
        feature: [{ userId: storedAs, feature: 'inventory_tracking' }],
        journey: [{ userId: storedAs, steps: ['home', 'list', 'report'] }],
        performance: [{ userId: storedAs, launchTime: 1.2 }],
      },
      quarantine: [{ code: 'out_of_range', payload: { userId: storedAs } }],
    });
    await erase(userId);
  });

  it('erases a person from every table and every number, keeps a receipt without the id', async () => {
    const [userId, other] = [randomUUID(), randomUUID()];
    const own = eventsOf(userId);
    await test.postEvents([...own, sessionEvent({ userId: other, sessionDuration: 100 })]);
    await test.rollUpAll();
    expect(await dau()).toEqual([2]);

    const answer = await erase(userId);
    expect(answer.statusCode).toBe(200);
    const receipt = answer.json<{ receiptId: string }>();
    expect(receipt).toEqual({
      receiptId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      time: expect.stringMatching(/Z$/) as string,
      counts: {
        user_engagement: 1,
        feature_usage: 1,
        user_journeys: 1,
        performance_metrics: 1,
        user_days: 1,
        users: 1,
        rejected_events: 1,
      },
      rawGoneBefore: null,
      aggregatesKept: false,
      note: expect.stringContaining('computed anew') as string,
    });
    const id = pseudonymize(userId);
    for (const table of TABLES) {
      expect(await database.rows(`SELECT 1 FROM ${table} WHERE user_id = $1`, [id])).toEqual([]);
    }
    const kept = await database.rows<{ text: string }>(
      `SELECT to_jsonb(r)::text AS text FROM erasure_receipts r UNION ALL SELECT to_jsonb(a)::text FROM audit_log a
       UNION ALL SELECT to_jsonb(q)::text FROM rejected_events q`
    );
    expect(kept.map(({ text }) => text).join('\n')).toContain(receipt.receiptId);
    expect(kept.map(({ text }) => text).join('\n')).not.toMatch(new RegExp(`${id}|${userId}`, 'i'));

    // Right at once, from raw rows, and when the rollups are mended.
    for (const mended of [false, true]) {
      expect(await dau()).toEqual([1]);
      const sessions = await test.ask(RANGE, { queryType: 'kpi', format: 'numeric', kpis: ['session_duration'] });
      expect([mended, sessions.frames[0]?.data.values[0]]).toEqual([mended, [100]]);
      await test.rollUpAll();
    }
    // A device that sends again brings nothing back.
    expect((await test.postEvents(own.slice(0, 4))).duplicates).toBe(4);
    expect((await get(userId)).statusCode).toBe(404);
    expect((await erase(userId)).statusCode).toBe(404);
    await erase(other);
  });

  it('says that sums stay where raw rows are gone', async () => {
    const userId = randomUUID();
    await test.postEvents([sessionEvent({ userId, timestamp: NOON })]);
    await test.rollUpAll();
    const id = pseudonymize(userId);
    await database.pool.query(`UPDATE rollup_state SET raw_floor = '2026-04-01'`);
    await database.pool.query('DELETE FROM user_engagement WHERE user_id = $1', [id]);
    expect((await erase(userId)).json()).toMatchObject({
      counts: { user_engagement: 0, user_days: 1, users: 1 },
      rawGoneBefore: '2026-04-01T00:00:00.000Z',
      aggregatesKept: true,
      note: expect.stringContaining('dropped earlier') as string,
    });
    await database.pool.query(`UPDATE rollup_state SET raw_floor = '-infinity'`);
  });

  it('refuses what is no UUID without repeating it', async () => {
    for (const answer of [await get('anna@example.org'), await erase('anna@example.org')]) {
      expect(answer.statusCode).toBe(400);
      expect(answer.body).not.toContain('anna');
    }
  });

  it('needs a key of the scope admin', async () => {
    const headers = { authorization: `Bearer ${KEYS.read}` };
    for (const method of ['GET', 'DELETE'] as const) {
      expect((await test.send(method, `/v1/subjects/${randomUUID()}`, undefined, headers)).statusCode).toBe(403);
    }
  });
});
