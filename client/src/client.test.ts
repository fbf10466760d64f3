import { AccessError, ClosedError, EventError, FlushTimeoutError, QueueFullError, type ClientNotice } from '.';
import { anEvent, enqueueMany, Harness } from '../test/harness';

describe('client', () => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await Harness.start();
  });

  afterEach(() => harness.stop());

  it('sends oldest first, in batches of the published size, under ids and sequence numbers given once', async () => {
    harness.proxy.policy = { batchSize: 40, flushIntervalSeconds: 60 };
    const client = await harness.client();
    while (client.stats().policy.batchSize !== 40) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    const receipts = await enqueueMany(client, 100);
    await client.flush();
    const sent = harness.proxy.requests.map(({ envelope }) => envelope.events.length);
    expect(sent).toEqual([40, 40, 20]);
    expect([...harness.proxy.stored.values()].map(({ id, sequence }) => ({ id, sequence }))).toEqual(receipts);
    expect(receipts.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
    expect(client.stats()).toMatchObject({ pending: 0, pendingBytes: 0, accepted: 100, enqueued: 100, requests: 3 });
  });

  it('writes the envelope and the headers of the contract', async () => {
    const client = await harness.client();
    await client.enqueue(anEvent());
    await client.flush();
    const [request] = harness.proxy.requests;
    expect(request?.headers).toMatchObject({ authorization: 'Bearer secret', 'content-type': 'application/json' });
    expect(request?.envelope.deviceId).toBe('ipad-7');
    expect(Math.abs(Date.parse(request?.envelope.sentAt ?? '') - Date.now())).toBeLessThan(5000);
    expect(request?.envelope.events[0]).toMatchObject({ type: 'performance', sequence: 1, id: expect.any(String) });
  });

  it('keeps the path of an address behind a gateway', async () => {
    const client = await harness.client({ url: `${harness.proxy.url}/analytics` });
    await client.enqueue(anEvent());
    await client.flush();
    expect(harness.proxy.requests[0]?.url).toBe('/analytics/v1/events');
  });

  it('keeps the id of a source that has its own', async () => {
    const client = await harness.client();
    const id = 'c0ffee00-0000-4000-8000-000000000001';
    await expect(client.enqueue({ ...anEvent(), id })).resolves.toEqual({ id, sequence: 1 });
  });

  it('sends by itself when a batch is full, and when the flush interval is over', async () => {
    harness.proxy.policy = { batchSize: 100, flushIntervalSeconds: 0.05 };
    const client = await harness.client({ policy: { batchSize: 5, flushIntervalSeconds: 0.05 } });
    await enqueueMany(client, 7);
    while (client.stats().pending > 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(harness.proxy.requests.map(({ envelope }) => envelope.events.length)).toEqual([5, 2]);
  });

  it('packs bodies when asked to', async () => {
    const client = await harness.client({ gzip: true });
    await enqueueMany(client, 100);
    await client.flush();
    expect(harness.proxy.requests[0]?.headers['content-encoding']).toBe('gzip');
    expect(harness.proxy.requests[0]?.bytes).toBeLessThan(6000);
    expect(harness.proxy.stored.size).toBe(100);
  });

  it('uses as many kept-alive connections as it may', async () => {
    const client = await harness.client({ concurrency: 4, policy: { batchSize: 10 } });
    await enqueueMany(client, 400);
    await client.flush();
    expect(harness.proxy.stored.size).toBe(400);
    expect(client.stats().accepted).toBe(400);
  });

  it('takes a duplicate for delivered', async () => {
    const client = await harness.client();
    const event = { ...anEvent(), id: 'c0ffee00-0000-4000-8000-000000000002' };
    await client.enqueue(event);
    await client.enqueue(event);
    await client.flush();
    expect(client.stats()).toMatchObject({ accepted: 1, duplicates: 1, pending: 0 });
  });

  it('refuses new events when full, counts them, and keeps the old ones', async () => {
    harness.proxy.misbehave = () => ({ status: 503, headers: { 'retry-after': '1' } });
    const client = await harness.client({ maxQueueEvents: 10 });
    await enqueueMany(client, 10);
    await expect(client.enqueue(anEvent(10))).rejects.toThrow(QueueFullError);
    await expect(client.enqueue(anEvent(11))).rejects.toThrow(/queue is full: 10 of 10 events/);
    expect(client.stats()).toMatchObject({ pending: 10, refused: 2, enqueued: 10 });
    harness.proxy.misbehave = () => undefined;
    await client.flush();
    expect(client.stats()).toMatchObject({ pending: 0, accepted: 10 });
    await expect(client.enqueue(anEvent(12))).resolves.toMatchObject({ sequence: 11 });
  });

  it('puts rejected events among the dead letters with the reason, and the rest through', async () => {
    const notices: ClientNotice[] = [];
    harness.proxy.reject = ({ sequence }) => (sequence % 2 === 0 ? 'out_of_range' : undefined);
    const client = await harness.client({ onNotice: (notice) => notices.push(notice) });
    const receipts = await enqueueMany(client, 4);
    await client.flush();
    const reason = { code: 'out_of_range', path: '/launchTime', message: 'not to our taste' };
    expect(harness.deadLetters()).toEqual([
      { at: expect.any(String), reason, event: expect.objectContaining({ id: receipts[1]?.id, sequence: 2 }) },
      { at: expect.any(String), reason, event: expect.objectContaining({ id: receipts[3]?.id, sequence: 4 }) },
    ]);
    expect(client.stats()).toMatchObject({ pending: 0, accepted: 2, rejected: 2, deadLetters: 2 });
    expect(notices.filter(({ kind }) => kind === 'rejected')).toHaveLength(2);
  });

  it('understands 422 when every event is rejected', async () => {
    harness.proxy.reject = () => 'unknown_feature';
    const client = await harness.client();
    await enqueueMany(client, 3);
    await client.flush();
    expect(client.stats()).toMatchObject({ pending: 0, rejected: 3, deadLetters: 3 });
  });

  it('does not take what is no event', async () => {
    const client = await harness.client();
    const cyclic: Record<string, unknown> = { ...anEvent() };
    cyclic.self = cyclic;
    await expect(client.enqueue(cyclic as never)).rejects.toThrow(EventError);
    await expect(client.enqueue({ ...anEvent(), site: 'x'.repeat(1_000_001) })).rejects.toThrow(/at most 1000000/);
    await expect(client.enqueue([] as never)).rejects.toThrow(EventError);
    await expect(client.enqueue(anEvent())).resolves.toMatchObject({ sequence: 1 });
  });

  it('gives up a flush when its time is over, and leaves the events where they are', async () => {
    harness.proxy.misbehave = () => ({ status: 503, headers: { 'retry-after': '60' } });
    const client = await harness.client();
    await enqueueMany(client, 3);
    await expect(client.flush({ timeoutMs: 50 })).rejects.toThrow(FlushTimeoutError);
    expect(client.stats().pending).toBe(3);
  });

  it('closes once, refuses events from then on, and hands what is left to the next client', async () => {
    harness.proxy.misbehave = () => ({ status: 503 });
    const first = await harness.client();
    await enqueueMany(first, 5);
    expect(await first.close({ timeoutMs: 30 })).toMatchObject({ pending: 5 });
    await expect(first.close()).resolves.toMatchObject({ pending: 5 });
    await expect(first.enqueue(anEvent())).rejects.toThrow(ClosedError);
    harness.proxy.misbehave = () => undefined;
    const second = await harness.client();
    await second.flush();
    expect(harness.proxy.stored.size).toBe(5);
  });

  it('surfaces a refused key at once, keeps everything, and goes on when the key is good again', async () => {
    const notices: ClientNotice[] = [];
    harness.proxy.misbehave = () => ({
      status: 401,
      body: JSON.stringify({ title: 'Unauthorized', detail: 'unknown key' }),
    });
    const client = await harness.client({ onNotice: (notice) => notices.push(notice) });
    await enqueueMany(client, 3);
    await expect(client.flush()).rejects.toThrow(AccessError);
    await expect(client.flush()).rejects.toThrow(/HTTP 401: unknown key/);
    expect(harness.proxy.requests).toHaveLength(2);
    expect(client.stats()).toMatchObject({ pending: 3, blocked: expect.objectContaining({ status: 401 }) });
    expect(notices).toContainEqual({ kind: 'blocked', reason: 'HTTP 401: unknown key', status: 401 });
    harness.proxy.misbehave = () => undefined;
    await client.flush();
    expect(client.stats()).toMatchObject({ pending: 0, accepted: 3, blocked: undefined, lastError: undefined });
  });

  it('looks again at a refused address by itself', async () => {
    let refusals = 0;
    harness.proxy.misbehave = () => ((refusals += 1) <= 2 ? { status: 404 } : undefined);
    const client = await harness.client({ accessRetryMs: 10, policy: { batchSize: 1 } });
    await client.enqueue(anEvent());
    while (client.stats().pending > 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(harness.proxy.requests).toHaveLength(3);
  });

  it('keeps the last known policy when the published one cannot be read', async () => {
    harness.proxy.policy = { batchSize: 'many' };
    const notices: ClientNotice[] = [];
    const client = await harness.client({ policyRefreshMs: 10, onNotice: (notice) => notices.push(notice) });
    while (harness.proxy.policyRequests < 2) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(notices[0]).toMatchObject({ kind: 'policy', reason: expect.stringContaining('batchSize "many"') });
    expect(client.stats().policy.batchSize).toBe(100);
    harness.proxy.policy = { batchSize: 7 };
    while (client.stats().policy.batchSize !== 7) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
});
