import type { EventBody } from '../../backend-proxy/test/helpers/events';
import { kpisOf, Plant, rowsOf, storedIds, streamEvent, until, untilRolledUp } from './plant';
import { ConnectionLost, ProxyProcess } from './proxyProcess';

/** Events in one request. */
const BATCH = 20;
/** Requests that are under way at once. */
const SENDERS = 6;
/** How long a sender waits after a request without an answer, ms. */
const PAUSE_MS = 250;

/** What the stream was told. */
interface Told {
  sent: EventBody[];
  /** Ids of events that were answered as accepted or as there already. */
  acknowledged: Set<string>;
  /** Requests that got no answer, or were told to come again. */
  unanswered: EventBody[][];
}

/** The numbers that the events themselves give. */
function byHand(events: readonly EventBody[]) {
  const of = (type: string) => events.filter((event) => event.type === type);
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const business = of('business');
  const performance = of('performance');
  return {
    batch_completion_rate: {
      value: mean(business.map((event) => Number(event['batchCompletionRate']))),
      n: business.length,
    },
    customer_complaints: {
      value: business.reduce((sum, event) => sum + Number(event['customerComplaints']), 0),
      n: business.length,
    },
    session_duration: {
      value: mean(of('session').map((event) => Number(event['sessionDuration']))),
      n: of('session').length,
    },
    task_completion_rate: { value: 100, n: of('journey').length },
    crash_free_rate: {
      value: (100 * performance.filter((event) => event['crashCount'] === 0).length) / performance.length,
      n: performance.length,
    },
  };
}

async function expectNumbers(proxy: ProxyProcess, events: readonly EventBody[]) {
  const expected = byHand(events);
  const answered = await kpisOf(proxy, Object.keys(expected));
  for (const [kpi, { value, n }] of Object.entries(expected)) {
    expect([kpi, answered[kpi]?.n]).toEqual([kpi, n]);
    expect(answered[kpi]?.value).toBeCloseTo(value, 8);
  }
}

/** Checks every promise of an acknowledgement, before and after the rollups have caught up. */
async function expectOnceEach(proxy: ProxyProcess, databaseUrl: string, events: readonly EventBody[]) {
  const stored = await storedIds(databaseUrl);
  expect(stored.size).toBe(events.length);
  expect(events.filter(({ id }) => stored.get(id) !== 1)).toEqual([]);
  await expectNumbers(proxy, events);
  await untilRolledUp(databaseUrl);
  await expectNumbers(proxy, events);
  // The rollups alone: as if there were no raw rows.
  const [days] = await rowsOf<{ n: string }>(
    databaseUrl,
    `SELECT sum(n) AS n FROM (${['business', 'session', 'feature', 'journey', 'performance']
      .map((type) => `SELECT n FROM rollup_${type} WHERE grain = 'day' AND cube = 0`)
      .join(' UNION ALL ')}) r`
  );
  expect(Number(days?.n)).toBe(events.length);
}

/** Sends without pause from several senders until told to end. */
class Stream {
  readonly told: Told = { sent: [], acknowledged: new Set(), unanswered: [] };
  #index = 0;
  #running = true;
  readonly #senders: Array<Promise<void>>;

  constructor(private readonly target: () => ProxyProcess) {
    this.#senders = Array.from({ length: SENDERS }, () => this.#run());
  }

  async end(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#senders);
  }

