import type { ClientNotice } from '.';
import { enqueueMany, Harness } from '../test/harness';
import type { Reply } from '../test/fakeProxy';

describe('retries', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await Harness.start();
  });

  afterEach(() => harness.stop());

  /** Answers the first requests with these, then behaves. */
  function firstAnswer(...replies: Reply[]): void {
    harness.proxy.misbehave = () => replies.shift();
  }

  it.each<[string, Reply]>([
    ['429', { status: 429 }],
    ['503', { status: 503 }],
    ['500', { status: 500 }],
    ['a lost request', { cut: 'before' }],
    ['a lost answer', { cut: 'after' }],
    ['200 from a captive portal', { status: 200, body: '<html>Welcome</html>' }],
    ['200 that leaves an event out', { status: 200, body: '{"accepted":1,"duplicates":0,"rejected":[]}' }],
    [
      '200 with a verdict on an event that was not sent',
      { status: 200, body: '{"accepted":2,"duplicates":0,"rejected":[{"index":9,"code":"x","message":"y"}]}' },
    ],
  ])('sends the same batch again after %s', async (_, reply) => {
    firstAnswer(reply, reply);
    const client = await harness.client();
    const receipts = await enqueueMany(client, 3);
    await client.flush();
    const ids = receipts.map(({ id }) => id);
    expect(harness.proxy.requests.map(({ envelope }) => envelope.events.map(({ id }) => id))).toEqual([ids, ids, ids]);
    expect([...harness.proxy.stored.keys()]).toEqual(ids);
    expect(client.stats()).toMatchObject({ retries: 2, pending: 0, lastError: undefined });
  });

  it('keeps the order over failures: a later batch waits for an earlier one', async () => {
    firstAnswer({ status: 503 }, {}, { cut: 'before' }, { cut: 'after' });
    const client = await harness.client({ policy: { batchSize: 10 } });
    const receipts = await enqueueMany(client, 30);
    await client.flush();
    expect([...harness.proxy.stored.keys()]).toEqual(receipts.map(({ id }) => id));
  });

  it.each([
    ['in seconds', () => '1'],
    ['as a date', () => new Date(Date.now() + 2000).toUTCString()],
  ])('waits for Retry-After %s', async (_, retryAfter) => {
    firstAnswer({ status: 503, headers: { 'retry-after': retryAfter() } });
    const client = await harness.client();
    await enqueueMany(client, 1);
    await client.flush();
    const [first, second] = harness.proxy.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(990);
  });

  it('asks with a single request after a failure, whatever the concurrency', async () => {
    let failing = true;
    harness.proxy.misbehave = () => (failing ? { status: 503 } : undefined);
    const notices: ClientNotice[] = [];
    const client = await harness.client({
      concurrency: 8,
      policy: { batchSize: 1 },
      onNotice: (notice) => notices.push(notice),
    });
    await enqueueMany(client, 50);
    while (notices.length < 12) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    // Eight went out together; from then on one at a time.
    const attempts = notices.flatMap((notice) => (notice.kind === 'retry' ? [notice.attempt] : []));
    expect(attempts.filter((attempt) => attempt === 1).length).toBeLessThanOrEqual(8);
    expect(new Set(attempts.slice(8)).size).toBe(attempts.slice(8).length);
    failing = false;
    await client.flush();
    expect(harness.proxy.stored.size).toBe(50);
  });

  it('splits what is too large until it passes, in order', async () => {
    harness.proxy.misbehave = ({ envelope }) => (envelope.events.length > 7 ? { status: 413 } : undefined);
    const client = await harness.client();
    const receipts = await enqueueMany(client, 60);
    await client.flush();
    expect([...harness.proxy.stored.keys()]).toEqual(receipts.map(({ id }) => id));
    expect(client.stats()).toMatchObject({ accepted: 60, deadLetters: 0, pending: 0 });
  });

  it('sets aside a single event that is too large', async () => {
    harness.proxy.misbehave = ({ envelope }) =>
      envelope.events.some(({ sequence }) => sequence === 13) ? { status: 413 } : undefined;
    const client = await harness.client();
    await enqueueMany(client, 60);
    await client.flush();
    expect(client.stats()).toMatchObject({ accepted: 59, rejected: 1, pending: 0 });
    expect(harness.deadLetters()).toMatchObject([{ reason: { code: 'too_large' }, event: { sequence: 13 } }]);
  });

  it('finds the event that makes a whole request unreadable', async () => {
    harness.proxy.misbehave = ({ envelope }) =>
      envelope.events.some(({ sequence }) => sequence === 40 || sequence === 41)
        ? { status: 400, body: '{"detail":"unreadable"}' }
        : undefined;
    const client = await harness.client();
    await enqueueMany(client, 50);
    await client.flush();
    expect(client.stats()).toMatchObject({ accepted: 48, rejected: 2, pending: 0 });
    expect(harness.deadLetters()[0]).toMatchObject({
      reason: { code: 'bad_request', message: 'HTTP 400: unreadable' },
      event: { sequence: 40 },
    });
  });

  it('does not empty the queue into the dead letters when every request is refused', async () => {
    harness.proxy.misbehave = () => ({ status: 400 });
    const client = await harness.client();
    await enqueueMany(client, 50);
    await expect(client.flush()).rejects.toThrow(/4 events in a row, each alone: HTTP 400/);
    expect(client.stats()).toMatchObject({ pending: 47, deadLetters: 3 });
  });

  it('tries smaller requests when no answer comes back', async () => {
    harness.proxy.misbehave = ({ envelope }) => (envelope.events.length > 10 ? { cut: 'before' } : undefined);
    const client = await harness.client();
    await enqueueMany(client, 64);
    await client.flush();
    expect(client.stats()).toMatchObject({ accepted: 64, pending: 0 });
  });

  it('counts a request without an answer as failed', async () => {
    firstAnswer({ hang: true });
    const client = await harness.client({ timeoutMs: 50 });
    await enqueueMany(client, 2);
    await client.flush();
    expect(client.stats()).toMatchObject({ accepted: 2, retries: 1 });
  });
});
