import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../system/plant';
import { ProxyProcess } from '../system/proxyProcess';
import { busySessions, expectNothingLost, untilAcknowledged } from './checks';
import { writeConfig } from './configuration';
import { report } from './figures';
import { Load } from './load';
import { FaultyPostgres } from './postgres';
import { ask, lock } from './queries';
import { Wire } from './wire';

const QUERY_TIMEOUT_MS = 1000;
/** A commit is given up after 10 s, and a silent server a second later. */
const COMMIT_LIMIT_MS = 11_000;
const POOL_SIZE = 6;

describe('a proxy is patient with a Postgres', () => {
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

  it('that holds up commits is told with 503, and commits them later', async () => {
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

  it('that says nothing any more is given up, and found again on new connections', async () => {
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

  it('that is far away is slow, and nothing else', async () => {
    wire.delay(30);
    const load = new Load(() => proxy);
    const since = performance.now();
    await sleep(10_000);
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
