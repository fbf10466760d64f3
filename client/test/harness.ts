import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, type Client, type ClientOptions, type NewEvent } from '../src';
import { FakeProxy } from './fakeProxy';

/** A proxy, a directory and clients between them; `stop` cleans up behind a test. */
export class Harness {
  readonly directory = mkdtempSync(join(tmpdir(), 'lopan-client-'));
  private readonly clients: Client[] = [];

  private constructor(readonly proxy: FakeProxy) {}

  static async start(): Promise<Harness> {
    return new Harness(await FakeProxy.start());
  }

  /** Opens a client with short waits; nothing goes out before `flush` or a full batch. */
  async client(options: Partial<ClientOptions> = {}): Promise<Client> {
    const client = await createClient({
      url: this.proxy.url,
      key: 'secret',
      deviceId: 'ipad-7',
      directory: this.directory,
      backoff: { baseMs: 4, maxMs: 20 },
      ...options,
    });
    this.clients.push(client);
    return client;
  }

  /** Events in the dead-letter file. */
  deadLetters(
    directory = this.directory
  ): Array<{ at: string; reason: { code: string; message: string }; event: unknown }> {
    const text = readFileSync(join(directory, 'dead-letters.ndjson'), 'utf8');
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  }

  async stop(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close({ timeoutMs: 0 })));
    await this.proxy.stop();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A performance event; `n` makes it tell-tale. */
export function anEvent(n = 0): NewEvent {
  return {
    type: 'performance',
    timestamp: new Date(Date.UTC(2026, 2, 2) + n * 1000).toISOString(),
    launchTime: 1.2,
    memoryUsage: 130_000_000,
    scrollFps: 59.6,
    crashCount: 0,
  };
}

/** Enqueues `count` events at once. */
export function enqueueMany(client: Client, count: number, from = 0) {
  return Promise.all(Array.from({ length: count }, (_, i) => client.enqueue(anEvent(from + i))));
}
