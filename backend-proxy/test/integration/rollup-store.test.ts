import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { EVENT_TYPES } from '../../src/config/types';
import { CUBE_DIMENSIONS, CUBES_OF_GRAIN, MEASURE_TABLES, type MeasureTable } from '../../src/db/measures';
import { RollupSettingsError, RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { RollupStore } from '../../src/db/stores/rollup-store';
import { DAY_MS, MINUTE_MS, type ReportingCalendar } from '../../src/domain/calendar';
import { GRAINS, MINUTE_GRAIN_MS, type Grain } from '../../src/domain/cover';
import { addUp, count, histogramOf, type Counted } from '../helpers/brute-force';
import { withDatabase } from '../helpers/database';
import { EVENT_BUILDERS, businessEvent, performanceEvent, sessionEvent, type EventBody } from '../helpers/events';
import { createTestProxy, testConfig, type TestProxy } from '../helpers/proxy';
import { resetDatabase } from '../helpers/reset';

const START = Date.parse('2026-03-06T00:00:00Z');
const TOLERANCE = 1e-9;

/** The same "random" events in every run: 400 over four days across a DST change. */
function manyEvents(): EventBody[] {
  const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % list.length];
  return Array.from({ length: 400 }, (_, index) => {
    const type = EVENT_TYPES[index % EVENT_TYPES.length] ?? 'business';
    const at = START + Math.floor(((index * 7919) % 4001) * ((4 * DAY_MS) / 4001));
    return EVENT_BUILDERS[type]({
      timestamp: new Date(at).toISOString(),
      site: pick(['north', 'south', undefined], index * 3),
      userRole: pick(['operator', undefined], index >> 2),
      deviceType: pick(['ipad', 'iphone'], index >> 3),
      appVersion: pick(['1.0', '1.1'], index >> 1),
      ...(type === 'performance' && {
        launchTime: (index % 90) / 10,
        memoryUsage: (index * 777_777) % 300_000_000,
        crashCount: index % 4 === 0 ? 1 : 0,
      }),
      ...(type === 'business' && {
        customerSatisfaction: index % 3 === 0 ? undefined : (index % 50) / 10,
        financial: index % 2 ? null : undefined,
      }),
      ...(type === 'journey' && { completionTime: index, abandonmentPoint: index % 5 === 0 ? 'list' : undefined }),
    });
  });
}

function bucketOf(grain: Grain, at: number, calendar: ReportingCalendar): number {
  const width = grain === 'minute' ? MINUTE_GRAIN_MS : calendar.hourGrainMinutes * MINUTE_MS;
  return grain === 'day' ? calendar.dayStart(calendar.dateOf(at)) : Math.floor(at / width) * width;
}

