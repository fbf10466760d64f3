import type { Pool } from 'pg';
import type { Config } from '../../src/config/types';
import { createPool } from '../../src/db/pool';
import { currentRun } from './global-setup';
import { freshName, onServer, urlOf } from './server';

/** A migrated database of one test file. */
export interface TestDatabase {
  /** Connections as the proxy makes them. */
  readonly pool: Pool;
  readonly url: string;
  /** Rows of a statement. */
  rows<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
}

/** The `database` section of a configuration that leads to a URL. */
export function databaseConfig(url: string, poolSize = 10): Config['database'] {
  const { hostname: host, port } = new URL(url);
  return { host, port: Number(port), name: '', user: '', password: null, url, ssl: 'off', poolSize, maxSizeBytes: 0 };
}

/** Creates a database, migrated unless `empty`, and returns what drops it again. */
export async function createDatabase({ empty = false } = {}): Promise<{ url: string; drop: () => Promise<void> }> {
  const { server, template } = currentRun();
  const name = freshName('lopan_test');
  await onServer(server, `CREATE DATABASE ${name}${empty ? '' : ` TEMPLATE ${template}`}`);
  return { url: urlOf(server, name), drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

/** Gives the tests of a file (or `describe`) a database of their own; the pool is there from `beforeAll` on. */
export function withDatabase(options: { empty?: boolean } = {}): TestDatabase {
  let pool: Pool | undefined;
  let database: Awaited<ReturnType<typeof createDatabase>> | undefined;
  beforeAll(async () => {
    database = await createDatabase(options);
    pool = createPool(databaseConfig(database.url), 'lopan-test');
    // A pool has ended before its last connections have: dropping the database may still reach one of those.
    pool.on('error', () => undefined);
  });
  afterAll(async () => {
    await pool?.end();
    await database?.drop();
  });
  const there = <T>(value: T | undefined): T => {
    if (value === undefined) {
      throw new Error('the test database is there from beforeAll on');
    }
    return value;
  };
  return {
    get pool() {
      return there(pool);
    },
    get url() {
      return there(database).url;
    },
    rows: async <Row extends object>(text: string, values: unknown[] = []) =>
      (await there(pool).query<Row>(text, values)).rows,
  };
}
