import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Client, Pool } from 'pg';
import { migrate } from '../../src/db/migrate';

/** Names a Postgres to test against, instead of starting one: the URL of any database of it, as a user who may create more. */
export const SERVER_VARIABLE = 'LOPAN_TEST_DATABASE_URL';

/** A Postgres that tests create their databases on. */
export interface TestServer {
  url: string;
  stop(): Promise<void>;
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
    } else {
      child.once('exit', () => resolve());
    }
  });
}

/**
 * Starts an embedded Postgres, or takes the one that the environment names.
 * @param options.durable commits survive a crash of the embedded server
 * @param options.own an embedded one in any case, for tests that change the server itself
 * @param options.asInstalled the embedded server runs with Postgres' own defaults, which measuring wants
 */
export async function startServer({ durable = false, asInstalled = false, own = false } = {}): Promise<TestServer> {
  const given = own ? undefined : process.env[SERVER_VARIABLE];
  if (given) {
    return { url: given, stop: () => Promise.resolve() };
  }
  const child = spawn(
    process.execPath,
    [
      path.join(__dirname, 'postgres-server.mjs'),
      ...(durable ? ['--durable'] : []),
      ...(asInstalled ? ['--as-installed'] : []),
    ],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    }
  );
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve((JSON.parse(line) as { url: string }).url));
    child.once('exit', (code) =>
      reject(new Error(`the test database ended with code ${code ?? 'none'} before it was ready`))
    );
  });
  return {
    url,
    stop: async () => {
      child.stdin.end();
      await exitOf(child);
    },
  };
}

/** The URL of another database of the same server. */
export function urlOf(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

/** A name that no other run on the same server has. */
export function freshName(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString('hex')}`;
}

/** Runs one statement on the server's own database. */
export async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Creates a migrated database that others are copied from; nobody may stay connected to it. */
export async function createTemplate(serverUrl: string): Promise<string> {
  const name = freshName('lopan_template');
  await onServer(serverUrl, `CREATE DATABASE ${name}`);
  const pool = new Pool({ connectionString: urlOf(serverUrl, name) });
  try {
    await migrate(pool);
  } finally {
    await pool.end();
  }
  return name;
}
