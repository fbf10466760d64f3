/** What must hold after every fault. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { rowsOf, storedIds, until, untilRolledUp } from '../system/plant';
import type { Load } from './load';

const BIN = path.resolve(__dirname, '../../backend-proxy/bin/lopan-analytics.js');
/** Rollups catch up within this time, though a run hung for two minutes on a connection that was dead, ms. */
const ROLLUP_LIMIT_MS = 240_000;

/** What `rollup verify` found. */
interface Verified {
  rows: number;
  differences: number;
  pending: string[];
}

/** Compares all rollups with the raw rows, once nothing is pending. */
export async function verifyRollups(databaseUrl: string): Promise<Verified> {
  await untilRolledUp(databaseUrl, ROLLUP_LIMIT_MS);
  const { stdout } = await promisify(execFile)(process.execPath, [BIN, 'rollup', 'verify', '--all'], {
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: databaseUrl,
      LOPAN_PRIVACY_SECRET: 'a-secret-of-the-tests-0123456789',
    },
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Verified;
}

/** Counts acknowledged events that are missing, and events that are there twice. */
export async function countLostAndTwice(databaseUrl: string, load: Load): Promise<{ lost: number; twice: number }> {
  const stored = await storedIds(databaseUrl);
  return {
    lost: [...load.acknowledged].filter((id) => !stored.has(id)).length,
    twice: [...stored.values()].filter((n) => n !== 1).length,
  };
}

/** Checks every promise of an acknowledgement, then sends what is open and checks that all is there once. */
export async function expectNothingLost(databaseUrl: string, load: Load) {
  expect(load.wrong).toEqual([]);
  const acknowledged = load.acknowledged.size;
  const { lost, twice } = await countLostAndTwice(databaseUrl, load);
  expect({ lost, twice }).toEqual({ lost: 0, twice: 0 });
  await load.resend();
  expect(load.wrong).toEqual([]);
  expect(load.acknowledged.size).toBe(load.sent);
  const stored = await storedIds(databaseUrl);
  expect(stored.size).toBe(load.sent);
  const [claims] = await rowsOf<{ n: string }>(databaseUrl, 'SELECT count(*) AS n FROM event_ids');
  expect(Number(claims?.n)).toBe(load.sent);
  const { differences, pending } = await verifyRollups(databaseUrl);
  expect({ differences, pending }).toEqual({ differences: 0, pending: [] });
  return { sent: load.sent, acknowledged, lost, twice };
}

/** Waits for an acknowledgement; how long it took since `since` (`performance.now()`), ms. */
export async function untilAcknowledged(load: Load, since: number, limitMs = 60_000): Promise<number> {
  await until('an acknowledgement', async () => load.lastAcknowledged > since, limitMs);
  return load.lastAcknowledged - since;
}

/** Sessions of proxies that run a statement or hold a transaction. */
export async function busySessions(databaseUrl: string): Promise<string[]> {
  const rows = await rowsOf<{ state: string; query: string }>(
    databaseUrl,
    `SELECT state, query FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'lopan-analytics' AND state <> 'idle'`
  );
  return rows.map(({ state, query }) => `${state}: ${query.slice(0, 80)}`);
}
