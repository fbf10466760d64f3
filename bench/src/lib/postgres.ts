import { Client } from 'pg';
import { freshName, onServer, startServer, urlOf, type TestServer } from '../../../backend-proxy/test/helpers/server';

/** Names a Postgres to measure on: the URL of any database of it, as a user who may create more. */
const SERVER_VARIABLE = 'LOPAN_BENCH_DATABASE_URL';

/** Connects; the caller ends it. */
export async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  return client;
}

/** Runs work on a connection of its own. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The Postgres that is measured: the one that the environment names, or an embedded one with Postgres' own defaults. */
export async function startPostgres(): Promise<TestServer> {
  const given = process.env[SERVER_VARIABLE];
  return given ? { url: given, stop: () => Promise.resolve() } : startServer({ durable: true, asInstalled: true });
}

/** A new, empty database. @param name absent: one that goes with the run */
export async function createDatabase(serverUrl: string, name = freshName('lopan_bench')): Promise<string> {
  await onServer(serverUrl, `CREATE DATABASE ${name}`);
  return urlOf(serverUrl, name);
}

/** Whether there is a database of that name. */
export async function hasDatabase(serverUrl: string, name: string): Promise<boolean> {
  return withClient(serverUrl, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    return rowCount === 1;
  });
}

/** Drops a database, whoever is connected. */
export async function dropDatabase(url: string): Promise<void> {
  const server = new URL(url);
  const name = server.pathname.slice(1);
  server.pathname = '/postgres';
  await onServer(server.toString(), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

/** What a server runs with, as far as it bears on what is measured. */
export async function describeServer(url: string): Promise<Record<string, string>> {
  return withClient(url, async (client) => {
    const names = ['server_version', 'shared_buffers', 'work_mem', 'fsync', 'synchronous_commit', 'max_wal_size'];
    const { rows } = await client.query<{ name: string; value: string }>(
      'SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name',
      [names]
    );
    return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
  });
}
