import { randomUUID } from 'node:crypto';
import { EVENT_TYPES } from '../../src/config/types';
import { MEASURE_TABLES } from '../../src/db/measures';
import { EventStore } from '../../src/db/stores/event-store';
import { Partitions } from '../../src/db/stores/partitions';
import { withDatabase } from '../helpers/database';
import {
  businessEvent,
  EVENT_BUILDERS,
  featureEvent,
  journeyEvent,
  NOON,
  performanceEvent,
  sessionEvent,
  type EventBody,
} from '../helpers/events';
import { createTestProxy, testConfig, type TestProxy } from '../helpers/proxy';
import { resetDatabase } from '../helpers/reset';

const MANY = 8;

describe('EventStore', () => {
  const database = withDatabase();
  let proxy: TestProxy;

  beforeAll(() => {
    proxy = createTestProxy(database.pool);
  });
  afterEach(() => resetDatabase(database));

  const countOf = async (table: string) =>
    (await database.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]?.n ?? NaN;
  /** Rows of all raw tables. */
  const rawRows = async () => {
    const counts = await Promise.all(EVENT_TYPES.map((type) => countOf(MEASURE_TABLES[type].raw)));
    return counts.reduce((sum, n) => sum + n, 0);
  };
  /** One more proxy on the same database. */
  const another = () => createTestProxy(database.pool);

  it('stores every field of every type', async () => {
    const all = EVENT_TYPES.map((type) =>
      EVENT_BUILDERS[type]({ site: 'north', userRole: 'operator', deviceType: 'ipad', appVersion: '1.2', sequence: 7 })
    );
    expect(await proxy.post(all)).toEqual({ accepted: 5, duplicates: 0, rejected: [] });
    for (const type of EVENT_TYPES) {
      const [row] = await database.rows<Record<string, unknown>>(`SELECT * FROM ${MEASURE_TABLES[type].raw}`);
      expect(row).toMatchObject({
        timestamp: new Date(NOON),
        site: 'north',
        user_role: 'operator',
        device_type: 'ipad',
        app_version: '1.2',
        sequence: 7,
        voided_at: null,
      });
      const unset = Object.entries(row ?? {}).flatMap(([name, value]) => (value === null ? [name] : []));
      expect(unset.sort()).toEqual(
        [
          'device_id',
          'void_reason',
          'voided_at',
          ...(type === 'journey' ? ['abandonment_point'] : []),
          ...(type === 'performance' ? ['user_satisfaction_correlation'] : []),
        ].sort()
      );
    }
  });

  it('keeps values as they came, to the last digit', async () => {
    const id = randomUUID();
    await proxy.post([
      businessEvent({
        id,
        timestamp: '2026-03-02T19:00:00.123456+07:00',
        defectRate: 0.1 + 0.2,
        customerComplaints: Number.MAX_SAFE_INTEGER,
      }),
      journeyEvent({ steps: ['a,b', '{"c"}', 'NULL', '', 'ü🏭'], expectedDuration: 1 / 3 }),
      performanceEvent({ memoryUsage: 8_589_934_592, errors: [{ kind: 'crash', reason: 'it\'s "broken"\n' }] }),
      sessionEvent({ featuresUsed: [] }),
    ]);
    expect(
      await database.rows(
        `SELECT event_id, to_char("timestamp", 'HH24:MI:SS.US') AS at, defect_rate, customer_complaints FROM business_metrics`
      )
    ).toEqual([
      { event_id: id, at: '12:00:00.123456', defect_rate: 0.1 + 0.2, customer_complaints: Number.MAX_SAFE_INTEGER },
    ]);
    expect(await database.rows('SELECT steps, expected_duration FROM user_journeys')).toEqual([
      { steps: ['a,b', '{"c"}', 'NULL', '', 'ü🏭'], expected_duration: 1 / 3 },
    ]);
    expect(await database.rows('SELECT memory_usage, errors FROM performance_metrics')).toEqual([
      { memory_usage: 8_589_934_592, errors: [{ kind: 'crash', reason: 'it\'s "broken"\n', screen: null }] },
    ]);
    expect(await database.rows('SELECT features_used FROM user_engagement')).toEqual([{ features_used: [] }]);
  });

  it('takes what Postgres alone would refuse or move', async () => {
    const answer = await proxy.post([
      journeyEvent({ steps: ['cut \ud83c'], timestamp: '2026-03-02T12:00:00+23:59' }),
      performanceEvent({ errors: [{ kind: 'error', reason: '\udfed cut' }] }),
      // Rounded to microseconds, this one would lie in the next month.
      businessEvent({ timestamp: '2026-02-28T23:59:59.9999999Z' }),
    ]);
    expect(answer).toMatchObject({ accepted: 3, rejected: [] });
    expect(
      await database.rows(`SELECT b."timestamp" = p.bucket + interval '4 minutes 59.999999 seconds' AS within
      FROM business_metrics b JOIN rollup_pending p ON p.event_type = 'business'`)
    ).toEqual([{ within: true }]);
  });

  describe('counts an id once', () => {
    const expectOne = async () => {
      expect([await countOf('event_ids'), await rawRows()]).toEqual([1, 1]);
    };

    it('twice in one request: the first wins', async () => {
      const id = randomUUID();
      const answer = await proxy.post([businessEvent({ id, site: 'first' }), businessEvent({ id, site: 'second' })]);
      expect(answer).toMatchObject({ accepted: 1, duplicates: 1 });
      await expectOne();
      expect(await database.rows('SELECT site FROM business_metrics')).toEqual([{ site: 'first' }]);
    });

    it('again later, with another body, another time in another partition, and another type', async () => {
      const id = randomUUID();
      await proxy.post([businessEvent({ id, site: 'first' })]);
      for (const body of [
        businessEvent({ id, site: 'second' }),
        businessEvent({ id, timestamp: '2026-04-02T12:00:00Z' }),
        sessionEvent({ id }),
        businessEvent({ id: id.toUpperCase() }),
      ]) {
        expect(await proxy.post([body])).toEqual({ accepted: 0, duplicates: 1, rejected: [] });
      }
      await expectOne();
    });

    it('through many proxies at the same moment, each with its own time and type', async () => {
      const id = randomUUID();
      const proxies = Array.from({ length: MANY }, another);
      const answers = await Promise.all(
        proxies.map((one, index) =>
          one.post([
            index % 2 === 0
              ? businessEvent({ id, timestamp: `2026-0${1 + index}-02T12:00:00Z` })
              : sessionEvent({ id, timestamp: `2026-0${1 + index}-02T12:00:00Z` }),
          ])
        )
      );
      expect(answers.map(({ accepted }) => accepted).sort()).toEqual([...Array.from({ length: MANY - 1 }, () => 0), 1]);
      await expectOne();
    });

    it('in batches that overlap, in any order, without a deadlock', async () => {
      const bodies = Array.from({ length: 300 }, (_, index) =>
        Object.values(EVENT_BUILDERS)[index % 5]?.({ id: randomUUID() })
      ).filter((body): body is EventBody => body !== undefined);
      const proxies = Array.from({ length: MANY }, another);
      const answers = await Promise.all(
        proxies.map((one, index) => one.post(index % 2 === 0 ? bodies : [...bodies].reverse()))
      );
      expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(300);
      expect([await countOf('event_ids'), await rawRows()]).toEqual([300, 300]);
      expect(
        await database.rows(`SELECT sum(accepted)::int AS accepted, sum(duplicates)::int AS duplicates FROM intake_log`)
      ).toEqual([{ accepted: 300, duplicates: 300 * (MANY - 1) }]);
    });

    it('when the transaction that claimed it first fails', async () => {
      const id = randomUUID();
      const holder = await database.pool.connect();
      try {
        await holder.query('BEGIN');
        await holder.query(`INSERT INTO event_ids VALUES ($1, 'business', now())`, [id]);
        const waiting = proxy.post([businessEvent({ id })]);
        await new Promise((resolve) => setTimeout(resolve, 100));
        await holder.query('ROLLBACK');
        expect(await waiting).toMatchObject({ accepted: 1 });
      } finally {
        holder.release();
      }
      await expectOne();
    });
  });

  describe('writes all of a batch or nothing', () => {
    const traces = ['event_ids', 'rollup_pending', 'intake_log', 'rejected_events', 'device_sequences'];

    it('when a row in the middle cannot be written', async () => {
      const { store } = proxy;
      const bodies = [businessEvent(), sessionEvent(), journeyEvent()];
      await database.pool.query('ALTER TABLE user_journeys ADD CONSTRAINT refuse CHECK (step_count <> 3)');
      try {
        await expect(proxy.post(bodies)).rejects.toMatchObject({ code: '23514' });
      } finally {
        await database.pool.query('ALTER TABLE user_journeys DROP CONSTRAINT refuse');
      }
      expect(store).toBeInstanceOf(EventStore);
      expect(await rawRows()).toBe(0);
      expect(await Promise.all(traces.map(countOf))).toEqual(traces.map(() => 0));
      expect(await proxy.post(bodies)).toMatchObject({ accepted: 3, duplicates: 0 });
    });

    it('when the connection breaks off', async () => {
      const lock = await database.pool.connect();
      try {
        await lock.query('BEGIN; LOCK TABLE intake_log IN ACCESS EXCLUSIVE MODE');
        const body = businessEvent();
        const broken = expect(proxy.post([body])).rejects.toThrow();
        await new Promise((resolve) => setTimeout(resolve, 200));
        await lock.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()`
        );
        await broken;
        await lock.query('ROLLBACK');
        expect(await rawRows()).toBe(0);
        expect(await countOf('event_ids')).toBe(0);
        expect(await proxy.post([body])).toMatchObject({ accepted: 1 });
      } finally {
        lock.release();
      }
    });

    it('and keeps the neighbours of a request that cannot be written', async () => {
      await database.pool.query(`ALTER TABLE business_metrics ADD CONSTRAINT refuse CHECK (site <> 'refused')`);
      try {
        const results = await Promise.allSettled([
          proxy.post([businessEvent()]),
          proxy.post([businessEvent({ site: 'refused' }), businessEvent()]),
          proxy.post([sessionEvent(), featureEvent()]),
        ]);
        expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      } finally {
        await database.pool.query('ALTER TABLE business_metrics DROP CONSTRAINT refuse');
      }
      expect(await rawRows()).toBe(3);
    });
  });

  describe('partitions', () => {
    const partitions = async () =>
      (
        await database.rows<{ name: string }>(
          `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'business_metrics'::regclass ORDER BY 1`
        )
      ).map(({ name }) => name);

    it('come when events need them, once, however many ask', async () => {
      const months = ['2019-11', '2019-12', '2020-01', '2020-02'];
      const bodies = months.flatMap((month) => [
        businessEvent({ timestamp: `${month}-01T00:00:00Z` }),
        businessEvent({ timestamp: `${month}-28T23:59:59.999999Z` }),
      ]);
      const proxies = Array.from({ length: MANY }, another);
      const answers = await Promise.all(
        proxies.map((one) => one.post(bodies.map((body) => ({ ...body, id: randomUUID() }))))
      );
      expect(answers.every(({ accepted }) => accepted === bodies.length)).toBe(true);
      const present = await partitions();
      expect(present).toEqual(
        expect.arrayContaining(months.map((month) => `business_metrics_${month.replace('-', '_')}`))
      );
      expect(new Set(present).size).toBe(present.length);
    });

    it('hold the instants from the first of a month to the next', async () => {
      await proxy.post([
        businessEvent({ timestamp: '2018-02-28T23:59:59.999999Z', site: 'february' }),
        businessEvent({ timestamp: '2018-03-01T00:00:00Z', site: 'march' }),
      ]);
      expect(await database.rows('SELECT site FROM business_metrics_2018_02')).toEqual([{ site: 'february' }]);
      expect(await database.rows('SELECT site FROM business_metrics_2018_03')).toEqual([{ site: 'march' }]);
    });

    it('are known to a proxy that asks again, and asked for again once forgotten', async () => {
      const asked: string[] = [];
      const pool = new Proxy(database.pool, {
        get: (target, name) => {
          if (name === 'connect') {
            asked.push('connect');
          }
          const value: unknown = Reflect.get(target, name, target);
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      const known = new Partitions(pool);
      const march = Date.parse(NOON);
      await known.ensure([march, march + 1]);
      await known.ensure([march]);
      expect(asked).toHaveLength(1);
      known.forget();
      await known.ensure([march]);
      expect(asked).toHaveLength(2);
    });
  });

  it('keeps the books: what was taken, repeated, refused, late, and how far clocks differ', async () => {
    const device = { sentAt: Date.now() - 5000, deviceId: 'device-1' };
    const now = new Date().toISOString();
    const twice = businessEvent({ timestamp: now, sequence: 3 });
    const { intake } = createTestProxy(database.pool, testConfig(), Date.now);
    const answer = await intake.take(
      {
        ...device,
        events: [
          twice,
          twice,
          businessEvent({ timestamp: now, sequence: 8 }),
          sessionEvent({ timestamp: '2025-01-01T00:00:00Z' }),
          businessEvent({ defectRate: 200, timestamp: now }),
          { type: 'nonsense' },
        ],
      },
      Infinity
    );
    expect(answer).toMatchObject({ accepted: 3, duplicates: 1, rejected: [{ index: 4 }, { index: 5, id: null }] });
    const books = await database.rows<{ skew: number }>(
      'SELECT event_type, accepted, duplicates, rejected, late, skew_ms AS skew FROM intake_log ORDER BY event_type'
    );
    expect(books).toMatchObject([
      { event_type: 'business', accepted: 2, duplicates: 1, rejected: 1, late: 0 },
      { event_type: 'session', accepted: 1, duplicates: 0, rejected: 0, late: 1 },
      { event_type: 'unknown', accepted: 0, duplicates: 0, rejected: 1, late: 0 },
    ]);
    expect(books[0]?.skew).toBeGreaterThanOrEqual(5000);
    expect(books[0]?.skew).toBeLessThan(15_000);
    expect(await database.rows('SELECT lowest, highest, seen FROM device_sequences')).toEqual([
      { lowest: 3, highest: 8, seen: 2 },
    ]);
  });

  it('lets no raw id of a person, device or session into any table', async () => {
    const ids = { userId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', sessionId: 'raw-session-id' };
    await proxy.intake.take(
      {
        sentAt: null,
        deviceId: 'raw-device-id',
        events: [
          sessionEvent(ids),
          featureEvent(ids),
          journeyEvent(ids),
          performanceEvent(ids),
          sessionEvent({ ...ids, screenViews: -1 }),
          performanceEvent({ ...ids, userId: ids.userId.toUpperCase(), launchTime: 500 }),
          journeyEvent({ userId: [ids.userId] }),
          { userId: ids.userId, deviceId: 'raw-device-id', nested: ids },
        ],
      },
      Infinity
    );
    await proxy.rollUpAll();
    const tables = await database.rows<{ name: string }>(
      `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`
    );
    expect(tables.length).toBeGreaterThan(15);
    let rows = 0;
    for (const { name } of tables) {
      for (const { line } of await database.rows<{ line: string }>(
        `SELECT row_to_json(t)::text AS line FROM ${name} t`
      )) {
        rows++;
        expect(line.toLowerCase()).not.toMatch(/3f2504e0-4f89-41d3-9a0c-0305e82c3301|raw-session-id|raw-device-id/);
      }
    }
    expect(rows).toBeGreaterThan(10);
  });
});
