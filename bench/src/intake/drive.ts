import { setTimeout as sleep } from 'node:timers/promises';
import { quantile, rounded } from '../lib/numbers';
import type { BenchProxy } from '../lib/proxy';
import { BATCH_EVENTS, type Batch } from './batches';

/** Keep-alive connections that send at once. */
export const CONNECTIONS = 16;

/** What many requests at a fixed pace waited for their acknowledgement. */
export interface AckTimes {
  /** Events a second that were sent. */
  eventsPerSecond: number;
  requests: number;
  /** From the instant at which a request was due to its answer, ms. */
  p50: number;
  p99: number;
  max: number;
}

async function send(proxy: BenchProxy, body: Buffer): Promise<void> {
  const answer = await proxy.post('ingest', '/v1/events', body);
  const { accepted } = answer.status === 200 ? (JSON.parse(answer.body) as { accepted: number }) : { accepted: 0 };
  if (accepted !== BATCH_EVENTS) {
    throw new Error(
      `the proxy answered ${answer.status}, not with ${BATCH_EVENTS} new events: ${answer.body.slice(0, 300)}`
    );
  }
}

/** The sender of a position, proxies in turn. */
function proxyAt(proxies: readonly BenchProxy[], index: number): BenchProxy {
  const proxy = proxies[index % proxies.length];
  if (!proxy) {
    throw new Error('no proxy to send to');
  }
  return proxy;
}

/** Batches in turn, with new ids in every round; each is given back before it is lent again. */
export class BatchRing {
  readonly #free: Batch[];

  constructor(batches: readonly Batch[]) {
    this.#free = [...batches];
  }

  /** Sends the next batch. @throws where all of its events are not new to the proxy, or no batch is free */
  async send(proxy: BenchProxy): Promise<void> {
    const batch = this.#free.shift();
    if (!batch) {
      throw new Error('the proxy falls behind the pace: every batch is on its way');
    }
    await send(proxy, batch.next());
    this.#free.push(batch);
  }
}

/**
 * Sends without a pause over 16 connections, each as soon as the one before is answered.
 * @param more whether another request is sent
 * @returns events a second
 */
export async function sendAtOnce(
  proxies: readonly BenchProxy[],
  ring: BatchRing,
  more: (sent: number) => boolean
): Promise<number> {
  let sent = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, index) => {
      while (more(sent)) {
        sent++;
        await ring.send(proxyAt(proxies, index));
      }
    })
  );
  return (sent * BATCH_EVENTS * 1000) / (performance.now() - started);
}

/**
 * Sends by a fixed timetable, whatever is answered when. The time of a request begins when it was due: one that is held
 * up by those before it counts the waiting (no coordinated omission).
 */
export async function sendAtPace(
  proxies: readonly BenchProxy[],
  ring: BatchRing,
  { eventsPerSecond, seconds }: { eventsPerSecond: number; seconds: number }
): Promise<AckTimes> {
  const gapMs = (BATCH_EVENTS * 1000) / eventsPerSecond;
  const requests = Math.max(1, Math.floor((seconds * 1000) / gapMs));
  const started = performance.now();
  const samples: number[] = [];
  const underWay: Array<Promise<void>> = [];
  for (let index = 0; index < requests; index++) {
    const due = started + index * gapMs;
    const wait = due - performance.now();
    if (wait > 0) {
      await sleep(wait);
    }
    underWay.push(ring.send(proxyAt(proxies, index)).then(() => void samples.push(performance.now() - due)));
  }
  await Promise.all(underWay);
  return {
    eventsPerSecond: rounded(eventsPerSecond),
    requests,
    p50: rounded(quantile(samples, 0.5)),
    p99: rounded(quantile(samples, 0.99)),
    max: rounded(Math.max(...samples)),
  };
}
