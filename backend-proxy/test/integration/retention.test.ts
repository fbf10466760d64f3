import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { withSnapshot } from '../../src/db/snapshot';
import { Partitions } from '../../src/db/stores/partitions';
import { RetentionRuns } from '../../src/db/stores/retention-runs';
import { RetentionStore } from '../../src/db/stores/retention-store';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { Retention } from '../../src/retention/retention';
import { withDatabase } from '../helpers/database';
import { businessEvent, sessionEvent, type EventBody } from '../helpers/events';
import { createTestProxy, testConfig, type TestProxy } from '../helpers/proxy';
import { ask } from '../helpers/query';

const NOW = Date.parse('2026-11-22T10:30:00Z');
const USER = 'aaaaaaaa-0000-4000-8000-000000000001';
const YEAR = { retentionDays: 365, dataRetentionDays: 730 };

describe('retention', () => {
  const database = withDatabase();
  const config = testConfig({ privacy: { anonymizeUserData: false } });
  let proxy: TestProxy;

  /** A retention with its own memory of partitions, as another proxy has. */
  const retentionOf = ({ retentionDays, dataRetentionDays }: typeof YEAR, now = NOW): Retention =>
    new Retention({
      store: new RetentionStore(database.pool, proxy.calendar),
      runs: new RetentionRuns(database.pool),
      partitions: new Partitions(database.pool),
      calendar: proxy.calendar,
      config: { collection: { retentionDays }, privacy: { dataRetentionDays } },
      now: () => now,
      pauseMs: 10,
    });
  const count = async (table: string): Promise<number> =>
    (await database.rows<{ count: number }>(`SELECT count(*) FROM ${table}`))[0]?.count ?? -1;
  const rawFloor = async () =>
    (await database.rows<{ floor: string }>('SELECT raw_floor::text AS floor FROM rollup_state'))[0]?.floor;
  const efficiencyOf = async (range: { from: string; to: string }): Promise<unknown> => {
    const query = { queryType: 'kpi', format: 'numeric', kpis: ['production_efficiency'] };
    const span = { from: Date.parse(range.from), to: Date.parse(range.to) };
    return (await ask(database, proxy, query, span, NOW)).frames[0]?.data.values[0]?.[0];
  };

  beforeEach(async () => {
    proxy = createTestProxy(database.pool, config);
    await new RollupStateStore(database.pool).ensure(rollupSettings(config), NOW);
  });
  afterEach(async () => {
    await database.pool.query(
      `UPDATE rollup_state SET raw_floor = '-infinity', ids_floor = '-infinity';
       TRUNCATE retention_runs, event_ids, users, user_days, rollup_pending, rollup_business, rollup_session, intake_log,
         rejected_events, device_sequences, business_metrics, user_engagement`
    );
  });

  const old = (): EventBody[] => [
    businessEvent({
      timestamp: '2025-09-30T12:00:00Z',
      batchCompletionRate: 100,
      qualityScore: 100,
      deliveryPerformance: 100,
    }),
    sessionEvent({ timestamp: '2025-10-05T12:00:00Z', userId: USER }),
  ];
  const recent = (): EventBody[] => [
    businessEvent({
      timestamp: '2025-11-25T12:00:00Z',
      batchCompletionRate: 50,
      qualityScore: 50,
      deliveryPerformance: 50,
    }),
    sessionEvent({ timestamp: '2026-11-20T12:00:00Z', userId: USER }),
  ];

  it('drops whole months past their time, keeps their sums and the first sight of people', async () => {
    await proxy.post([...old(), ...recent()]);
    await proxy.rollUpAll();
    const run = await retentionOf(YEAR).run();
    expect(run).toMatchObject({
      ok: true,
      monthsDropped: ['2025-09', '2025-10'],
      removed: { event_ids: 2 },
      note: null,
    });
    expect([await count('business_metrics'), await count('user_engagement'), await count('event_ids')]).toEqual([
      1, 1, 2,
    ]);
    expect(await rawFloor()).toBe('2025-11-01 00:00:00+00');
    expect(await efficiencyOf({ from: '2025-09-30T00:00:00Z', to: '2025-10-01T00:00:00Z' })).toBe(100);
    expect(await efficiencyOf({ from: '2025-09-01T00:00:00Z', to: '2026-11-01T00:00:00Z' })).toBe(75);
    expect(await database.rows('SELECT first_seen FROM users')).toEqual([{ first_seen: '2025-10-05' }]);
    expect(await retentionOf(YEAR).state()).toEqual({
      lastRun: run.endedAt,
      oldestRow: new Date('2025-11-25T12:00:00Z'),
    });
    expect(await retentionOf(YEAR).run()).toMatchObject({ ok: true, monthsDropped: [], removed: { event_ids: 0 } });
  });

  it('leaves a month whose events are not all rolled up, and those after it', async () => {
    await proxy.post(old());
    await proxy.rollUpAll();
    await proxy.post([businessEvent({ timestamp: '2025-09-12T12:00:00Z' })]);
    expect(await retentionOf(YEAR).run()).toMatchObject({
      ok: true,
      monthsDropped: [],
      note: '2025-09 waits: not all of its events are rolled up',
    });
    expect(await count('business_metrics')).toBe(2);
    await proxy.rollUpAll();
    expect((await retentionOf(YEAR).run()).monthsDropped).toEqual(['2025-09', '2025-10']);
  });

  it('refuses events from before the life of raw rows, and only those; another proxy learns it by itself', async () => {
    await proxy.post([...old(), ...recent()]);
    await proxy.rollUpAll();
    await retentionOf(YEAR).run();
    // This proxy remembers the partition of September 2025.
    const late = businessEvent({ timestamp: '2025-09-30T12:01:00Z' });
    const fresh = businessEvent({ timestamp: '2026-11-20T12:00:00Z' });
    for (const sender of [proxy, createTestProxy(database.pool, config)]) {
      const results = await Promise.all([sender.post([late, fresh]), sender.post([businessEvent()])]);
      expect(results[0].rejected).toEqual([
        expect.objectContaining({
          index: 0,
          code: 'too_old',
          message: expect.stringContaining('2025-11-01') as string,
        }),
      ]);
      expect(results[1].accepted).toBe(1);
    }
    expect(await efficiencyOf({ from: '2025-09-30T00:00:00Z', to: '2025-10-01T00:00:00Z' })).toBe(100);
    await new Partitions(database.pool).prepare([Date.parse(late.timestamp), NOW]);
    expect(await database.rows(`SELECT to_regclass('business_metrics_2025_09') AS dropped`)).toEqual([
      { dropped: null },
    ]);
  });

  it('answers past the life of raw rows by whole hours, and says so', async () => {
    const at = (time: string, percent: number) =>
      businessEvent({
        timestamp: `2025-09-30T${time}:00Z`,
        batchCompletionRate: percent,
        qualityScore: percent,
        deliveryPerformance: percent,
      });
    await proxy.post([at('10:45', 10), at('11:10', 60), at('12:50', 80), ...recent()]);
    await proxy.rollUpAll();
    await new RollupStateStore(database.pool).pruneMinutes(NOW);
    const answer = async (from: string, to: string, own: object = { format: 'numeric' }) => {
      const query = { queryType: 'kpi', kpis: ['production_efficiency'], ...own };
      const { frames } = await ask(database, proxy, query, { from: Date.parse(from), to: Date.parse(to) }, NOW);
      const { custom, notices = [] } = frames[0]?.schema.meta ?? {};
      return { grain: custom?.grain, notices: notices.map(({ text }) => text), values: frames[0]?.data.values };
    };
    const cutRange = ['2025-09-30T10:30:00Z', '2025-09-30T13:00:00Z'] as const;
    expect(await answer(...cutRange)).toEqual({ grain: 'event', notices: [], values: [[50]] });
    await retentionOf(YEAR).run();
    const notice =
      'Raw events from before 2025-10-01 are past their retention: what lies before is answered by whole hours, and parts of hours at the edges are left out.';
    expect(await answer(...cutRange)).toEqual({ grain: 'hour', notices: [notice], values: [[70]] });
    expect(await answer('2025-09-30T10:00:00Z', '2025-09-30T13:00:00Z')).toEqual({
      grain: 'event',
      notices: [],
      values: [[50]],
    });
    // Buckets that fit a panel are no narrower than what is kept.
    const series = await answer('2025-09-30T10:00:00Z', '2025-09-30T13:00:00Z', {});
    expect(series).toMatchObject({ grain: 'event', values: [expect.anything(), [10, 60, 80]] });
    expect((await answer('2025-11-25T10:07:00Z', '2025-11-25T13:00:00Z')).grain).toBe('event');
  });

  it('removes derived data past its time, and people who were not seen since', async () => {
    const gone = randomUUID();
    await proxy.post([
      businessEvent({ timestamp: '2024-10-01T12:00:00Z' }),
      sessionEvent({ timestamp: '2024-10-01T12:00:00Z', userId: USER }),
      sessionEvent({ timestamp: '2024-10-01T12:00:00Z', userId: gone }),
      ...recent(),
    ]);
    await proxy.rollUpAll();
    const { removed } = await retentionOf(YEAR).run();
    expect(removed).toMatchObject({ user_days: 2, users: 1, rollup_business: 8 });
    expect(await database.rows('SELECT user_id, first_seen FROM users')).toEqual([
      { user_id: USER, first_seen: '2024-10-01' },
    ]);
    expect(await efficiencyOf({ from: '2024-10-01T00:00:00Z', to: '2024-10-02T00:00:00Z' })).toBeNull();
  });

  it('forgets refused events as soon as raw rows, and devices once they are silent as long as derived data lasts', async () => {
    const refused = businessEvent({ defectRate: 101 });
    const numbered = (sequence: number) => businessEvent({ sequence });
    const send = (deviceId: string, ...events: EventBody[]) =>
      proxy.intake.take({ events, sentAt: null, deviceId }, Infinity);
    await send('gone', refused, numbered(1), numbered(4));
    await send('here', numbered(1), numbered(3));
    await database.pool.query(
      `UPDATE rejected_events SET received_at = timestamptz '2025-11-22T10:29:59Z';
       UPDATE device_sequences SET last_seen = CASE device_id WHEN 'gone' THEN timestamptz '2024-11-21T12:00:00Z'
         ELSE timestamptz '2024-11-23T12:00:00Z' END`
    );
    const early = await retentionOf(YEAR, NOW - 2000).run();
    expect([early.removed['rejected_events'], await count('rejected_events')]).toEqual([0, 1]);
    const { removed } = await retentionOf(YEAR).run();
    expect([removed['rejected_events'], await count('rejected_events')]).toEqual([1, 0]);
    expect(await database.rows('SELECT device_id FROM device_sequences')).toEqual([{ device_id: 'here' }]);
    await send('here', numbered(4));
    expect(
      await database.rows(`SELECT seen, now() - last_seen < interval '1 minute' AS fresh FROM device_sequences`)
    ).toEqual([{ seen: 3, fresh: true }]);
  });

  it("folds the intake's books of past days without changing what they add up to", async () => {
    for (const events of [recent(), recent(), recent()]) {
      await proxy.post(events);
    }
    await database.pool.query(`UPDATE intake_log SET received_at = received_at - interval '2 days'`);
    await proxy.post(recent());
    const sums = () =>
      database.rows(
        `SELECT event_type, sum(accepted) AS accepted, max(last_event) AS last FROM intake_log GROUP BY 1 ORDER BY 1`
      );
    const before = await sums();
    await retentionOf({ retentionDays: 3650, dataRetentionDays: 3650 }, Date.now()).run();
    expect(await sums()).toEqual(before);
    expect(await count('intake_log')).toBe(4);
    expect(await new RetentionStore(database.pool, proxy.calendar).foldIntakeLog()).toBe(0);
  });

  it('is safe under several proxies at once, with events coming in', async () => {
    await proxy.post([...old(), ...recent()]);
    await proxy.rollUpAll();
    const posts = Array.from({ length: 10 }, () => proxy.post(recent()));
    const runs = await Promise.all([1, 2, 3].map(() => retentionOf(YEAR).run()));
    await Promise.all(posts);
    expect(runs.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(runs.flatMap(({ monthsDropped }) => monthsDropped).sort()).toEqual(['2025-09', '2025-10']);
    expect([await count('business_metrics'), await count('event_ids')]).toEqual([11, 22]);
  });

  it('gives way to a reader that keeps the tables, and says so', async () => {
    await proxy.post(old());
    await proxy.rollUpAll();
    const reader = await database.pool.connect();
    try {
      await reader.query('BEGIN');
      await reader.query('SELECT count(*) FROM business_metrics');
      const run = await retentionOf(YEAR).run();
      expect(run).toMatchObject({ ok: false, monthsDropped: [], note: expect.stringContaining('lock') as string });
    } finally {
      await reader.query('ROLLBACK');
      reader.release();
    }
    expect(await rawFloor()).toBe('-infinity');
    expect(await retentionOf(YEAR).run()).toMatchObject({ ok: true, monthsDropped: ['2025-09', '2025-10'] });
  }, 30_000);

  it('takes nothing away from a query that began before', async () => {
    await proxy.post(old());
    await proxy.rollUpAll();
    const run = await withSnapshot(database.pool, 10_000, async (snapshot) => {
      snapshot.floors();
      const running = retentionOf(YEAR).run();
      await sleep(300);
      expect(await snapshot.rows('SELECT count(*)::int AS n FROM business_metrics', [])).toEqual([{ n: 1 }]);
      return { running };
    });
    expect((await run.running).monthsDropped).toEqual(['2025-09', '2025-10']);
  });

  it('stops between steps when asked', async () => {
    await proxy.post(old());
    await proxy.rollUpAll();
    expect(await retentionOf(YEAR).run(AbortSignal.abort())).toMatchObject({ ok: false, note: 'it was stopped' });
  });
});
