import type { EventBatch } from '../db/stores/event-store';
import type { StorableEvent } from '../db/stores/event-columns';
import { businessEvent, NOON } from '../../test/helpers/events';
import { Collector, type Submission } from './collector';
import { validateEvent } from './validate';

const context = { features: new Set<string>(), now: Date.parse(NOON), maxLatenessMs: Infinity };

function storable(id: string, site = ''): StorableEvent {
  const event = validateEvent(businessEvent({ id: `00000000-0000-4000-8000-${id.padStart(12, '0')}`, site }), context);
  return { event, derived: null, deviceId: null } as StorableEvent;
}

function submission(...events: StorableEvent[]): Submission {
  return { events, rejected: [], skewMs: null };
}

/** Keeps ids as the database does; fails batches that hold a poisoned event. */
class FakeStore {
  readonly batches: EventBatch[] = [];
  readonly kept = new Map<string, StorableEvent>();
  fail: (batch: EventBatch) => Error | undefined = () => undefined;
  /** Commits wait for this. */
  gate: Promise<void> = Promise.resolve();

  async store(batch: EventBatch): Promise<Set<string>> {
    this.batches.push(batch);
    await this.gate;
    const error = this.fail(batch);
    if (error) {
      throw error;
    }
    const fresh = batch.events.filter(({ event }) => !this.kept.has(event.id));
    fresh.forEach((row) => this.kept.set(row.event.id, row));
    return new Set(fresh.map(({ event }) => event.id));
  }
}

const POISON = 'poison';
const poisoned = (batch: EventBatch) =>
  batch.events.some(({ event }) => event.site === POISON) ? new Error('invalid input syntax') : undefined;

