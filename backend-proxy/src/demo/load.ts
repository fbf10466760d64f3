import type { AnalyticsEvent } from '@lopan/client';
import type { DemoUploader } from './demoClient';
import { generateHistory } from './generate';
import type { DemoHistory } from './timeline';

/** Events handed over at once. */
const CHUNK = 4000;

/** How far a load has come. */
export interface LoadProgress {
  /** Events that have their verdict. */
  posted: number;
  /** 0–1, by time. */
  share: number;
}

/** What to load, through whom, and who is told. */
export interface LoadOptions extends DemoHistory {
  client: DemoUploader;
  onProgress?: (progress: LoadProgress) => void;
  /** Ends the load between two chunks. */
  signal?: AbortSignal;
}

/**
 * Posts the history through the client. While a chunk is on its way the next one is made up.
 * @returns how many events were posted; loaded before, they count once
 * @throws whatever `enqueue` and `flush` throw, and the signal's reason
 */
export async function loadDemo({ client, onProgress, signal, ...history }: LoadOptions): Promise<number> {
  const { from, to } = history;
  const span = Math.max(1, to.getTime() - from.getTime());
  let posted = 0;
  let onTheWay = Promise.resolve();
  for (const chunk of inChunks(generateHistory(history))) {
    signal?.throwIfAborted();
    await Promise.all(chunk.map((event) => client.enqueue(event)));
    await onTheWay;
    const until = Date.parse(chunk.at(-1)?.timestamp ?? from.toISOString());
    onTheWay = client.flush().then(() => {
      posted += chunk.length;
      onProgress?.({ posted, share: (until - from.getTime()) / span });
    });
  }
  await onTheWay;
  onProgress?.({ posted, share: 1 });
  return posted;
}

function* inChunks(events: Iterable<AnalyticsEvent>): Generator<AnalyticsEvent[]> {
  let chunk: AnalyticsEvent[] = [];
  for (const event of events) {
    chunk.push(event);
    if (chunk.length === CHUNK) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) {
    yield chunk;
  }
}
