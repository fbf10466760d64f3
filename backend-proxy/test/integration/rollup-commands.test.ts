import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPool } from '../../src/db/pool';
import { withSnapshot } from '../../src/db/snapshot';
import { CorrectionStore } from '../../src/db/stores/correction-store';
import { RollupRebuild } from '../../src/db/stores/rollup-rebuild';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { runCommand } from '../helpers/cli';
import { databaseConfig, withDatabase } from '../helpers/database';
import { EVENT_BUILDERS, sessionEvent, type EventBody } from '../helpers/events';
import { createTestProxy, testConfig, type TestProxy } from '../helpers/proxy';
import { derivedRows, rebuildAll } from '../helpers/rebuilt';
import { resetDatabase } from '../helpers/reset';

const TYPES = ['business', 'session', 'feature', 'journey', 'performance'] as const;
const USER = 'aaaaaaaa-0000-4000-8000-000000000001';
const START = Date.parse('2026-03-07T01:30:00Z');
const RAW = 'business_metrics, user_engagement, feature_usage, user_journeys, performance_metrics';
const NEW_YORK = { timezone: 'America/New_York', dayStartMinutes: 0 };

/** Events of every type around the change of New York's clocks, a few an hour. */
function events(): EventBody[] {
  return Array.from({ length: 60 }, (_, index) =>
    EVENT_BUILDERS[TYPES[index % TYPES.length] ?? 'session']({
      timestamp: new Date(START + index * 3_100_000).toISOString(),
      site: index % 3 === 0 ? 'north' : undefined,
      ...(index % 5 !== 0 && { userId: USER }),
    })
  );
}

