import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { createClient, type Client } from '.';
import { FakeProxy, type Reply } from '../test/fakeProxy';
import { enqueueMany } from '../test/harness';

/** What may happen to a request; `{}` lets it through. */
const fate: fc.Arbitrary<Reply> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  fc.constantFrom<Reply>(
    { cut: 'before' },
    { cut: 'after' },
    { status: 429, headers: { 'retry-after': '0' } },
    { status: 503 },
    { status: 500, body: 'oops' },
    { status: 413 },
    { status: 200, body: 'not from the proxy' }
  )
);

const scenario = fc.record({
  fates: fc.array(fate, { maxLength: 25 }),
  /** Events enqueued by each process in turn; every process but the last one dies without a word. */
  lives: fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 3 }),
  batchSize: fc.integer({ min: 1, max: 30 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
});

describe('delivery under failures and crashes', () => {
  it('delivers every event under exactly one id, and settles each once', async () => {
    const run = fc.asyncProperty(scenario, async ({ fates, lives, batchSize, concurrency }) => {
      const proxy = await FakeProxy.start();
      const arrivals = new Map<number, Set<string>>();
      const fatesLeft = [...fates];
      proxy.misbehave = ({ envelope }) => {
        envelope.events.forEach(({ id, sequence }) =>
          arrivals.set(sequence, (arrivals.get(sequence) ?? new Set()).add(id))
        );
        const next = fatesLeft.shift();
        // A single event that is too large would be set aside, which another test looks at.
        return next?.status === 413 && envelope.events.length === 1 ? undefined : next;
      };
      const directories = [mkdtempSync(join(tmpdir(), 'lopan-property-'))];
      const clients: Client[] = [];
      const promised: string[] = [];
      try {
        for (const [life, count] of lives.entries()) {
          const client = await createClient({
            url: proxy.url,
            key: 'k',
            deviceId: 'd',
            directory: directories.at(-1) ?? '',
            backoff: { baseMs: 1, maxMs: 4 },
            policy: { batchSize },
            concurrency,
            sync: 'never',
          });
          clients.push(client);
          const inherited = client.stats().pending;
          const receipts = await enqueueMany(client, count);
          promised.push(...receipts.map(({ id }) => id));
          if (life === lives.length - 1) {
            await client.flush();
            const { accepted, duplicates, rejected, pending } = client.stats();
            expect({ pending, rejected }).toEqual({ pending: 0, rejected: 0 });
            // Each event of this life and each that it inherited has exactly one verdict.
            expect(accepted + duplicates).toBe(inherited + count);
          } else {
            // What a dying process leaves, seen by the next one, which must not wait for the lock of the dead.
            const copy = mkdtempSync(join(tmpdir(), 'lopan-property-'));
            cpSync(directories.at(-1) ?? '', copy, { recursive: true });
            directories.push(copy);
            await client.close({ timeoutMs: 0 });
          }
        }
        expect([...proxy.stored.keys()].sort()).toEqual([...promised].sort());
        expect([...arrivals.values()].every((ids) => ids.size === 1)).toBe(true);
        expect(arrivals.size).toBe(promised.length);
      } finally {
        await Promise.all(clients.map((client) => client.close({ timeoutMs: 0 })));
        await proxy.stop();
        directories.forEach((directory) => rmSync(directory, { recursive: true, force: true }));
      }
    });
    await fc.assert(run, { numRuns: 60, interruptAfterTimeLimit: 45_000 });
  }, 60_000);
});
