import type { EventBody } from '../helpers/events';
import { businessEvent, featureEvent, journeyEvent, performanceEvent, sessionEvent } from '../helpers/events';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import type { Range } from '../../src/domain/intervals';
import { withDatabase } from '../helpers/database';
import { createTestProxy, testConfig } from '../helpers/proxy';
import { ask, noticesOf, rowsOf, seriesOf } from '../helpers/query';
import { resetDatabase } from '../helpers/reset';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const at = (time: string): number => Date.parse(`2026-03-${time}Z`);
const iso = (time: string): string => new Date(at(time)).toISOString();
const RANGE: Range = { from: at('02T00:00:00'), to: at('09T00:00:00') };

const database = withDatabase();
const config = testConfig({ query: { rawEvents: true } });
const proxy = (): ReturnType<typeof createTestProxy> => createTestProxy(database.pool, config);

beforeEach(async () => {
  await resetDatabase(database);
  await database.pool.query('TRUNCATE retention_runs');
  await new RollupStateStore(database.pool).ensure(rollupSettings(config), 0);
});

async function stored(events: readonly EventBody[], pending: readonly EventBody[] = []): Promise<void> {
  const { post, rollUpAll } = proxy();
  await post(events);
  await rollUpAll();
  await post(pending);
}

const answer = (query: Record<string, unknown>, range = RANGE) => ask(database, proxy(), query, range, NOW);

describe('releases', () => {
  const seen = (appVersion: string | undefined, time: string, overrides: object = {}): EventBody =>
    performanceEvent({ appVersion, timestamp: iso(time), ...overrides });

  it('are the first sights within the range, to the event', async () => {
    await stored(
      [
        seen('1.0', '01T23:00:00'),
        seen('1.0', '03T10:00:00'),
        seen('1.1', '04T10:20:30'),
        seen('1.1', '04T11:00:00'),
        businessEvent({ appVersion: '1.1', timestamp: iso('04T10:07:00') }),
        seen('2.0', '09T00:00:00'),
        seen(undefined, '03T09:00:00'),
      ],
      [seen('1.2', '05T08:00:01')]
    );
    const { frames } = await answer({ queryType: 'releases' });
    expect(frames.flatMap(rowsOf)).toEqual([
      { time: at('04T10:07:00'), title: '1.1', text: 'App version 1.1 was seen for the first time.', tags: 'release' },
      { time: at('05T08:00:01'), title: '1.2', text: 'App version 1.2 was seen for the first time.', tags: 'release' },
    ]);
  });

  it('of a range that begins within a date do not count what that date held before', async () => {
    await stored([seen('1.0', '04T08:00:00'), seen('1.0', '04T20:00:00'), seen('1.1', '04T20:00:00')]);
    const { frames } = await answer({ queryType: 'releases' }, { from: at('04T12:00:00'), to: at('04T22:00:00') });
    expect(frames.flatMap(rowsOf).map(({ title }) => title)).toEqual(['1.1']);
  });

  it('are those of the site asked for, and not those of void events', async () => {
    await stored([
      seen('1.1', '04T10:00:00', { site: 'north' }),
      seen('1.1', '05T10:00:00', { site: 'south' }),
      seen('9.9', '05T11:00:00', { site: 'south' }),
    ]);
    await database.pool.query(`UPDATE performance_metrics SET voided_at = now() WHERE app_version = '9.9'`);
    await database.pool.query(
      `INSERT INTO rollup_pending (event_type, bucket) VALUES ('performance', '2026-03-05T11:00:00Z')`
    );
    const { frames } = await answer({ queryType: 'releases', filters: { site: ['south'] } });
    expect(frames.flatMap(rowsOf)).toMatchObject([{ time: at('05T10:00:00'), title: '1.1' }]);
  });

  it('give a typed frame without rows where there are none', async () => {
    const [frame] = (await answer({ queryType: 'releases' })).frames;
    expect(frame?.schema.fields.map(({ name }) => name)).toEqual(['time', 'title', 'text', 'tags']);
    expect(frame?.data.values).toEqual([[], [], [], []]);
  });
});