describe('lopan-analytics rollup', () => {
  const database = withDatabase();
  const config = testConfig();
  let folder: string;
  let newYork: string;
  let proxy: TestProxy;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lopan-rollup-'));
    newYork = path.join(folder, 'new-york.yaml');
    writeFileSync(newYork, 'analytics:\n  reporting: { timezone: America/New_York }\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  beforeEach(async () => {
    proxy = createTestProxy(database.pool, config);
    await new RollupStateStore(database.pool).ensure(rollupSettings(config), START - 86_400_000);
    await proxy.post(events());
  });
  afterEach(() => resetDatabase(database));

  const run = (...args: string[]) => runCommand(database.url, ['rollup', ...args]);
  const lastLine = (text: string) => JSON.parse(text.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
  const pending = () => database.rows('SELECT 1 FROM rollup_pending');

  it('run works off what is pending, with progress for machines, and finds nothing the second time', async () => {
    const first = await run('run');
    expect([first.code, lastLine(first.stdout)]).toEqual([0, { buckets: 60 }]);
    expect(lastLine(first.stderr)).toEqual({ progress: 'buckets', share: 1, count: 60 });
    expect(await pending()).toEqual([]);
    expect(lastLine((await run('run')).stdout)).toEqual({ buckets: 0 });
  });

  describe('verify', () => {
    const verify = () => run('verify', '--all');

    it('finds nothing wrong where nothing is, voided events and old minutes or not', async () => {
      await proxy.rollUpAll();
      const voided = await database.rows<{ event_id: string }>('SELECT event_id FROM event_ids LIMIT 7');
      for (const { event_id: id } of voided) {
        await new CorrectionStore(database.pool, proxy.calendar).void(id, 'a test', 'a test');
      }
      await proxy.rollUpAll();
      const { code, stdout } = await verify();
      const rows = expect.any(Number) as number;
      expect([code, lastLine(stdout)]).toEqual([0, { dates: 3, rows, differences: 0, pending: [] }]);
      await new RollupStateStore(database.pool).pruneMinutes(Date.now());
      expect((await verify()).code).toBe(0);
    });

    it.each([
      ['a wrong sum', `UPDATE rollup_session SET sum_screen_views = sum_screen_views + 1 WHERE grain = 'day'`],
      ['a missing bucket', `DELETE FROM rollup_performance WHERE grain = 'hour' AND cube = 0`],
      ['a wrong histogram', `UPDATE rollup_performance SET launch_time_bins = '{1}' WHERE grain = 'minute'`],
      ['a route too many', `UPDATE rollup_route SET end_point = 'elsewhere' WHERE grain = 'day'`],
      ['a date too few', `DELETE FROM user_days WHERE local_date = '2026-03-08'`],
      ['a feature too many', `UPDATE user_days SET features = features || '{more}'`],
      ['a wrong first sight', `UPDATE users SET first_seen = first_seen + 1`],
    ])('finds %s, names it and exits with 1', async (_name, damage) => {
      await proxy.rollUpAll();
      await database.pool.query(damage);
      const { code, stdout, stderr } = await verify();
      expect(code).toBe(1);
      expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
        table: /\w+ (\w+)/.exec(damage.replace('FROM ', ''))?.[1],
      });
      expect(stderr).toMatch(/rows are not what raw rows say; "lopan-analytics rollup rebuild"/);
    });

    it('leaves out what lags behind and says so', async () => {
      await proxy.rollUpAll();
      await proxy.post([sessionEvent({ timestamp: '2026-03-08T12:00:00Z' })]);
      const { code, stdout } = await verify();
      expect([code, lastLine(stdout)]).toMatchObject([0, { differences: 0, pending: ['2026-03-08 session'] }]);
    });

    it.each(['0', 'many', '1.5'])('wants a sample that can be: %s', async (sample) => {
      expect((await run('verify', '--sample', sample)).code).toBe(2);
    });
  });

  describe('rebuild', () => {
    it('mends whatever was wrong', async () => {
      await proxy.rollUpAll();
      const right = await derivedRows(database);
      await database.pool.query(`DELETE FROM rollup_session; UPDATE user_days SET has_journey = true; TRUNCATE users`);
      const { code, stdout } = await run('rebuild');
      expect([code, lastLine(stdout)]).toEqual([0, { buckets: 60, changed: [], rawFrom: null }]);
      // Minutes are kept for days only, and these events are older.
      const grains = (rows: Record<string, string[]>) =>
        Object.fromEntries(
          Object.entries(rows).map(([table, lines]) => [table, lines.filter((line) => !line.includes('"minute"'))])
        );
      expect(grains(await derivedRows(database))).toEqual(grains(right));
    });

    it('moves everything to another zone, and only then the proxy takes it', async () => {
      await proxy.rollUpAll();
      const refused = await runCommand(database.url, ['rollup', 'run', '-c', newYork]);
      expect([refused.code, refused.stderr]).toEqual([
        2,
        expect.stringContaining('timezone (local dates of stored rollups follow the old zone)'),
      ]);
      const rebuilt = await runCommand(database.url, ['rollup', 'rebuild', '-c', newYork]);
      expect([rebuilt.code, rebuilt.stderr]).toEqual([0, expect.stringContaining('changed: timezone')]);
      const moved = await derivedRows(database);
      await rebuildAll(database, createTestProxy(database.pool, testConfig({ reporting: NEW_YORK })));
      expect(moved).toEqual(await derivedRows(database));
      expect((await runCommand(database.url, ['rollup', 'verify', '--all', '-c', newYork])).code).toBe(0);
    });

    it('adds days up anew from hours where raw rows are gone, and keeps who was active then', async () => {
      await proxy.rollUpAll();
      const moved = testConfig({ reporting: NEW_YORK });
      await rebuildAll(database, createTestProxy(database.pool, moved));
      const days = () =>
        database.rows(`SELECT bucket, cube, site, n FROM rollup_session WHERE grain = 'day' ORDER BY 1, 2, 3`);
      const expected = await days();

      await rebuildAll(database, proxy);
      const active = await database.rows('SELECT * FROM user_days ORDER BY 1, 2, 3');
      await database.pool.query(`UPDATE rollup_state SET raw_floor = '2026-04-01'; TRUNCATE ${RAW}`);
      const { code, stderr } = await runCommand(database.url, ['rollup', 'rebuild', '-c', newYork]);
      expect([code, stderr]).toEqual([
        0,
        expect.stringContaining('raw rows from before 2026-04-01T00:00:00.000Z are gone'),
      ]);
      expect(await days()).toEqual(expected);
      expect(await database.rows('SELECT * FROM user_days ORDER BY 1, 2, 3')).toEqual(active);
    });

    it('takes nothing away from a query that began before', async () => {
      await proxy.rollUpAll();
      const count = 'SELECT sum(n)::int AS n FROM rollup_session WHERE cube = 0 AND grain = $1';
      await withSnapshot(database.pool, 10_000, async (snapshot) => {
        snapshot.floors();
        await new RollupRebuild(database.pool, proxy.calendar).begin(rollupSettings(config), 'a test');
        expect(await snapshot.rows(count, ['day'])).toEqual([{ n: 12 }]);
      });
      expect(await database.rows(count, ['day'])).toEqual([{ n: null }]);
    });

    it('refuses a change of settings under running proxies', async () => {
      const running = createPool(databaseConfig(database.url));
      try {
        await running.query('SELECT 1');
        const rebuild = new RollupRebuild(database.pool, proxy.calendar);
        await expect(rebuild.begin(rollupSettings(testConfig({ reporting: NEW_YORK })), 'a test')).rejects.toThrow(
          /Stop them, rebuild, and start them/
        );
        await expect(rebuild.begin(rollupSettings(config), 'a test')).resolves.toMatchObject({ changed: [] });
      } finally {
        await running.end();
      }
    });
  });
});
