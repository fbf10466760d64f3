import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnalyticsEvent, NewEvent } from '@lopan/client';
import { openDemoClient, type DemoUploader } from './demoClient';
import { generateHistory } from './generate';
import { LivePlant } from './live';
import { loadDemo, type LoadProgress } from './load';
import { postLive } from './postLive';
import { DAY_MS, MINUTE_MS, planDemo } from './timeline';

const NOW = new Date('2026-03-18T10:20:30Z');
const { plan } = planDemo(NOW);
const twelveDays = { plan, from: new Date(NOW.getTime() - 12 * DAY_MS), to: NOW };

/** Takes everything, or fails as told. */
class Recorder implements DemoUploader {
  readonly events: NewEvent[] = [];
  failure: Error | undefined;

  enqueue = async (event: NewEvent) => {
    if (this.failure) {
      throw this.failure;
    }
    this.events.push(event);
    return { id: event.id ?? '', sequence: this.events.length };
  };
  flush = async () => undefined;
  stats = () => {
    throw new Error('not asked for');
  };
}

// Makes up some ten thousand events a test; other work on the machine must not fail it.
jest.setTimeout(60_000);

describe('loadDemo', () => {
  it('posts the whole history once and in order, and tells how far it is', async () => {
    const client = new Recorder();
    const progress: LoadProgress[] = [];
    const posted = await loadDemo({ ...twelveDays, client, onProgress: (step) => progress.push(step) });
    const expected = [...generateHistory(twelveDays)];
    expect(posted).toBe(expected.length);
    expect(client.events).toEqual(expected);
    expect(progress.at(-1)).toEqual({ posted, share: 1 });
    expect(progress.map(({ share }) => share)).toEqual(progress.map(({ share }) => share).sort((a, b) => a - b));
    expect(progress.length).toBeGreaterThan(2);
  });

  it('ends when it is told to, and passes on why it cannot go on', async () => {
    const stop = new AbortController();
    const aborted = loadDemo({
      ...twelveDays,
      client: new Recorder(),
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(aborted).rejects.toThrow('enough');
    const client = new Recorder();
    client.failure = new Error('the queue is full');
    await expect(loadDemo({ ...twelveDays, client })).rejects.toThrow('the queue is full');
  });

  it('goes through the reference client into an intake, every event once', async () => {
    const twoDays = { plan, from: new Date(NOW.getTime() - 2 * DAY_MS), to: NOW };
    const stored = new Set<string>();
    const server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (request.method !== 'POST') {
          response.end('{}');
          return;
        }
        const { events } = JSON.parse(Buffer.concat(chunks).toString()) as { events: AnalyticsEvent[] };
        const before = stored.size;
        events.forEach(({ id }) => stored.add(id));
        const accepted = stored.size - before;
        response.end(JSON.stringify({ accepted, duplicates: events.length - accepted, rejected: [] }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const verdicts of ['accepted', 'duplicates'] as const) {
      const { client, close } = await openDemoClient({ url, key: 'k' });
      const posted = await loadDemo({ ...twoDays, client });
      expect(client.stats()).toMatchObject({ pending: 0, [verdicts]: posted });
      expect(stored.size).toBe(posted);
      await close();
    }
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('postLive', () => {
  /** Runs the plant with a clock that jumps by `step` at each look. */
  async function watch(client: DemoUploader, looks: number, step: number, since?: Date): Promise<unknown[]> {
    const stop = new AbortController();
    const errors: unknown[] = [];
    let time = NOW.getTime();
    let left = looks;
    const now = () => {
      if ((left -= 1) < 0) {
        stop.abort();
      }
      return (time += step);
    };
    await postLive({
      client,
      plan,
      since,
      signal: stop.signal,
      onError: (error) => errors.push(error),
      everyMs: 1,
      now,
    });
    return errors;
  }

  it('posts every event of the passing minutes when its time has come, once', async () => {
    const client = new Recorder();
    expect(await watch(client, 40, 15_000)).toEqual([]);
    const plant = new LivePlant(plan);
    const first = Math.floor((NOW.getTime() + 15_000) / MINUTE_MS) * MINUTE_MS;
    const last = new Date(NOW.getTime() + 41 * 15_000).toISOString();
    const minutes = Array.from({ length: 12 }, (_, i) => plant.minute(first + i * MINUTE_MS)).flat();
    expect(client.events).toEqual(minutes.filter(({ timestamp }) => timestamp <= last));
  });

  it('first posts what happened since somebody looked last', async () => {
    const client = new Recorder();
    await watch(client, 2, 1000, new Date(NOW.getTime() - DAY_MS));
    const to = new Date(Math.floor(NOW.getTime() / MINUTE_MS) * MINUTE_MS);
    const missed = [...generateHistory({ plan, from: new Date(NOW.getTime() - DAY_MS), to })];
    expect(client.events.slice(0, missed.length)).toEqual(missed);
  });

  it('goes on when a post fails', async () => {
    const client = new Recorder();
    client.failure = new Error('the queue is full');
    const errors = await watch(client, 5, 20_000);
    expect(errors).toContainEqual(client.failure);
  });
});
