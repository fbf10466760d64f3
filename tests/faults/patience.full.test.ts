import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../system/plant';
import { busySessions, expectNothingLost, untilAcknowledged } from './checks';
import { report } from './figures';
import { Load } from './load';
import { ask, lock } from './queries';
import { withWiredProxy } from './wired';

const QUERY_TIMEOUT_MS = 1000;
/** A commit is given up after 10 s, and a silent server a second later. */
const COMMIT_LIMIT_MS = 11_000;
const POOL_SIZE = 6;

describe('a proxy is patient with a Postgres', () => {
  const wired = withWiredProxy(`database: { pool_size: ${POOL_SIZE} }\nquery: { timeout: ${QUERY_TIMEOUT_MS}ms }`);

  it('that holds up commits is told with 503, and commits them later', async () => {
    const load = new Load(() => wired.proxy);
    await untilAcknowledged(load, performance.now());
    const release = await lock(wired.databaseUrl, 'event_ids');
    const locked = performance.now();
    await until('a refusal', async () => load.answered(503) > 0, COMMIT_LIMIT_MS + 10_000);
    const refusedAfter = performance.now() - locked;
    await release();
    const recovery = await untilAcknowledged(load, performance.now());
    await load.end();
    expect(load.answered(0)).toBe(0);
    const counts = await expectNothingLost(wired.databaseUrl, load);
    report('commits held up by a lock', {
      ...counts,
      'answered 503': load.answered(503),
      'first of them after': `${(refusedAfter / 1000).toFixed(1)} s`,
      'acknowledged again after': `${(recovery / 1000).toFixed(1)} s`,
    });
  });

  it('that says nothing any more is given up, and found again on new connections', async () => {
    const load = new Load(() => wired.proxy);
    await untilAcknowledged(load, performance.now());
    wired.wire.set('hold');
    const held = performance.now();
    const query = await ask(wired.proxy);
    expect(query).toMatchObject({ status: 503, retryAfter: 5 });
    await until('a refusal', async () => load.answered(503) > 0, COMMIT_LIMIT_MS + 10_000);
    const refusedAfter = performance.now() - held;
    wired.wire.set('pass');
    const recovery = await untilAcknowledged(load, performance.now());
    await until('an answered query', async () => (await ask(wired.proxy)).result === 200);
    await load.end();
    expect(load.answered(0)).toBe(0);
    const counts = await expectNothingLost(wired.databaseUrl, load);
    await until(
      'an end of the sessions that were held',
      async () => (await busySessions(wired.databaseUrl)).length === 0
    );
    report('a network that swallows everything', {
      ...counts,
      'query given up after': `${(query.tookMs / 1000).toFixed(1)} s`,
      'events refused after': `${(refusedAfter / 1000).toFixed(1)} s`,
      'acknowledged again after': `${(recovery / 1000).toFixed(1)} s`,
    });
  });

  it('that is far away is slow, and nothing else', async () => {
    wired.wire.delay(30);
    const load = new Load(() => wired.proxy);
    const since = performance.now();
    await sleep(10_000);
    const query = await ask(wired.proxy);
    wired.wire.delay(0);
    await load.end();
    expect([200, 503]).toContain(query.status);
    const counts = await expectNothingLost(wired.databaseUrl, load);
    report('30 ms on every message to Postgres', {
      ...counts,
      'query answered': query.result ?? query.status,
      'over after': `${((performance.now() - since) / 1000).toFixed(1)} s`,
    });
  });
});
