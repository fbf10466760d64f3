/** The recipe of sql/roles.sql: each role can do its work and nothing beyond it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { migrate } from '../../src/db/migrate';
import { createPool } from '../../src/db/pool';
import { Partitions } from '../../src/db/stores/partitions';
import { RetentionRuns } from '../../src/db/stores/retention-runs';
import { RetentionStore } from '../../src/db/stores/retention-store';
import { Retention } from '../../src/retention/retention';
import { runCommand } from '../helpers/cli';
import { createDatabase, databaseConfig, type TestDatabase } from '../helpers/database';
import { currentRun } from '../helpers/global-setup';
import { freshName, onServer } from '../helpers/server';
import { businessEvent, sessionEvent } from '../helpers/events';
import { createTestApp, type TestApp } from '../helpers/http';
import { testConfig } from '../helpers/proxy';

/** Roles belong to the whole server, which may be somebody's own: these tests make some of their own names. */
const PREFIX = freshName('lopan_roles');
const ROLES = ['lopan_migrator', 'lopan_writer', 'lopan_reader'] as const;
const nameOf = (role: Role) => role.replace('lopan', PREFIX);
const RECIPE = ROLES.reduce(
  (text, role) => text.replaceAll(role, nameOf(role)),
  readFileSync(path.resolve(__dirname, '../../sql/roles.sql'), 'utf8')
);
const PASSWORD = 'a-password-of-the-tests';
const USER = 'aaaaaaaa-0000-4000-8000-000000000001';
const DENIED = '42501';
const READ_ONLY = '25006';
const DAY = { from: '2025-06-02T00:00:00Z', to: '2025-06-03T00:00:00Z' };
const KPI = { queryType: 'kpi', format: 'numeric', kpis: ['production_efficiency'] };

type Role = (typeof ROLES)[number];

describe('database roles', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let app: TestApp | undefined;

  const urlFor = (role: Role) => {
    const url = new URL(database.url);
    [url.username, url.password] = [nameOf(role), PASSWORD];
    return url.href;
  };
  const run = async (url: string, statement: string) => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return await client.query<Record<string, unknown>>(statement);
    } finally {
      await client.end();
    }
  };
  const as = (role: Role, statement: string) => run(urlFor(role), statement);
  const migrateAs = async (role: Role) => {
    const pool = createPool(databaseConfig(urlFor(role), 1));
    try {
      return await migrate(pool);
    } finally {
      await pool.end();
    }
  };

  beforeAll(async () => {
    database = await createDatabase({ empty: true });
    await run(database.url, RECIPE);
    for (const role of ROLES) {
      await run(database.url, `ALTER ROLE ${nameOf(role)} PASSWORD '${PASSWORD}'`);
    }
  });
  afterAll(async () => {
    await app?.close();
    await database.drop();
    await onServer(currentRun().server, `DROP ROLE IF EXISTS ${ROLES.map(nameOf).join(', ')}`);
  });

  it('the writer cannot migrate, and says who can', async () => {
    await expect(migrateAs('lopan_writer')).rejects.toThrow(/run "lopan-analytics migrate" as the role that owns it/);
  });

  it('the migrator migrates, and the recipe can be repeated', async () => {
    expect((await migrateAs('lopan_migrator')).applied.length).toBeGreaterThan(0);
    await run(database.url, RECIPE);
    expect((await migrateAs('lopan_writer')).applied).toEqual([]);
  });

  it('the writer serves: takes events of a new month, rolls them up, answers, erases and drops old months', async () => {
    const url = urlFor('lopan_writer');
    const pool = createPool(databaseConfig(url, 4));
    // dropping the database may reach a last connection that the pool has just ended
    pool.on('error', () => undefined);
    const ofWriter = { pool, url } as TestDatabase;
    const config = testConfig({ collection: { maxLatenessMs: 4000 * 86_400_000 } });
    app = await createTestApp(ofWriter, config);
    const taken = await app.postEvents([
      businessEvent({ timestamp: '2025-06-02T12:00:00Z' }),
      sessionEvent({ timestamp: '2025-06-02T12:00:00Z', userId: USER }),
    ]);
    expect(taken).toMatchObject({ accepted: 2 });
    await app.rollUpAll();
    expect((await app.ask(DAY, KPI)).status).toBe(200);
    const months = 'SELECT count(*)::int AS n FROM user_months';
    expect((await as('lopan_writer', months)).rows).toEqual([{ n: 1 }]);
    expect((await app.send('DELETE', `/v1/subjects/${USER}`)).statusCode).toBe(200);
    expect((await as('lopan_writer', months)).rows).toEqual([{ n: 0 }]);

    await app.rollUpAll();
    const { calendar } = app.services;
    const retention = new Retention({
      store: new RetentionStore(pool, calendar),
      runs: new RetentionRuns(pool),
      partitions: new Partitions(pool),
      calendar,
      config: { collection: { retentionDays: 365 }, privacy: { dataRetentionDays: 7300 } },
      now: () => Date.parse('2026-11-22T10:30:00Z'),
      pauseMs: 10,
    });
    expect(await retention.run()).toMatchObject({ ok: true, monthsDropped: ['2025-06'], note: null });
    expect((await as('lopan_writer', `SELECT to_regclass('business_metrics_2025_06') AS t`)).rows).toEqual([
      { t: null },
    ]);
    await pool.end();
  });

  it('the writer checks rollups, with temporary tables of its own', async () => {
    expect(await runCommand(urlFor('lopan_writer'), ['rollup', 'verify', '--all'])).toMatchObject({ code: 0 });
  });

  it.each([
    'DROP TABLE rollup_business',
    'ALTER TABLE event_ids ADD COLUMN x text',
    'TRUNCATE event_ids',
    'CREATE TABLE mine ()',
    'DROP FUNCTION lopan_ensure_partitions(timestamptz)',
    `INSERT INTO schema_migrations (name, run_on) VALUES ('x', now())`,
    'CREATE ROLE another',
  ])('the writer may not: %s', async (statement) => {
    await expect(as('lopan_writer', statement)).rejects.toMatchObject({ code: DENIED });
  });

  it('a table of the caller does not take the place of ours in what runs as the owner', async () => {
    await as(
      'lopan_writer',
      `SET search_path = pg_temp, public; CREATE TEMP TABLE business_metrics (x int);
       SELECT lopan_ensure_partitions('2025-08-01T00:00:00Z')`
    );
    const made = `SELECT to_regclass('public.business_metrics_2025_08') IS NOT NULL AS made`;
    expect((await as('lopan_writer', made)).rows).toEqual([{ made: true }]);
  });

  it('the reader reads sums', async () => {
    const { rows } = await as('lopan_reader', `SELECT n FROM rollup_business WHERE grain = 'day' AND cube = 0`);
    expect(rows).toHaveLength(1);
  });

  it.each([
    ['SELECT 1 FROM business_metrics', DENIED],
    ['SELECT 1 FROM user_days', DENIED],
    ['SELECT 1 FROM users', DENIED],
    ['SELECT 1 FROM rejected_events', DENIED],
    [`SELECT lopan_drop_partitions('2025-08-01T00:00:00Z')`, DENIED],
    ['DELETE FROM rollup_business', READ_ONLY],
    ['BEGIN READ WRITE; DELETE FROM rollup_business', DENIED],
    ['CREATE TEMP TABLE mine ()', READ_ONLY],
    ['BEGIN READ WRITE; CREATE TEMP TABLE mine ()', DENIED],
  ])('the reader may not: %s', async (statement, code) => {
    await expect(as('lopan_reader', statement)).rejects.toMatchObject({ code });
  });
});
