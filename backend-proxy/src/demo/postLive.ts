import { setTimeout as sleep } from 'node:timers/promises';
import type { AnalyticsEvent } from '@lopan/client';
import type { DemoUploader } from './demoClient';
import { LivePlant } from './live';
import { loadDemo } from './load';
import { MINUTE_MS, type DemoPlan } from './timeline';

/** How the plant goes on. */
export interface LiveOptions {
  client: DemoUploader;
  plan: DemoPlan;
  /** From here to the running minute the history is posted first: what happened while nobody looked. */
  since?: Date;
  /** Ends it; what is under way is left to the client. */
  signal: AbortSignal;
  /** Told of a failed post; the plant goes on. */
  onError?: (error: unknown) => void;
  /** Milliseconds between two posts; default 2000. */
  everyMs?: number;
  /** The clock, for tests. */
  now?: () => number;
}

/**
 * Posts each event when its time has come, until the signal ends it. The minute that is running is posted from its
 * beginning; posted by a run before, it counts once.
 */
export async function postLive(options: LiveOptions): Promise<void> {
  const { client, plan, since, signal, onError, everyMs = 2000, now = Date.now } = options;
  const plant = new LivePlant(plan);
  let next = Math.floor(now() / MINUTE_MS) * MINUTE_MS;
  if (since && since.getTime() < next) {
    await catchUp(options, { from: since, to: new Date(next) });
  }
  let coming: AnalyticsEvent[] = [];
  while (!signal.aborted) {
    const time = now();
    for (; next <= time; next += MINUTE_MS) {
      coming.push(...plant.minute(next));
    }
    const due = coming.filter((event) => Date.parse(event.timestamp) <= time);
    coming = coming.filter((event) => Date.parse(event.timestamp) > time);
    await post(client, due, onError);
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

async function catchUp({ client, plan, signal, onError }: LiveOptions, gap: { from: Date; to: Date }): Promise<void> {
  try {
    await loadDemo({ client, plan, signal, ...gap });
  } catch (error) {
    if (!signal.aborted) {
      onError?.(error);
    }
  }
}

async function post(client: DemoUploader, events: AnalyticsEvent[], onError: LiveOptions['onError']): Promise<void> {
  try {
    await Promise.all(events.map((event) => client.enqueue(event)));
    // Not awaited to the end: a proxy that is away must not stop the clock of the plant.
    client.flush({ timeoutMs: MINUTE_MS }).catch((error: unknown) => onError?.(error));
  } catch (error) {
    onError?.(error);
  }
}
