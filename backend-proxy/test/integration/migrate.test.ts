import path from 'node:path';
import { runner } from 'node-pg-migrate';
import { Pool } from 'pg';
import { migrate } from '../../src/db/migrate';
import { createDatabase, databaseConfig, withDatabase } from '../helpers/database';
import { createPool } from '../../src/db/pool';

/** Everything that a migration can leave behind, as text that two databases can be compared by. */
const SCHEMA = `
  SELECT format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) AS line
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  ORDER BY line`;

describe('migrate', () => {
  const database = withDatabase({ empty: true });
  const schemaOf = async () => (await database.rows<{ line: string }>(SCHEMA)).map(({ line }) => line);

  it('lets many starters at once queue: one applies, the others find nothing to do', async () => {
    const pools = Array.from({ length: 8 }, () => createPool(databaseConfig(database.url, 1)));
    try {
      const results = await Promise.all(pools.map((pool) => migrate(pool)));
      const appliers = results.filter(({ applied }) => applied.length > 0);
      expect(appliers).toHaveLength(1);
      expect(appliers[0]?.applied).toEqual([...(appliers[0]?.applied ?? [])].sort());
    } finally {
      await Promise.all(pools.map((pool) => pool.end()));
    }
  });

  it('changes nothing the second time', async () => {
    const before = await schemaOf();
    expect(before.length).toBeGreaterThan(100);
    expect(await migrate(database.pool)).toEqual({ applied: [] });
    expect(await schemaOf()).toEqual(before);
  });

  it('leaves no lock behind', async () => {
    const locks = `SELECT l.locktype FROM pg_locks l JOIN pg_database d ON d.oid = l.database
      WHERE l.locktype = 'advisory' AND d.datname = current_database()`;
    expect(await database.rows(locks)).toEqual([]);
  });

  it('tells what it applied', async () => {
    const lines: string[] = [];
    const log = { info: (line: string) => lines.push(line), warn: () => 0, error: () => 0 };
    const fresh = await createDatabase({ empty: true });
    const pool = createPool(databaseConfig(fresh.url, 1));
    try {
      const { applied } = await migrate(pool, log);
      expect(lines).toEqual([`applied ${applied.join(', ')}`]);
    } finally {
      await pool.end();
      await fresh.drop();
    }
  });

  it('can be taken back and applied again', async () => {
    const before = await schemaOf();
    const client = await database.pool.connect();
    try {
      const undone = await runner({
        dbClient: client,
        dir: path.resolve(__dirname, '../../migrations'),
        direction: 'down',
        count: Infinity,
        migrationsTable: 'schema_migrations',
        noLock: true,
        log: () => undefined,
      });
      expect(undone.length).toBeGreaterThan(0);
    } finally {
      client.release();
    }
    const left = `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`;
    expect(await database.rows(left)).toEqual([{ relname: 'schema_migrations' }]);
    await migrate(database.pool);
    expect(await schemaOf()).toEqual(before);
  });

  it('refuses a schema that a newer proxy has migrated', async () => {
    await database.pool.query(
      `INSERT INTO schema_migrations (name, run_on) VALUES ('29990101000000001_future', now())`
    );
    try {
      await expect(migrate(database.pool)).rejects.toThrow(/schema is newer than this proxy.*29990101000000001_future/);
    } finally {
      await database.pool.query(`DELETE FROM schema_migrations WHERE name LIKE '2999%'`);
    }
  });

  it('refuses a server that is too old, in words', async () => {
    const old = {
      connect: async () => {
        const client = await database.pool.connect();
        return Object.assign(Object.create(client) as typeof client, {
          query: async (text: string, values?: unknown[]) =>
            text.includes('server_version_num')
              ? { rows: [{ version: 140011, text: '14.11' }] }
              : client.query(text, values),
          release: () => client.release(),
        });
      },
    };
    await expect(migrate(old as unknown as Pool)).rejects.toThrow('Postgres 14.11 is too old: 15 or later is needed.');
  });
});
