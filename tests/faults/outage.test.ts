import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { rowsOf, until } from '../system/plant';
import { ProxyProcess } from '../system/proxyProcess';
import { busySessions, expectNothingLost, untilAcknowledged } from './checks';
import { writeConfig } from './configuration';
import { report } from './figures';
import { Load } from './load';
import { FaultyPostgres } from './postgres';
import { usageOf } from './processes';
import { Sampler } from './sampler';
import { FULL, scaled } from './scale';
import { Wire } from './wire';

const AWAY_MS = scaled(60_000, 4000);
const QUERY_TIMEOUT_MS = 1000;
/** A commit is given up after 10 s, and a silent server a second later. */
const COMMIT_LIMIT_MS = 11_000;
/** Memory that an outage may leave behind: garbage that was not collected yet, MiB. */
const RSS_SLACK_MIB = 60;
/** Files and sockets that may be open beyond those before: connections of the pool, of the load and of a query. */
const HANDLE_SLACK = 30;
const POOL_SIZE = 6;

/** What takes long because the proxy is patient: tried in the full form alone. */
const itInFull = FULL ? it : it.skip;

const KPI_QUERY = {
  from: new Date(Date.now() - 86_400_000).toISOString(),
  to: new Date(Date.now() + 3_600_000).toISOString(),
  queries: [{ refId: 'A', queryType: 'kpi', kpis: ['session_duration'], format: 'numeric' }],
};

interface QueryAnswer {
  /** Of the answer as a whole. */
  status: number;
  /** Of the query in it. */
  result: number | undefined;
  retryAfter: number | null;
  tookMs: number;
}

async function ask(proxy: ProxyProcess): Promise<QueryAnswer> {
  const since = performance.now();
  const { status, body, retryAfter } = await proxy.send('read', 'POST', '/v1/query', KPI_QUERY);
  const { results } = body as { results?: Record<string, { status: number }> };
  return { status, retryAfter, result: results?.['A']?.status, tookMs: performance.now() - since };
}