describe('RollupStore', () => {
  const database = withDatabase();
  const config = testConfig({ reporting: { timezone: 'America/New_York', dayStartMinutes: 150 } });
  let proxy: TestProxy;
  let state: RollupStateStore;

  beforeAll(() => {
    proxy = createTestProxy(database.pool, config);
    state = new RollupStateStore(database.pool);
  });
  beforeEach(() => state.ensure(rollupSettings(config), 0));
  afterEach(() => resetDatabase(database));

  const counted = (bodies: readonly EventBody[]) => bodies.map((body) => count(body, config, (id) => id));
  const pendingMarks = async () =>
    (await database.rows<{ n: number }>('SELECT count(*) AS n FROM rollup_pending'))[0]?.n;

  /** Compares all rollups of a grain, cube by cube, with sums over the events. */
  async function expectRollups(events: readonly Counted[], grain: Grain, from = -Infinity) {
    for (const type of EVENT_TYPES) {
      const table: MeasureTable = MEASURE_TABLES[type];
      const rows = await database.rows<Record<string, unknown> & { bucket: Date; cube: number }>(
        `SELECT * FROM ${table.rollup} WHERE grain = $1`,
        [grain]
      );
      const expected = new Map<string, Counted[]>();
      for (const event of events.filter((candidate) => candidate.type === type)) {
        const bucket = bucketOf(grain, event.at, proxy.calendar);
        for (const cube of bucket >= from ? CUBES_OF_GRAIN[grain] : []) {
          const key = JSON.stringify([
            bucket,
            cube,
            ...CUBE_DIMENSIONS.map(({ name, bit }) => ((cube & bit) === 0 ? '' : event.dimensions[name])),
          ]);
          expected.set(key, [...(expected.get(key) ?? []), event]);
        }
      }
      const keyOf = (row: (typeof rows)[number]) =>
        JSON.stringify([row.bucket.getTime(), row.cube, ...CUBE_DIMENSIONS.map(({ column }) => row[column])]);
      expect(rows.map(keyOf).sort()).toEqual([...expected.keys()].sort());
      for (const row of rows) {
        const behind = expected.get(keyOf(row)) ?? [];
        for (const [name, sum] of Object.entries(addUp(behind))) {
          expect(Math.abs(Number(row[name]) - sum)).toBeLessThanOrEqual(TOLERANCE * Math.max(1, Math.abs(sum)));
        }
        for (const metric of Object.keys(table.histograms)) {
          const [bins, counts] = [row[`${metric}_bins`] as number[], row[`${metric}_counts`] as number[]];
          expect({ bins, counts }).toEqual(histogramOf(behind, metric));
        }
      }
    }
  }

  it('rolls up what lies beneath, by minute, hour and day', async () => {
    const bodies = manyEvents();
    await proxy.post(bodies.slice(0, 200));
    await proxy.rollUpAll();
    // The other half lies in between: every bucket is computed anew.
    await proxy.post(bodies.slice(200));
    await proxy.rollUpAll();
    expect(await pendingMarks()).toBe(0);
    for (const grain of GRAINS) {
      await expectRollups(counted(bodies), grain);
    }
  });

  it('keeps minutes from their floor on, and still mends hours and days before it', async () => {
    const bodies = manyEvents();
    const floor = START + 2 * DAY_MS + 20 * MINUTE_MS;
    await proxy.post(bodies.slice(0, 200));
    await proxy.rollUpAll();
    await state.pruneMinutes(floor + 8 * DAY_MS);
    await proxy.post(bodies.slice(200));
    await proxy.rollUpAll();
    await expectRollups(counted(bodies), 'minute', floor);
    await expectRollups(counted(bodies), 'hour');
    await expectRollups(counted(bodies), 'day');
  });

  it('works off what is too much for one transaction in several', async () => {
    // 30 dates of one type are more than one transaction takes.
    const bodies = Array.from({ length: 30 }, (_, day) =>
      businessEvent({ timestamp: new Date(START + day * DAY_MS + DAY_MS / 2).toISOString() })
    );
    await proxy.post(bodies);
    const first = await proxy.rollups.rollUpPending();
    expect(first).toMatchObject({ hadLock: true, more: true });
    expect(first.marks).toBeLessThan(30);
    expect(await proxy.rollups.rollUpPending()).toMatchObject({ marks: 30 - first.marks, more: false });
    expect(await proxy.rollups.rollUpPending()).toEqual({ hadLock: true, marks: 0, more: false });
    await expectRollups(counted(bodies), 'day');
  });

  describe('while a bucket fills fast', () => {
    /** A bucket with 20 000 changes in several marks, the newest of which is just made. */
    const fill = async () => {
      const bodies = Array.from({ length: 4 }, () => sessionEvent());
      for (const body of bodies) {
        await proxy.post([body]);
      }
      await database.pool.query('UPDATE rollup_pending SET changes = 5000');
      return bodies;
    };
    const marks = () => database.rows('SELECT event_type, changes::int AS changes FROM rollup_pending ORDER BY id');

    it('leaves it until it is full, with marks that stand for all', async () => {
      const bodies = await fill();
      const others = [businessEvent({ timestamp: '2026-03-01T12:00:00Z' }), sessionEvent()];
      await proxy.post(others.slice(0, 1));
      const run = await proxy.rollups.rollUpPending({ leaveFilling: true });
      expect(run).toEqual({ hadLock: true, marks: 1, more: false });
      const left = [
        { event_type: 'session', changes: 15_000 },
        { event_type: 'session', changes: 5000 },
      ];
      expect(await marks()).toEqual(left);

      await proxy.post(others.slice(1));
      await proxy.rollups.rollUpPending({ leaveFilling: true });
      expect(await marks()).toEqual([
        { event_type: 'session', changes: 20_000 },
        { event_type: 'session', changes: 1 },
      ]);

      await database.pool.query(`UPDATE rollup_pending SET marked_at = marked_at - interval '6 seconds'`);
      expect(await proxy.rollups.rollUpPending({ leaveFilling: true })).toMatchObject({ marks: 2, more: false });
      expect(await marks()).toEqual([]);
      await expectRollups(counted([...bodies, ...others]), 'day');
    });

    it('works it off at once for who asks for everything', async () => {
      await fill();
      expect(await proxy.rollups.rollUpPending()).toMatchObject({ marks: 4, more: false });
      expect(await marks()).toEqual([]);
    });
  });

  it('leaves further types of a date to the next run after many changes', async () => {
    await proxy.post([businessEvent(), performanceEvent(), sessionEvent()]);
    await database.pool.query('UPDATE rollup_pending SET changes = 150000');
    expect(await proxy.rollups.rollUpPending()).toEqual({ hadLock: true, marks: 2, more: true });
    expect(await proxy.rollups.rollUpPending()).toEqual({ hadLock: true, marks: 1, more: false });
  });

  it('leaves the work to whoever holds the lock', async () => {
    await proxy.post([businessEvent()]);
    const holder = await database.pool.connect();
    try {
      await holder.query('BEGIN');
      await holder.query('SELECT pg_advisory_xact_lock($1, $2)', [0x6c6f70, 3]);
      expect(await proxy.rollups.rollUpPending()).toEqual({ hadLock: false, marks: 0, more: false });
      expect(await pendingMarks()).toBe(1);
    } finally {
      await holder.query('ROLLBACK');
      holder.release();
    }
    expect(await proxy.rollups.rollUpPending()).toMatchObject({ hadLock: true, marks: 1 });
  });

  it('comes out right with two workers at once while events keep coming', async () => {
    const bodies = manyEvents();
    const other = createTestProxy(database.pool, config);
    let posting = true;
    const work = async (rollups: RollupStore) => {
      while (posting) {
        await rollups.rollUpPending();
      }
    };
    const workers = [work(proxy.rollups), work(other.rollups)];
    for (let at = 0; at < bodies.length; at += 25) {
      await Promise.all([proxy.post(bodies.slice(at, at + 25)), other.post(bodies.slice(at, at + 25))]);
    }
    posting = false;
    await Promise.all(workers);
    await proxy.rollUpAll();
    for (const grain of GRAINS) {
      await expectRollups(counted(bodies), grain);
    }
  });

  it('starts over when another worker was done between its first look and its lock', async () => {
    await proxy.post([businessEvent(), performanceEvent(), sessionEvent()]);
    let interrupted = false;
    /** A pool whose first transaction takes its snapshot, and then waits until another worker has done everything. */
    const slow = {
      connect: async (): Promise<PoolClient> => {
        const client = await database.pool.connect();
        const query = client.query.bind(client) as (text: string, values?: unknown[]) => Promise<unknown>;
        return new Proxy(client, {
          get: (target, name) => {
            if (name === 'query') {
              return async (text: string, values?: unknown[]) => {
                if (text.includes('pg_try_advisory_xact_lock') && !interrupted) {
                  interrupted = true;
                  await query('SELECT 1 FROM rollup_pending LIMIT 1');
                  await proxy.rollUpAll();
                }
                return query(text, values);
              };
            }
            const value: unknown = Reflect.get(target, name, target);
            return typeof value === 'function' ? (value.bind(target) as unknown) : value;
          },
        });
      },
    };
    const late = new RollupStore(slow as unknown as Pool, proxy.calendar);
    expect(await late.rollUpPending()).toEqual({ hadLock: true, marks: 0, more: false });
    expect(interrupted).toBe(true);
  });

  it('adds up quantities at the limits of validation without an overflow', async () => {
    const huge = { revenue: 1e100, operatingCost: -1e100 };
    const bodies = Array.from({ length: 20 }, () =>
      businessEvent({
        financial: huge,
        customerComplaints: Number.MAX_SAFE_INTEGER,
        inventory: { costOfGoodsSold: 1e100, inventoryValue: 1e100 },
      })
    );
    expect(await proxy.post(bodies)).toMatchObject({ accepted: 20 });
    await proxy.rollUpAll();
    await expectRollups(counted(bodies), 'day');
  });

  it('notes the first sight of a user, also when it comes late', async () => {
    const userId = randomUUID();
    const seen = async () => database.rows('SELECT first_seen, site FROM users');
    await proxy.post([sessionEvent({ userId, site: 'north', timestamp: '2026-03-05T12:00:00Z' })]);
    await proxy.rollUpAll();
    expect(await seen()).toEqual([{ first_seen: '2026-03-05', site: 'north' }]);
    // 06:29Z is 01:29 in New York: still the date before, whose night ends at 02:30.
    await proxy.post([sessionEvent({ userId, site: 'south', timestamp: '2026-03-03T06:29:00Z' })]);
    await proxy.rollUpAll();
    expect(await seen()).toEqual([{ first_seen: '2026-03-02', site: 'south' }]);
    await proxy.post([sessionEvent({ userId, site: 'west', timestamp: '2026-03-04T12:00:00Z' })]);
    await proxy.rollUpAll();
    expect(await seen()).toEqual([{ first_seen: '2026-03-02', site: 'south' }]);
    expect(await database.rows('SELECT local_date FROM user_days ORDER BY 1')).toEqual([
      { local_date: '2026-03-02' },
      { local_date: '2026-03-04' },
      { local_date: '2026-03-05' },
    ]);
  });

  describe('settings', () => {
    it('are noted once, and a later start with the same ones is welcome', async () => {
      await expect(state.ensure(rollupSettings(config))).resolves.toBeUndefined();
    });

    it.each([
      ['timezone', testConfig({ reporting: { timezone: 'UTC', dayStartMinutes: 150 } }), 'timezone'],
      ['dayStart', testConfig({ reporting: { timezone: 'America/New_York', dayStartMinutes: 0 } }), 'dayStartMinutes'],
      ['features', { ...config, features: config.features.slice(1) }, 'features'],
    ])('that differ are refused, naming %s', async (_name, other, key) => {
      const start = state.ensure(rollupSettings(other));
      await expect(start).rejects.toThrow(RollupSettingsError);
      await expect(start).rejects.toThrow(key);
    });
  });

  it('tells its lag', async () => {
    expect(await state.lagSeconds()).toBe(0);
    await proxy.post([businessEvent()]);
    await database.pool.query(`UPDATE rollup_pending SET marked_at = now() - interval '90 seconds'`);
    expect(await state.lagSeconds()).toBeGreaterThanOrEqual(90);
    await proxy.rollUpAll();
    expect(await state.lagSeconds()).toBe(0);
  });
});
