import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../system/plant';
import { busySessions, expectNothingLost, untilAcknowledged } from './checks';
import { report } from './figures';
import { ask, lock } from './queries';
import { Load } from './load';
import { usageOf } from './processes';
import { Sampler } from './sampler';
import { scaled } from './scale';
import { withWiredProxy } from './wired';

const AWAY_MS = scaled(60_000, 2000);
const QUERY_TIMEOUT_MS = 1000;
/** Memory that an outage may leave behind: garbage that was not collected yet, MiB. */
const RSS_SLACK_MIB = 60;
/** Files and sockets that may be open beyond those before: connections of the pool, of the load and of a query. */
const HANDLE_SLACK = 30;
const POOL_SIZE = 6;
const VIEWERS = scaled(20, 9);
/** A recovery that takes longer is none that comes by itself, ms; what it took is printed. */
const RECOVERY_LIMIT_MS = 30_000;

describe('a Postgres in trouble', () => {
  const wired = withWiredProxy(`database: { pool_size: ${POOL_SIZE} }\nquery: { timeout: ${QUERY_TIMEOUT_MS}ms }`);

  it('that is away is told with 503 and Retry-After, and found again by itself', async () => {
    const load = new Load(() => wired.proxy);
    await untilAcknowledged(load, performance.now());
    const before = usageOf(wired.proxy.pid);
    const sampler = new Sampler(wired.proxy.pid);
    await wired.postgres.stop();
    await sleep(500);
    const [acknowledged, refused] = [load.acknowledged.size, load.answered(503)];
    await sleep(AWAY_MS / 2);
    expect(await ask(wired.proxy)).toMatchObject({ status: 503, retryAfter: 5 });
    expect(await wired.proxy.send('read', 'GET', '/readyz')).toMatchObject({ status: 503, retryAfter: 5 });
    expect((await wired.proxy.send('read', 'GET', '/livez')).status).toBe(200);
    await sleep(AWAY_MS / 2);
    expect(load.acknowledged.size).toBe(acknowledged);
    expect(load.answered(503)).toBeGreaterThan(refused);
    const during = sampler.stop();
    await wired.postgres.start();
    const since = performance.now();
    const recovery = await untilAcknowledged(load, since);
    expect(recovery).toBeLessThan(RECOVERY_LIMIT_MS);
    await until('a ready proxy', async () => (await wired.proxy.send('read', 'GET', '/readyz')).status === 200);
    await load.end();
    expect(load.answered(0)).toBe(0);
    const counts = await expectNothingLost(wired.databaseUrl, load);
    expect(wired.wire.connections).toBeLessThanOrEqual(POOL_SIZE);
    const after = usageOf(wired.proxy.pid);
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
    const release = await lock(wired.databaseUrl, 'user_engagement, rollup_session');
    const answers = await Promise.all(Array.from({ length: scaled(12, 6) }, () => ask(wired.proxy)));
    const left = await busySessions(wired.databaseUrl);
    await release();
    const cancelled = answers.filter(({ status, result }) => status === 200 && result === 504);
    const waited = answers.filter(({ status, retryAfter }) => status === 503 && retryAfter === 5);
    expect(cancelled.length).toBeGreaterThan(0);
    expect(cancelled.length + waited.length).toBe(answers.length);
    // The rollup worker may wait for the same lock; it is no query of anybody's.
    expect(left.filter((session) => !/rollup_|BEGIN ISOLATION LEVEL REPEATABLE READ$/.test(session))).toEqual([]);
    expect((await ask(wired.proxy)).result).toBe(200);
    report('queries on locked tables', {
      queries: answers.length,
      'cancelled with 504': cancelled.length,
      'answered 503': waited.length,
      'longest, s': (Math.max(...cancelled.map(({ tookMs }) => tookMs)) / 1000).toFixed(1),
      'left in pg_stat_activity': 0,
    });
  });

  it('that uses up the connections of all queries still takes events', async () => {
    const release = await lock(wired.databaseUrl, 'rollup_session');
    const viewers = Array.from({ length: VIEWERS }, () => ask(wired.proxy));
    await sleep(200);
    const since = performance.now();
    const load = new Load(() => wired.proxy, { senders: 2 });
    await sleep(scaled(10_000, 2000));
    await load.end();
    const answers = await Promise.all(viewers);
    await release();
    expect(load.wrong).toEqual([]);
    expect(load.answered(503)).toBe(0);
    expect(load.acknowledged.size).toBe(load.sent);
    expect(answers.every(({ status, result }) => (status === 200 && result === 504) || status === 503)).toBe(true);
    await until('an answered query', async () => (await ask(wired.proxy)).result === 200);
    const counts = await expectNothingLost(wired.databaseUrl, load);
    const slowest = Math.max(...load.latencies);
    report(`all connections of queries used up, pool of ${POOL_SIZE}, ${VIEWERS} slow queries`, {
      ...counts,
      'slowest acknowledgement, ms': Math.round(slowest),
      'queries answered 504 or 503': answers.length,
      'over after': `${((performance.now() - since) / 1000).toFixed(1)} s`,
    });
  });
});
