import { readdirSync } from 'node:fs';
import path from 'node:path';
import { runner } from 'node-pg-migrate';
import type { Pool, PoolClient } from 'pg';
import { isError } from '../errors/database';
import { LOCK_FAMILY, LOCKS } from './locks';

const MIGRATIONS_DIR = path.resolve(__dirname, '../../migrations');
const MIGRATIONS_TABLE = 'schema_migrations';
/** Oldest Postgres that is supported, as `server_version_num` counts. */
const MINIMUM_SERVER_VERSION = 150000;

/** Raised when the schema and this version of the proxy do not fit. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

export interface MigrationResult {
  /** Names of the migrations applied now; empty when there was nothing to do. */
  applied: string[];
}

/** What Postgres says when a role changes a schema that it does not own; the library passes on the words alone. */
const DENIED = /permission denied|must be owner/;

/** Says who may migrate, where the role that connects may not. */
function explainDenied(error: unknown): unknown {
  return isError(error) && DENIED.test(error.message)
    ? new MigrationError(
        'Migrations are pending, and this database role may not change the schema: run "lopan-analytics migrate" as the role that owns it, then start again.',
        { cause: error }
      )
    : error;
}

/**
 * Whether there is anything to apply. A role that may not migrate can ask it too.
 * @throws MigrationError for a schema that a newer proxy has migrated: this one would not know what it reads and writes
 */
async function hasPending(client: PoolClient): Promise<boolean> {
  const { rows: tables } = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
    MIGRATIONS_TABLE,
  ]);
  if (!tables[0]?.found) {
    return true;
  }
  const known = new Set(readdirSync(MIGRATIONS_DIR).map((file) => path.parse(file).name));
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${MIGRATIONS_TABLE}`);
  const unknown = rows.filter(({ name }) => !known.has(name)).map(({ name }) => name);
  if (unknown.length > 0) {
    throw new MigrationError(
      `The schema is newer than this proxy: it has ${unknown.join(', ')}. Start the version that made it, or a later one.`
    );
  }
  return rows.length < known.size;
}

interface MigrationLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

const silent: MigrationLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function checkServer(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ version: number; text: string }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS text`
  );
  const server = rows[0];
  if (server && server.version < MINIMUM_SERVER_VERSION) {
    throw new MigrationError(`Postgres ${server.text} is too old: 15 or later is needed.`);
  }
}

/**
 * Applies pending migrations, each in a transaction of its own. Several proxies may call this at once: a session
 * lock makes them queue, and the later ones find nothing left to do. Ends with ANALYZE where anything changed.
 * @throws MigrationError when the server is too old, or the schema newer than the code
 */
export async function migrate(pool: Pool, log: MigrationLog = silent): Promise<MigrationResult> {
  const client = await pool.connect();
  // The statement under way reports a broken connection; without a listener Node would end the process over it.
  const ignore = (): void => undefined;
  client.on('error', ignore);
  try {
    await checkServer(client);
    await client.query('SELECT pg_advisory_lock($1, $2)', [LOCK_FAMILY, LOCKS.migrate]);
    try {
      if (!(await hasPending(client))) {
        return { applied: [] };
      }
      const applied = await runner({
        dbClient: client,
        dir: MIGRATIONS_DIR,
        direction: 'up',
        migrationsTable: MIGRATIONS_TABLE,
        // Our own lock waits its turn; the library's would fail for whoever comes second.
        noLock: true,
        log: () => undefined,
        logger: { ...silent, warn: log.warn.bind(log), error: log.error.bind(log), debug: () => undefined },
      }).catch((error: unknown) => {
        throw explainDenied(error);
      });
      if (applied.length > 0) {
        log.info(`applied ${applied.map((migration) => migration.name).join(', ')}`);
        await client.query('ANALYZE');
      }
      return { applied: applied.map((migration) => migration.name) };
    } finally {
      await client.query('SELECT pg_advisory_unlock($1, $2)', [LOCK_FAMILY, LOCKS.migrate]);
    }
  } finally {
    client.off('error', ignore);
    client.release();
  }
}
