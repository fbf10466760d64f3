import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient, type Client, type NewEvent } from '@lopan/client';
import { streamEvent } from '../system/plant';
import { KEYS, ProxyProcess } from '../system/proxyProcess';
import { countLostAndTwice, untilAcknowledged, verifyRollups } from './checks';
import { writeConfig } from './configuration';
import { report } from './figures';
import { Load } from './load';
import { usageOf } from './processes';
import { Sampler } from './sampler';
import { scaled } from './scale';
import { withWiredPostgres } from './wired';

const FLOOD_MS = scaled(60_000, 3000);
const SENDERS = scaled(60, 30);
const CLIENT_EVENTS = scaled(10_000, 1000);
/** Events that are given to the client at once. */
const TOGETHER = 500;
const IN_FLIGHT = 16;
/** Memory that a flood may take beyond that of a working proxy, MiB: requests in flight, rows that wait, garbage. */
const RSS_SLACK_MIB = 250;

/** Hands events to a client, as many at once as share a write to its queue. */
async function enqueue(client: Client, count: number): Promise<void> {
  for (let index = 0; index < count; index += TOGETHER) {
    const some = Array.from({ length: Math.min(TOGETHER, count - index) }, (_, offset) => streamEvent(index + offset));
    await Promise.all(some.map(({ id: _ownId, ...event }) => client.enqueue(event as unknown as NewEvent)));
  }
}

describe('more load than a proxy can take', () => {
  const wired = withWiredPostgres();
  let databaseUrl: string;
  let proxy: ProxyProcess;

  const start = async (yaml: string) => {
    proxy = await ProxyProcess.start(wired.wire.url(databaseUrl), { config: writeConfig(wired.postgres.folder, yaml) });
  };
  const clientOf = (name: string) =>
    createClient({
      url: proxy.url,
      key: KEYS.ingest,
      deviceId: name,
      directory: path.join(wired.postgres.folder, name),
      sync: 'never',
      concurrency: 2,
      policy: { batchSize: 100, flushIntervalSeconds: 1 },
      backoff: { baseMs: 100, maxMs: 2000 },
    });

  beforeEach(async () => {
    databaseUrl = await wired.postgres.database();
  });
  afterEach(() => proxy.kill());

  it('is refused before memory grows, and comes in later', async () => {
    await start(`server: { max_in_flight: ${IN_FLIGHT} }\ningest: { max_rows: 500 }`);
    const warmUp = new Load(() => proxy);
    await untilAcknowledged(warmUp, performance.now());
    await warmUp.end();
    const before = usageOf(proxy.pid);
    const sampler = new Sampler(proxy.pid);
    // Far away, so that commits take long and requests pile up.
    wired.wire.delay(20);
    const client = await clientOf('device-of-the-flood');
    const load = new Load(() => proxy, {
      senders: SENDERS,
      batch: 100,
      pauseMs: 0,
      afterFailureMs: 200,
      forgetful: true,
    });
    const since = performance.now();
    await enqueue(client, CLIENT_EVENTS);
    await sleep(Math.max(0, FLOOD_MS - (performance.now() - since)));
    const { retries } = client.stats();
    await load.end();
    wired.wire.delay(0);
    const most = sampler.stop();
    const ended = performance.now();
    await client.flush({ timeoutMs: 120_000 });
    const stats = await client.close();
    expect({ pending: stats.pending, deadLetters: stats.deadLetters }).toEqual({ pending: 0, deadLetters: 0 });
    expect(stats.accepted + stats.duplicates).toBe(CLIENT_EVENTS);
    expect(load.answered(503)).toBeGreaterThan(0);
    expect(load.answered(0)).toBe(0);
    expect(proxy.alive).toBe(true);
    if (before && most) {
      expect(most.rssMiB - before.rssMiB).toBeLessThan(RSS_SLACK_MIB);
    }
    const allIn = performance.now() - ended;
    expect(load.wrong).toEqual([]);
    const { lost, twice } = await countLostAndTwice(databaseUrl, load);
    expect({ lost, twice }).toEqual({ lost: 0, twice: 0 });
    const { differences } = await verifyRollups(databaseUrl);
    expect(differences).toBe(0);
    report(`a flood from ${SENDERS} senders on ${IN_FLIGHT} places`, {
      sent: load.sent,
      acknowledged: load.acknowledged.size,
      lost,
      twice,
      'refused with 503 and Retry-After': load.answered(503),
      'RSS before, most': `${before?.rssMiB}, ${most?.rssMiB} MiB`,
      'events of the client': CLIENT_EVENTS,
      'its retries': retries,
      'its last event in after the flood by': `${(allIn / 1000).toFixed(1)} s`,
    });
  });

  it('of one key is limited with 429, which the client heeds', async () => {
    await start('ingest: { rate_limit: 5 }');
    const client = await clientOf('device-of-the-limit');
    const load = new Load(() => proxy, { senders: 3, pauseMs: 50, afterFailureMs: 200 });
    await enqueue(client, CLIENT_EVENTS / 2);
    await sleep(scaled(10_000, 1000));
    await load.end();
    const limited = load.answered(429);
    expect(limited).toBeGreaterThan(0);
    await client.flush({ timeoutMs: 120_000 });
    const stats = await client.close();
    expect(stats.accepted + stats.duplicates).toBe(CLIENT_EVENTS / 2);
    expect(stats.pending).toBe(0);
    expect(load.wrong).toEqual([]);
    report('5 requests a second and key', {
      'refused with 429 and Retry-After': limited,
      'events of the client': CLIENT_EVENTS / 2,
      'its requests': stats.requests,
      'lost of them': 0,
    });
  });
});
