import { gzipSync } from 'node:zlib';
import { DAY_MS } from '../../src/domain/calendar';
import { withDatabase } from '../helpers/database';
import { businessEvent, performanceEvent, sessionEvent, type EventBody } from '../helpers/events';
import { createTestApp, KEYS, type TestApp } from '../helpers/http';
import { testConfig } from '../helpers/proxy';
import { resetDatabase } from '../helpers/reset';

const NOW = new Date().toISOString();
const NDJSON = { 'content-type': 'application/x-ndjson' };
const JSON_GZIP = { 'content-type': 'application/json', 'content-encoding': 'gzip' };

describe('POST /v1/events', () => {
  const database = withDatabase();
  let http: TestApp;

  beforeAll(async () => {
    http = await createTestApp(
      database,
      testConfig({ ingest: { maxEvents: 20, maxBodyBytes: 20_000, maxUnpackedBytes: 40_000 } })
    );
  });
  afterAll(() => http.close());
  afterEach(() => resetDatabase(database));

  const post = (body: unknown, headers?: Record<string, string>) => http.send('POST', '/v1/events', body, headers);
  const event = (own: Record<string, unknown> = {}) => businessEvent({ timestamp: NOW, ...own });

  it('answers 200 with what was taken, what was there and what was refused', async () => {
    const [known, fresh] = [event(), event()];
    await http.postEvents([known]);
    const answer = await post({
      sentAt: NOW,
      events: [
        known,
        fresh,
        fresh,
        event({ defectRate: 101 }),
        performanceEvent({ timestamp: NOW, launchTime: '1' }),
        5,
      ],
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      accepted: 1,
      duplicates: 2,
      rejected: [
        {
          index: 3,
          id: expect.any(String) as string,
          code: 'out_of_range',
          path: '/defectRate',
          message: 'defectRate must be between 0 and 100',
        },
        {
          index: 4,
          id: expect.any(String) as string,
          code: 'invalid_type',
          path: '/launchTime',
          message: 'launchTime must be a number, not a string',
        },
        { index: 5, id: null, code: 'invalid_type', path: '', message: 'an event must be a JSON object' },
      ],
    });
  });

  it('keeps what was refused in quarantine, with reason and time', async () => {
    await post({ events: [event({ defectRate: 101 }), event()] });
    expect(await database.rows('SELECT event_type, code, path, payload, received_at FROM rejected_events')).toEqual([
      {
        event_type: 'business',
        code: 'out_of_range',
        path: '/defectRate',
        payload: expect.objectContaining({ defectRate: 101, type: 'business' }) as object,
        received_at: expect.any(Date) as Date,
      },
    ]);
  });

  it.each([
    ['all were refused', [{ type: 'business' }, {}], 422],
    ['none can be read', [{}, null], 422],
    ['nothing was sent', [], 200],
  ])('when %s, the status says so', async (_name, events, status) => {
    const answer = await post({ events });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({ accepted: 0, duplicates: 0 });
  });

  it('answers 200 when everything was there before', async () => {
    const known = event();
    await http.postEvents([known]);
    expect(await http.postEvents([known])).toEqual({ accepted: 0, duplicates: 1, rejected: [] });
  });

  it.each<[string, number, string]>([
    ['too late', -30 * DAY_MS - 60_000, 'too_old'],
    ['from the future', DAY_MS + 60_000, 'in_future'],
  ])('refuses an event that comes %s', async (_name, offset, code) => {
    const answer = await post({ events: [event({ timestamp: new Date(Date.now() + offset).toISOString() })] });
    expect(answer.json()).toMatchObject({ rejected: [{ index: 0, code, path: '/timestamp' }] });
  });

  it('takes one event a line, and packed bodies of both forms', async () => {
    const lines = (events: EventBody[]) => events.map((body) => JSON.stringify(body)).join('\n');
    const packed = gzipSync(JSON.stringify({ events: [event()] }));
    expect((await post(lines([event(), event()]), NDJSON)).json()).toMatchObject({ accepted: 2 });
    expect((await post(packed, JSON_GZIP)).json()).toMatchObject({ accepted: 1 });
    expect((await post(gzipSync(lines([event()])), { ...NDJSON, 'content-encoding': 'gzip' })).json()).toMatchObject({
      accepted: 1,
    });
    expect(
      (await post(JSON.stringify({ events: [event()] }), { 'content-type': 'application/json; charset=utf-8' })).json()
    ).toMatchObject({ accepted: 1 });
  });

  it.each<[string, unknown, Record<string, string>, number, RegExp]>([
    ['broken JSON', '{"events":[', { 'content-type': 'application/json' }, 400, /not readable JSON/],
    ['no body', '', { 'content-type': 'application/json' }, 400, /JSON|empty/],
    ['neither body nor content type', undefined, {}, 400, /no body/],
    ['a broken line', '{"id":1}\n{', NDJSON, 400, /Line 2/],
    ['broken gzip', 'x', JSON_GZIP, 400, /gzip/],
    ['no list of events', '{"events":{}}', { 'content-type': 'application/json' }, 400, /envelope/],
    ['another encoding', 'x', { ...JSON_GZIP, 'content-encoding': 'br' }, 415, /gzip/],
    ['another content type', 'x', { 'content-type': 'text/csv' }, 415, /content type/i],
    ['too many events', { events: Array.from({ length: 21 }, () => ({})) }, {}, 413, /ingest\.max_events/],
    ['too many bytes', { events: [{ x: 'x'.repeat(20_001) }] }, {}, 413, /ingest\.max_body/],
    ['too many unpacked', gzipSync(`{"events":[${' '.repeat(40_000)}]}`), JSON_GZIP, 413, /ingest\.max_unpacked/],
  ])('answers %s as a problem', async (_name, body, headers, status, detail) => {
    const answer = await post(body, headers);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ status, detail: expect.stringMatching(detail) as string });
  });

  it.each<[string, string | undefined, number]>([
    ['no key', undefined, 401],
    ['an unknown key', 'nobody', 401],
    ['a key that may read', KEYS.read, 403],
    ['a key of an administrator', KEYS.admin, 403],
  ])('is closed to %s', async (_name, key, status) => {
    const answer = await post({ events: [event()] }, { authorization: key === undefined ? '' : `Bearer ${key}` });
    expect(answer.statusCode).toBe(status);
    expect(await database.rows('SELECT 1 FROM event_ids')).toEqual([]);
  });

  it('gathers many requests at once and answers each for itself', async () => {
    const shared = event();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        http.postEvents([shared, sessionEvent({ timestamp: NOW }), ...(index === 7 ? [event()] : [])])
      )
    );
    expect(answers.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(1 + 30 + 1);
    expect(answers.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(29);
    expect(await database.rows('SELECT count(*) AS n FROM event_ids')).toEqual([{ n: 32 }]);
  });
});