/** Holds a lock that everybody has to wait for, until it is released. */
async function lock(databaseUrl: string, tables: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE`);
  return () => client.end();
}

describe('a Postgres in trouble', () => {
  let postgres: FaultyPostgres;
  let wire: Wire;
  let databaseUrl: string;
  let proxy: ProxyProcess;

  beforeAll(async () => {
    postgres = await FaultyPostgres.create();
    wire = await Wire.to(postgres.port);
  });
  afterAll(async () => {
    await wire?.close();
    await postgres?.remove();
  });
  beforeEach(async () => {
    const config = writeConfig(
      postgres.folder,
      `database: { pool_size: ${POOL_SIZE} }\nquery: { timeout: ${QUERY_TIMEOUT_MS}ms }`
    );
    databaseUrl = await postgres.database();
    proxy = await ProxyProcess.start(wire.url(databaseUrl), { config });
  });
  afterEach(() => proxy.kill());

  it('that is away is told with 503 and Retry-After, and found again by itself', async () => {
    const load = new Load(() => proxy);
    await untilAcknowledged(load, performance.now());
    const before = usageOf(proxy.pid);
    const sampler = new Sampler(proxy.pid);
    await postgres.stop();
    await sleep(500);
    const [acknowledged, refused] = [load.acknowledged.size, load.answered(503)];
    await sleep(AWAY_MS / 2);
    expect(await ask(proxy)).toMatchObject({ status: 503, retryAfter: 5 });
    expect(await proxy.send('read', 'GET', '/readyz')).toMatchObject({ status: 503, retryAfter: 5 });
    expect((await proxy.send('read', 'GET', '/livez')).status).toBe(200);
    await sleep(AWAY_MS / 2);
    expect(load.acknowledged.size).toBe(acknowledged);
    expect(load.answered(503)).toBeGreaterThan(refused);
    const during = sampler.stop();
    await postgres.start();
    const since = performance.now();
    const recovery = await untilAcknowledged(load, since);
    expect(recovery).toBeLessThan(10_000);
    await until('a ready proxy', async () => (await proxy.send('read', 'GET', '/readyz')).status === 200);
    await load.end();
    expect(load.answered(0)).toBe(0);
    const counts = await expectNothingLost(databaseUrl, load);
    expect(wire.connections).toBeLessThanOrEqual(POOL_SIZE);
    const after = usageOf(proxy.pid);
    if (before && after) {
      expect(after.rssMiB - before.rssMiB).toBeLessThan(RSS_SLACK_MIB);
      expect(after.handles - before.handles).toBeLessThan(HANDLE_SLACK);
    }
    report(`Postgres away for ${AWAY_MS / 1000} s`, {
      ...counts,
      'answered 503': load.answered(503),
      'acknowledged again after': `${(recovery / 1000).toFixed(1)} s`,
      'RSS before, most, after': `${before?.rssMiB}, ${during?.rssMiB}, ${after?.rssMiB} MiB`,
      'handles before, most, after': `${before?.handles}, ${during?.handles}, ${after?.handles}`,
    });
  });

  it('that is slow has its queries cancelled, there too', async () => {
    const release = await lock(databaseUrl, 'user_engagement, rollup_session');
    const answers = await Promise.all(Array.from({ length: POOL_SIZE * 2 }, () => ask(proxy)));
    const left = await busySessions(databaseUrl);
    await release();
    const cancelled = answers.filter(({ status, result }) => status === 200 && result === 504);
    const waited = answers.filter(({ status, retryAfter }) => status === 503 && retryAfter === 5);
    expect(cancelled.length).toBeGreaterThan(0);
    expect(cancelled.length + waited.length).toBe(answers.length);
    // The rollup worker may wait for the same lock; it is no query of anybody's.
    expect(left.filter((session) => !/rollup_|BEGIN ISOLATION LEVEL REPEATABLE READ$/.test(session))).toEqual([]);
    expect((await ask(proxy)).result).toBe(200);
    report('queries on locked tables', {
      queries: answers.length,
      'cancelled with 504': cancelled.length,
      'answered 503': waited.length,
      'longest, s': (Math.max(...cancelled.map(({ tookMs }) => tookMs)) / 1000).toFixed(1),
      'left in pg_stat_activity': 0,
    });
  });

  it('that uses up the connections of all queries still takes events', async () => {
    const release = await lock(databaseUrl, 'rollup_session');
    const viewers = Array.from({ length: 20 }, () => ask(proxy));
    await sleep(200);
    const since = performance.now();
    const load = new Load(() => proxy, { senders: 2 });
    await sleep(scaled(10_000, 2000));
    await load.end();
    const answers = await Promise.all(viewers);
    await release();
    expect(load.wrong).toEqual([]);
    expect(load.answered(503)).toBe(0);
    expect(load.acknowledged.size).toBe(load.sent);
    expect(answers.every(({ status, result }) => (status === 200 && result === 504) || status === 503)).toBe(true);
    await until('an answered query', async () => (await ask(proxy)).result === 200);
    const counts = await expectNothingLost(databaseUrl, load);
    const slowest = Math.max(...load.latencies);
    report(`all connections of queries used up, pool of ${POOL_SIZE}, 20 slow queries`, {
      ...counts,
      'slowest acknowledgement, ms': Math.round(slowest),
      'queries answered 504 or 503': answers.length,
      'over after': `${((performance.now() - since) / 1000).toFixed(1)} s`,
    });
  });

  itInFull('that holds up commits is told with 503, and commits them later', async () => {
    const load = new Load(() => proxy);
    await untilAcknowledged(load, performance.now());
    const release = await lock(databaseUrl, 'event_ids');
    const locked = performance.now();
    await until('a refusal', async () => load.answered(503) > 0, COMMIT_LIMIT_MS + 10_000);
    const refusedAfter = performance.now() - locked;
    await release();
    const recovery = await untilAcknowledged(load, performance.now());
    await load.end();
    expect(load.answered(0)).toBe(0);
    const counts = await expectNothingLost(databaseUrl, load);
    report('commits held up by a lock', {
      ...counts,
      'answered 503': load.answered(503),
      'first of them after': `${(refusedAfter / 1000).toFixed(1)} s`,
      'acknowledged again after': `${(recovery / 1000).toFixed(1)} s`,
    });
  });

  itInFull('that says nothing any more is given up, and found again on new connections', async () => {
    const load = new Load(() => proxy);
    await untilAcknowledged(load, performance.now());
    wire.set('hold');
    const held = performance.now();
    const query = await ask(proxy);
    expect(query).toMatchObject({ status: 503, retryAfter: 5 });
    await until('a refusal', async () => load.answered(503) > 0, COMMIT_LIMIT_MS + 10_000);
    const refusedAfter = performance.now() - held;
    wire.set('pass');
    const recovery = await untilAcknowledged(load, performance.now());
    await until('an answered query', async () => (await ask(proxy)).result === 200);
    await load.end();
    expect(load.answered(0)).toBe(0);
    const counts = await expectNothingLost(databaseUrl, load);
    await until('an end of the sessions that were held', async () => (await busySessions(databaseUrl)).length === 0);
    report('a network that swallows everything', {
      ...counts,
      'query given up after': `${(query.tookMs / 1000).toFixed(1)} s`,
      'events refused after': `${(refusedAfter / 1000).toFixed(1)} s`,
      'acknowledged again after': `${(recovery / 1000).toFixed(1)} s`,
    });
  });

  itInFull('that is far away is slow, and nothing else', async () => {
    wire.delay(30);
    const load = new Load(() => proxy);
    const since = performance.now();
    await sleep(scaled(10_000, 2000));
    const query = await ask(proxy);
    wire.delay(0);
    await load.end();
    expect([200, 503]).toContain(query.status);
    const counts = await expectNothingLost(databaseUrl, load);
    report('30 ms on every message to Postgres', {
      ...counts,
      'query answered': query.result ?? query.status,
      'over after': `${((performance.now() - since) / 1000).toFixed(1)} s`,
    });
  });
});