  async #run(): Promise<void> {
    while (this.#running) {
      const events = Array.from({ length: BATCH }, () => streamEvent(this.#index++));
      this.told.sent.push(...events);
      if (!(await this.post(events))) {
        this.told.unanswered.push(events);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    }
  }

  /** Posts events; whether they were acknowledged. */
  async post(events: readonly EventBody[]): Promise<boolean> {
    try {
      const { status, body } = await this.target().send('ingest', 'POST', '/v1/events', { events });
      if (status === 503) {
        return false;
      }
      expect(status).toBe(200);
      const { accepted, duplicates } = body as { accepted: number; duplicates: number };
      expect(accepted + duplicates).toBe(events.length);
      events.forEach(({ id }) => this.told.acknowledged.add(id));
      return true;
    } catch (error) {
      if (error instanceof ConnectionLost) {
        return false;
      }
      throw error;
    }
  }

  /** Sends again what was not answered, as a client does. */
  async resend(): Promise<void> {
    const answers = await Promise.all(this.told.unanswered.splice(0).map((events) => this.post(events)));
    expect(answers.every(Boolean)).toBe(true);
  }
}

describe('an acknowledged event', () => {
  let plant: Plant;
  let databaseUrl: string;
  let running: ProxyProcess[] = [];

  const start = async (port = 0): Promise<ProxyProcess> => {
    const proxy = await ProxyProcess.start(databaseUrl, { port });
    running.push(proxy);
    return proxy;
  };

  beforeAll(async () => {
    plant = await Plant.start();
  });
  afterAll(() => plant.stop());
  beforeEach(async () => {
    databaseUrl = await plant.database();
  });
  afterEach(async () => {
    await Promise.all(running.filter(({ alive }) => alive).map((proxy) => proxy.kill()));
    running = [];
  });

  it('counts once, though two proxies were sent it at the same moment', async () => {
    const proxies = await Promise.all([start(), start()]);
    const events = Array.from({ length: 600 }, (_, index) => streamEvent(index));
    const batches = Array.from({ length: 30 }, (_, index) => events.slice(index * BATCH, (index + 1) * BATCH));
    const answers = await Promise.all(
      batches.flatMap((batch) => proxies.map((proxy) => proxy.send('ingest', 'POST', '/v1/events', { events: batch })))
    );
    const accepted = answers.map(({ body }) => (body as { accepted: number }).accepted);
    expect(accepted.reduce((sum, n) => sum + n, 0)).toBe(events.length);
    const [first] = proxies;
    await expectOnceEach(first, databaseUrl, events);
  });

  it('survives kills of the proxy in the middle of a stream', async () => {
    let proxy = await start();
    const { port } = proxy;
    const stream = new Stream(() => proxy);
    for (let kills = 0; kills < 3; kills++) {
      const before = stream.told.acknowledged.size;
      await until('progress', async () => stream.told.acknowledged.size > before + 400);
      await proxy.kill();
      proxy = await start(port);
    }
    await stream.end();
    expect(stream.told.unanswered.length).toBeGreaterThan(0);

    const kept = await storedIds(databaseUrl);
    expect([...stream.told.acknowledged].filter((id) => kept.get(id) !== 1)).toEqual([]);
    expect([...kept.values()].filter((n) => n !== 1)).toEqual([]);
    // Nothing half written: what was stored has its id claimed, and the other way round.
    const [claims] = await rowsOf<{ n: string }>(databaseUrl, 'SELECT count(*) AS n FROM event_ids');
    expect(Number(claims?.n)).toBe(kept.size);

    await stream.resend();
    await expectOnceEach(proxy, databaseUrl, stream.told.sent);
  });

  it('survives a stop of the proxy, which takes nothing back and leaves within 10 seconds', async () => {
    let proxy = await start();
    const { port } = proxy;
    const stream = new Stream(() => proxy);
    await until('progress', async () => stream.told.acknowledged.size > 400);
    const since = Date.now();
    expect(await proxy.stop()).toBe(0);
    expect(Date.now() - since).toBeLessThan(10_000);
    const kept = await storedIds(databaseUrl);
    expect([...stream.told.acknowledged].filter((id) => kept.get(id) !== 1)).toEqual([]);
    proxy = await start(port);
    await stream.end();
    await stream.resend();
    await expectOnceEach(proxy, databaseUrl, stream.told.sent);
  });

  it('survives a crash of Postgres, which the proxy outlives', async () => {
    const proxy = await start();
    const stream = new Stream(() => proxy);
    for (let crashes = 0; crashes < 2; crashes++) {
      const before = stream.told.acknowledged.size;
      await until('progress', async () => stream.told.acknowledged.size > before + 400);
      const [backend] = await rowsOf<{ pid: number }>(
        databaseUrl,
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'lopan-analytics' LIMIT 1`
      );
      if (!backend) {
        throw new Error('the proxy has no connection');
      }
      // A backend that dies of a signal makes Postgres end all others and recover from its log.
      process.kill(backend.pid, 'SIGKILL');
    }
    const recovered = stream.told.acknowledged.size;
    await until('an acknowledgement after the crash', async () => stream.told.acknowledged.size > recovered + 400);
    await stream.end();
    expect(proxy.alive).toBe(true);
    expect((await proxy.send('read', 'GET', '/readyz')).status).toBe(200);
    const kept = await storedIds(databaseUrl);
    expect([...stream.told.acknowledged].filter((id) => kept.get(id) !== 1)).toEqual([]);
    await stream.resend();
    await expectOnceEach(proxy, databaseUrl, stream.told.sent);
  });
});