describe('freshness', () => {
  const late = performanceEvent({ timestamp: iso('05T10:00:00'), sequence: 7 });
  const events = [
    performanceEvent({ timestamp: iso('08T10:00:00') }),
    late,
    businessEvent({ timestamp: iso('03T10:00:00') }),
  ];

  async function filled(): Promise<void> {
    await stored(events, [performanceEvent({ timestamp: iso('10T11:59:00') })]);
    const { intake, post } = proxy();
    await post([late, { ...businessEvent(), defectRate: 101 }, { id: 'x', type: 'weather', timestamp: 'now' }]);
    for (const sequence of [1, 2, 5]) {
      const event = sessionEvent({ timestamp: iso('09T10:00:00'), sequence });
      await intake.take({ events: [event], sentAt: null, deviceId: 'device' }, Infinity);
    }
    await database.pool.query(
      `INSERT INTO retention_runs (started_at, ended_at, ok, months_dropped, removed) VALUES
       ('2026-03-09T01:00:00Z', '2026-03-09T01:01:00Z', true, '{}', '{}'),
       ('2026-03-10T01:00:00Z', '2026-03-10T01:01:00Z', false, '{}', '{}')`
    );
  }

  it('tells how current each type is and what became of all that came, whatever the range', async () => {
    await filled();
    const [frame] = (await answer({ queryType: 'freshness' }, { from: 0, to: 1 })).frames;
    const rows = frame ? rowsOf(frame) : [];
    expect(rows.map(({ type }) => type)).toEqual([
      ...['business', 'session', 'feature', 'journey', 'performance'],
      'unknown',
    ]);
    const common = { lost: 2, last_retention: at('09T01:01:00'), rollup_lag_seconds: expect.any(Number) };
    expect(rows[4]).toEqual({
      ...{ type: 'performance', last_event: at('10T11:59:00'), lag_seconds: 60, events: 3 },
      ...{ duplicates: 1, rejected: 0, late: 3, oldest_row: at('05T10:00:00'), clock_skew_seconds: null, ...common },
    });
    expect(rows[0]).toMatchObject({ type: 'business', events: 1, rejected: 1, ...common });
    expect(rows[2]).toEqual({
      ...{ type: 'feature', last_event: null, lag_seconds: null, events: 0 },
      ...{ duplicates: 0, rejected: 0, late: 0, oldest_row: null, clock_skew_seconds: null, ...common },
    });
    expect(rows[5]).toMatchObject({ type: 'unknown', rejected: 1, events: 0 });
    expect(Number(rows[0]?.['rollup_lag_seconds'])).toBeGreaterThan(0);
    expect(frame?.schema.fields.find(({ name }) => name === 'last_event')?.typeInfo).toEqual({
      frame: 'time.Time',
      nullable: true,
    });
  });

  it('gives alert rules one series a number, those that know no type once', async () => {
    await filled();
    const series = seriesOf((await answer({ queryType: 'freshness', format: 'numeric' })).frames);
    expect(series).toContainEqual({ metric: 'lag_seconds', type: 'performance', value: 60 });
    expect(series).toContainEqual({ metric: 'events', type: 'session', value: 3 });
    expect(series.filter(({ metric }) => metric === 'lost')).toEqual([{ metric: 'lost', value: 2 }]);
  });

  it('gives alert rules the one number they ask for, and refuses names there are none of', async () => {
    await filled();
    const one = { queryType: 'freshness', format: 'numeric', metrics: ['lag_seconds'], types: ['performance'] };
    expect(seriesOf((await answer(one)).frames)).toEqual([{ metric: 'lag_seconds', type: 'performance', value: 60 }]);
    const last = { queryType: 'freshness', format: 'numeric', metrics: ['last_retention'] };
    expect(seriesOf((await answer(last)).frames)).toEqual([{ metric: 'last_retention', value: at('09T01:01:00') }]);
    const wrong = await answer({ ...one, metrics: ['lag'] });
    expect(wrong).toMatchObject({
      status: 400,
      error: expect.stringMatching(/^metrics: there is no lag; expected some/),
    });
  });

  it('tells how far the clocks of the senders are off, by what they sent of late', async () => {
    const { intake } = createTestProxy(database.pool, config, () => NOW);
    const sent = (event: EventBody, behindMs: number) =>
      intake.take({ events: [event], sentAt: NOW - behindMs, deviceId: null });
    await sent(performanceEvent(), 90_000);
    await sent(performanceEvent(), -30_000);
    await sent(businessEvent(), 4_000_000);
    await proxy().post([sessionEvent()]);
    await database.pool.query(
      `UPDATE intake_log SET received_at = received_at - interval '3 days' WHERE event_type = 'business'`
    );
    const rows = (await answer({ queryType: 'freshness' })).frames.flatMap(rowsOf);
    expect(rows.map(({ type, clock_skew_seconds: skew }) => [type, skew])).toEqual([
      ['business', null],
      ['session', null],
      ['feature', null],
      ['journey', null],
      ['performance', 30],
    ]);
  });

  it('is not negative for a clock that runs ahead, and has no lag once all is rolled up', async () => {
    await stored([featureEvent({ timestamp: iso('10T13:00:00') })]);
    const rows = (await answer({ queryType: 'freshness' })).frames.flatMap(rowsOf);
    expect(rows[2]).toMatchObject({ events: 1, lag_seconds: 0, rollup_lag_seconds: 0, last_retention: null, lost: 0 });
  });
});