describe('Collector', () => {
  let store: FakeStore;
  const commits: Array<{ rows: number; seconds: number }> = [];
  const collectorOf = (settings: { maxWaitMs?: number; maxRows?: number } = {}) =>
    new Collector(
      store,
      { maxWaitMs: 5, maxRows: 100, lateWindowMs: 3_600_000, ...settings },
      (commit) => commits.push(commit),
      () => 10_000_000
    );

  beforeEach(() => {
    store = new FakeStore();
    commits.length = 0;
  });

  it('gathers what comes within the wait into one commit', async () => {
    const collector = collectorOf();
    const receipts = await Promise.all([
      collector.submit(submission(storable('1'), storable('2'))),
      collector.submit(submission(storable('3'))),
    ]);
    expect(receipts).toEqual([{ stored: [true, true] }, { stored: [true] }]);
    expect(store.batches).toHaveLength(1);
    expect(commits).toEqual([{ rows: 3, seconds: expect.any(Number) }]);
  });

  it('commits at once when enough has come', async () => {
    const collector = collectorOf({ maxWaitMs: 60_000, maxRows: 2 });
    const first = collector.submit(submission(storable('1')));
    expect(collector.backlog).toBe(1);
    expect(store.batches).toHaveLength(0);
    const second = collector.submit(submission(storable('2')));
    expect(store.batches).toHaveLength(1);
    expect(await Promise.all([first, second])).toEqual([{ stored: [true] }, { stored: [true] }]);
    expect(collector.backlog).toBe(0);
    expect(store.batches).toHaveLength(1);
  });

  it('takes more while a commit is under way', async () => {
    let open: () => void = () => undefined;
    store.gate = new Promise((resolve) => (open = resolve));
    const collector = collectorOf({ maxRows: 1 });
    const both = [collector.submit(submission(storable('1'))), collector.submit(submission(storable('2')))];
    expect(store.batches).toHaveLength(2);
    open();
    expect(await Promise.all(both)).toEqual([{ stored: [true] }, { stored: [true] }]);
  });

  it('gathers what comes while two commits are under way into the next, up to the largest', async () => {
    let open: () => void = () => undefined;
    store.gate = new Promise((resolve) => (open = resolve));
    const collector = collectorOf({ maxRows: 2 });
    const rowsOf = (first: number) => submission(storable(`${first}`), storable(`${first + 1}`));
    const all = [0, 2].map((first) => collector.submit(rowsOf(first)));
    all.push(...[4, 5, 6].map((id) => collector.submit(submission(storable(`${id}`)))));
    expect(store.batches).toHaveLength(2);
    open();
    await Promise.all([...all, collector.drain()]);
    expect(store.batches.map(({ events }) => events.length)).toEqual([2, 2, 2, 1]);
    expect(collector.backlog).toBe(0);
  });

  it('tells those who wait at once that the database is away', async () => {
    let open: () => void = () => undefined;
    store.gate = new Promise((resolve) => (open = resolve));
    store.fail = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const collector = collectorOf({ maxRows: 1 });
    const all = ['1', '2', '3', '4'].map((id) => collector.submit(submission(storable(id))));
    open();
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    expect(store.batches).toHaveLength(2);
  });

  it('lets the first bearer of an id win, within a request and across requests', async () => {
    const collector = collectorOf();
    const receipts = await Promise.all([
      collector.submit(submission(storable('1', 'first'), storable('1', 'second'))),
      collector.submit(submission(storable('1', 'third'), storable('2'))),
    ]);
    expect(receipts).toEqual([{ stored: [true, false] }, { stored: [false, true] }]);
    expect([...store.kept.values()].map(({ event }) => event.site)).toEqual(['first', '']);
    expect(store.batches[0]?.repeated.map(({ event }) => event.site)).toEqual(['second', 'third']);
    expect(await collector.submit(submission(storable('1', 'later')))).toEqual({ stored: [false] });
  });

  it('keeps the failure of one request from its neighbours', async () => {
    store.fail = poisoned;
    const collector = collectorOf();
    const results = await Promise.allSettled([
      collector.submit(submission(storable('1'))),
      collector.submit(submission(storable('2', POISON), storable('3'))),
      collector.submit(submission(storable('4'))),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(store.kept.size).toBe(2);
  });

  it('gives the id of a failed request to the next one that bears it', async () => {
    store.fail = poisoned;
    const collector = collectorOf();
    const [failed, next] = await Promise.allSettled([
      collector.submit(submission(storable('1', POISON))),
      collector.submit(submission(storable('1', 'good'))),
    ]);
    expect(failed).toMatchObject({ status: 'rejected' });
    expect(next).toEqual({ status: 'fulfilled', value: { stored: [true] } });
  });

  it('does not try one by one what a database out of reach cannot take', async () => {
    store.fail = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const collector = collectorOf();
    const results = await Promise.allSettled([
      collector.submit(submission(storable('1'))),
      collector.submit(submission(storable('2'))),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(store.batches).toHaveLength(1);
    store.fail = () => undefined;
    expect(await collector.submit(submission(storable('1')))).toEqual({ stored: [true] });
  });

  it.each(['57014', '40P01', '55P03'])('nor what a database that is too slow gave up: %s', async (code) => {
    store.fail = () => Object.assign(new Error('given up'), { code });
    const collector = collectorOf();
    const results = await Promise.allSettled([
      collector.submit(submission(storable('1'))),
      collector.submit(submission(storable('2'))),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(store.batches).toHaveLength(1);
  });

  it('refuses more than ten largest commits at once, and takes again what comes later', async () => {
    let open: () => void = () => undefined;
    store.gate = new Promise((resolve) => (open = resolve));
    const collector = collectorOf({ maxRows: 1 });
    const taken = Array.from({ length: 10 }, (_, index) => collector.submit(submission(storable(String(index)))));
    await expect(collector.submit(submission(storable('11')))).rejects.toMatchObject({
      status: 503,
      headers: { 'retry-after': '5' },
      detail: '10 events wait for the database. Nothing was acknowledged. Try again in 5 seconds.',
    });
    open();
    await Promise.all(taken);
    expect(await collector.submit(submission(storable('11')))).toEqual({ stored: [true] });
  });

  it('takes a request that is larger than that, when it comes alone', async () => {
    const many = Array.from({ length: 30 }, (_, index) => storable(String(index)));
    expect((await collectorOf({ maxRows: 1 }).submit(submission(...many))).stored).toHaveLength(30);
  });

  it('hands on what was refused, the clocks of the senders and what counts as late', async () => {
    const collector = collectorOf();
    const rejected = {
      eventId: null,
      eventType: null,
      code: 'unknown_type',
      path: '/type',
      message: 'no',
      payload: null,
    };
    await Promise.all([
      collector.submit({ events: [], rejected: [rejected], skewMs: 100 }),
      collector.submit({ events: [storable('1')], rejected: [], skewMs: 300 }),
      collector.submit({ events: [], rejected: [rejected], skewMs: null }),
    ]);
    expect(store.batches).toEqual([
      expect.objectContaining({ rejected: [rejected, rejected], skewMs: 200, lateBefore: 10_000_000 - 3_600_000 }),
    ]);
  });

  describe('drain', () => {
    it('commits what waits and returns when it is done', async () => {
      const collector = collectorOf({ maxWaitMs: 60_000 });
      const receipt = collector.submit(submission(storable('1')));
      await collector.drain();
      expect(store.kept.size).toBe(1);
      expect(await receipt).toEqual({ stored: [true] });
    });

    it('waits for commits under way, failing ones too', async () => {
      let open: () => void = () => undefined;
      store.gate = new Promise((resolve) => (open = resolve));
      store.fail = poisoned;
      const collector = collectorOf({ maxRows: 1 });
      const failing = collector.submit(submission(storable('1', POISON))).catch((error: Error) => error.message);
      let drained = false;
      const drain = collector.drain().then(() => (drained = true));
      await new Promise(setImmediate);
      expect(drained).toBe(false);
      open();
      await drain;
      expect(await failing).toBe('invalid input syntax');
    });

    it('has nothing to do where nothing waits', async () => {
      await collectorOf().drain();
      expect(store.batches).toEqual([]);
    });
  });
});