describe('rejects', () => {
  it('count the quarantine by reason and type', async () => {
    await proxy().post([
      businessEvent({ defectRate: 101 }),
      businessEvent({ defectRate: -1 }),
      featureEvent({ feature: 'teleport' }),
      { ...featureEvent(), type: 'weather' },
    ]);
    const rows = (await answer({ queryType: 'rejects' }, { from: 0, to: 1 })).frames.flatMap(rowsOf);
    expect(rows).toEqual([
      { code: 'out_of_range', type: 'business', count: 2, last: expect.any(Number) },
      { code: 'unknown_feature', type: 'feature', count: 1, last: expect.any(Number) },
      { code: 'unknown_type', type: 'unknown', count: 1, last: expect.any(Number) },
    ]);
  });
});

describe('rejects as a number', () => {
  it('are the share of what was received in the range, known only from enough events on', async () => {
    const around = { from: Date.now() - 60_000, to: Date.now() + 60_000 };
    const rate = async (own: object, range = around) =>
      (await answer({ queryType: 'rejects', format: 'numeric', ...own }, range)).frames;
    expect(seriesOf(await rate({}))).toEqual([{ metric: 'reject_rate', value: null }]);
    await proxy().post([businessEvent(), businessEvent(), businessEvent(), businessEvent({ defectRate: 101 })]);
    const [frame] = await rate({ minN: 4 });
    expect(seriesOf(frame ? [frame] : [])).toEqual([{ metric: 'reject_rate', value: 25 }]);
    expect(frame?.schema.meta.custom['n']).toEqual([4]);
    expect(seriesOf(await rate({ minN: 5 }))).toEqual([{ metric: 'reject_rate', value: null }]);
    expect(seriesOf(await rate({}, { from: 0, to: around.from }))).toEqual([{ metric: 'reject_rate', value: null }]);
  });
});

describe('diagnostics', () => {
  const hang = { kind: 'hang', reason: 'blocked', screen: 'list' };
  const crash = { kind: 'crash', reason: 'nil', screen: 'detail' };
  const user = '00000000-0000-4000-8000-000000000001';

  it('group errors by kind, reason and screen', async () => {
    await stored([
      performanceEvent({ timestamp: iso('03T10:00:00'), errors: [hang, crash], userId: user, appVersion: '1.1' }),
      performanceEvent({ timestamp: iso('04T10:00:00'), errors: [hang], userId: user, appVersion: '1.0' }),
      performanceEvent({ timestamp: iso('05T10:00:00'), errors: [hang], userId: undefined, appVersion: undefined }),
      performanceEvent({ timestamp: iso('05T10:00:00'), errors: undefined }),
      performanceEvent({ timestamp: iso('09T10:00:00'), errors: [crash] }),
    ]);
    const { frames } = await answer({ queryType: 'diagnostics' });
    expect(frames.flatMap(rowsOf)).toEqual([
      {
        ...{ ...hang, count: 3, users: 1, first: at('03T10:00:00'), last: at('05T10:00:00') },
        app_versions: '1.0, 1.1, unknown',
      },
      { ...crash, count: 1, users: 1, first: at('03T10:00:00'), last: at('03T10:00:00'), app_versions: '1.1' },
    ]);
    const filtered = await answer({ queryType: 'diagnostics', filters: { appVersion: ['1.0'] } });
    expect(filtered.frames.flatMap(rowsOf)).toMatchObject([{ kind: 'hang', count: 1 }]);
    const cut = await answer({ queryType: 'diagnostics', limit: 1 });
    expect(cut.frames.flatMap(rowsOf)).toHaveLength(1);
    expect(noticesOf(cut.frames)).toContain('2 rows were found and 1 are shown (query.max_rows or limit).');
  });
});

describe('health', () => {
  it('tells the size, the pool, the lag and the oldest row', async () => {
    await stored([journeyEvent({ timestamp: iso('03T10:00:00') }), journeyEvent({ timestamp: iso('02T10:00:00') })]);
    const [row] = (await answer({ queryType: 'health' })).frames.flatMap(rowsOf);
    expect(row).toEqual({
      ...{ database_size: expect.any(Number), pool_in_use: 1, pool_waiting: 0, pool_size: 10 },
      ...{ database_used: null, rollup_lag_seconds: 0, oldest_row: at('02T10:00:00') },
    });
    expect(Number(row?.['database_size'])).toBeGreaterThan(1_000_000);
    const series = seriesOf((await answer({ queryType: 'health', format: 'numeric' })).frames);
    expect(series).toContainEqual({ metric: 'pool_waiting', value: 0 });
    const lag = { queryType: 'health', format: 'numeric', metrics: ['rollup_lag_seconds'] };
    expect(seriesOf((await answer(lag)).frames)).toEqual([{ metric: 'rollup_lag_seconds', value: 0 }]);
  });
});

describe('events', () => {
  it('are refused unless the configuration allows them', async () => {
    const closed = { ...proxy(), config: testConfig() };
    const result = await ask(database, closed, { queryType: 'events', type: 'session' }, RANGE, NOW);
    expect(result).toMatchObject({ status: 403, frames: [] });
    expect(result.error).toContain('query.raw_events');
  });

  it('come newest first, page by page, and none twice', async () => {
    const times = ['03T10:00:00', '03T10:00:00', '03T10:00:00', '04T10:00:00', '05T10:00:00', '09T10:00:00'];
    const events = times.map((time) => sessionEvent({ timestamp: iso(time), site: 'north' }));
    const fine = sessionEvent({ timestamp: '2026-03-03T10:00:00.000001Z' });
    await stored([...events, fine]);
    const pages: Array<Array<string | undefined>> = [];
    let cursor: unknown;
    do {
      const { frames } = await answer({
        queryType: 'events',
        type: 'session',
        limit: 2,
        ...(cursor ? { cursor } : {}),
      });
      pages.push(frames.flatMap(rowsOf).map((row) => String(row['event_id'])));
      cursor = frames[0]?.schema.meta.custom['cursor'];
    } while (cursor);
    const ties = events
      .slice(0, 3)
      .map(({ id }) => id)
      .sort()
      .reverse();
    expect(pages).toEqual([
      [events[4]?.id, events[3]?.id],
      [fine.id, ties[0]],
      [ties[1], ties[2]],
    ]);
  });

  it('carry pseudonyms, or no ids at all where none are kept', async () => {
    const event = sessionEvent({
      timestamp: iso('03T10:00:00'),
      featuresUsed: ['quality_control', 'batch_processing'],
    });
    await stored([event]);
    const [row] = (await answer({ queryType: 'events', type: 'session' })).frames.flatMap(rowsOf);
    expect(row).toMatchObject({ timestamp: at('03T10:00:00'), event_id: event.id, session_duration: 300 });
    expect(row?.['features_used']).toBe('quality_control, batch_processing');
    expect(row?.['user_id']).not.toBe(event['userId']);
    const open = {
      ...proxy(),
      config: testConfig({ query: { rawEvents: true }, privacy: { anonymizeUserData: false } }),
    };
    const { frames } = await ask(database, open, { queryType: 'events', type: 'session' }, RANGE, NOW);
    const names = frames[0]?.schema.fields.map(({ name }) => name) ?? [];
    expect(names).not.toContain('user_id');
    expect(names).not.toContain('device_id');
    expect(noticesOf(frames)[0]).toContain('anonymize_user_data');
  });

  it.each(['nonsense', Buffer.from('[1]').toString('base64url'), Buffer.from('["x", "y"]').toString('base64url')])(
    'refuse the cursor %s',
    async (cursor) => {
      const result = await answer({ queryType: 'events', type: 'session', cursor });
      expect(result).toMatchObject({ status: 400 });
      expect(result.error).toContain('cursor');
    }
  );

  it('need a type', async () => {
    const result = await answer({ queryType: 'events' });
    expect(result.status).toBe(400);
    expect(result.error).toContain('/type');
  });

  it.each(['business', 'feature', 'journey', 'performance'])('of type %s have cells a table can show', async (type) => {
    const all = [businessEvent(), featureEvent(), journeyEvent(), performanceEvent()];
    await stored(all.map((event) => ({ ...event, timestamp: iso('03T10:00:00') })));
    const [row] = (await answer({ queryType: 'events', type })).frames.flatMap(rowsOf);
    for (const value of Object.values(row ?? {})) {
      expect(value === null || ['string', 'number', 'boolean'].includes(typeof value)).toBe(true);
    }
    expect(row?.['event_id']).toBe(all.find((event) => event.type === type)?.id);
  });
});
