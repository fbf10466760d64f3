/** Requests of every operation: right ones, and right ones with something wrong in them. */
import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { QUERY_TYPES } from '../../src/query/query-types';
import { bodyOf, eventContent } from '../helpers/arbitraries';
import { KEYS } from '../helpers/http';
import { change, hostileText, hostileValue, packed, spoil } from './hostile';

export interface FuzzRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

const CONTRACTS = path.resolve(__dirname, '..', '..', '..', 'contracts', 'query');
const examples = readdirSync(CONTRACTS)
  .filter((name) => name.endsWith('.request.json'))
  .map((name): unknown => JSON.parse(readFileSync(path.join(CONTRACTS, name), 'utf8')));

const segment = hostileText.map((text) => encodeURIComponent(text.toWellFormed()).slice(0, 300));
const DIMENSIONS = ['userRole', 'deviceType', 'appVersion', 'site', 'feature'];

/** A query of any type with fields of any type's, as somebody who guesses would write it. */
const guessed = fc
  .record(
    {
      queryType: fc.constantFrom(...Object.keys(QUERY_TYPES)),
      kpis: fc.subarray(['production_efficiency', 'launch_time', 'retention_30', 'monthly_users', 'roi_value']),
      filters: fc.dictionary(fc.constantFrom(...DIMENSIONS), fc.array(hostileText, { maxLength: 3 }), { maxKeys: 3 }),
      groupBy: fc.subarray(DIMENSIONS),
      format: fc.constantFrom('timeseries', 'numeric', 'table'),
      interval: fc.constantFrom('5m', '15m', '1h', '1d', '1w', '1M', 'auto'),
      compare: fc.constantFrom('previous', 'none'),
      stat: fc.constantFrom('avg', 'p50', 'p90', 'p99', 'min', 'max'),
      limit: fc.constantFrom(0, 1, 100, 2 ** 31, 2 ** 53),
      minN: fc.constantFrom(0, 5, 2 ** 40),
      window: fc.constantFrom('1h', '30d', '0s', '99999999d', '1.5h'),
      steps: fc.array(hostileText, { maxLength: 4 }),
      startPoint: hostileText,
      maxLag: fc.integer({ min: -1, max: 40 }),
      type: fc.constantFrom('business', 'session', 'nothing'),
      cursor: hostileText,
    },
    { requiredKeys: ['queryType'] }
  )
  .map((query) => ({ refId: 'A', ...query }));

const RANGES = [
  { from: '2026-03-01T00:00:00Z', to: '2026-03-03T00:00:00Z' },
  { from: '2026-02-02T00:00:00Z', to: '2026-03-02T12:30:00.5Z' },
  { from: '2026-03-02T12:00:00Z', to: '2026-03-02T12:00:00.001Z' },
  { from: '2026-03-03T00:00:00Z', to: '2026-03-01T00:00:00Z' },
];
/** Long ones cost seconds each; a few of them are enough. */
const LONG_RANGES = [
  { from: '1900-01-01T00:00:00Z', to: '1960-01-01T00:00:00Z' },
  { from: '1970-01-01T00:00:00Z', to: '2026-03-03T00:00:00Z' },
  { from: '2190-01-01T00:00:00Z', to: '2200-01-01T00:00:00Z' },
  { from: '0001-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' },
  { from: '0001-01-01T00:00:00Z', to: '0040-01-01T00:00:00Z' },
  { from: '9990-01-01T00:00:00Z', to: '9999-12-31T23:59:59.999Z' },
];
const range = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom(...RANGES) },
  { weight: 1, arbitrary: fc.constantFrom(...LONG_RANGES) }
);
const queryBody = fc.oneof(
  fc.constantFrom(...examples),
  fc
    .record({
      range,
      queries: fc.array(guessed, { minLength: 1, maxLength: 3 }),
      maxDataPoints: fc.constantFrom(1, 100, 1000, 100_000),
    })
    .map(({ range: chosen, ...rest }) => ({ ...chosen, ...rest }))
);

const NOON = Date.parse('2026-03-02T12:00:00Z');
const eventsBody = fc
  .array(fc.record({ content: eventContent, index: fc.nat(5000) }), { minLength: 1, maxLength: 6 })
  .map((events) => ({ events: events.map(({ content, index }) => bodyOf(content, NOON + index, index)) }));

const licensesBody = fc.record({
  effectiveFrom: fc.constantFrom('2026-01-01', '2026-02-30', '0001-01-01', '9999-12-31'),
  seats: fc.array(fc.record({ userRole: hostileText, count: fc.constantFrom(0, 120, -1, 2 ** 31, 2 ** 53) })),
});

const JSON_TYPE = { 'content-type': 'application/json' };
const withKey = (key: string) => ({ authorization: `Bearer ${key}` });

interface Shape {
  method: string;
  path: fc.Arbitrary<string>;
  key: string;
  body?: fc.Arbitrary<unknown>;
}

/** One entry an operation; the test holds it against the OpenAPI document. */
export const OPERATIONS: Record<string, Shape> = {
  'get /livez': { method: 'GET', path: fc.constant('/livez'), key: KEYS.read },
  'get /readyz': { method: 'GET', path: fc.constant('/readyz'), key: KEYS.read },
  'get /metrics': { method: 'GET', path: fc.constant('/metrics'), key: KEYS.read },
  'get /v1/openapi.json': { method: 'GET', path: fc.constant('/v1/openapi.json'), key: KEYS.read },
  'post /v1/events': { method: 'POST', path: fc.constant('/v1/events'), key: KEYS.ingest, body: eventsBody },
  'get /v1/collection': { method: 'GET', path: fc.constant('/v1/collection'), key: KEYS.ingest },
  'put /v1/licenses': { method: 'PUT', path: fc.constant('/v1/licenses'), key: KEYS.admin, body: licensesBody },
  'get /v1/licenses': { method: 'GET', path: fc.constant('/v1/licenses'), key: KEYS.read },
  'post /v1/query': { method: 'POST', path: fc.constant('/v1/query'), key: KEYS.read, body: queryBody },
  'get /v1/catalogue': { method: 'GET', path: fc.constant('/v1/catalogue'), key: KEYS.read },
  'get /v1/dimensions/{name}': {
    method: 'GET',
    path: fc.oneof(fc.constantFrom(...DIMENSIONS), segment).map((name) => `/v1/dimensions/${name}`),
    key: KEYS.read,
  },
  'post /v1/events/{id}/void': {
    method: 'POST',
    path: fc.oneof(fc.uuid(), segment).map((id) => `/v1/events/${id}/void`),
    key: KEYS.admin,
    body: fc.record({ reason: hostileText }),
  },
  'get /v1/subjects/{userId}': {
    method: 'GET',
    path: fc.oneof(fc.uuid(), segment).map((id) => `/v1/subjects/${id}`),
    key: KEYS.admin,
  },
  'delete /v1/subjects/{userId}': {
    method: 'DELETE',
    path: fc.oneof(fc.uuid(), segment).map((id) => `/v1/subjects/${id}`),
    key: KEYS.admin,
  },
};

const search = fc.option(
  fc
    .dictionary(fc.constantFrom('from', 'to', 'limit', 'q', '__proto__', 'x[]'), segment, { maxKeys: 3 })
    .map((entries) => Object.entries(entries).map(([name, value]) => `${name}=${value}`)),
  { nil: [] }
);

/** Headers that speak of another body than there is. */
const oddHeaders = fc.constantFrom<Record<string, string>>(
  { 'content-type': 'application/x-ndjson' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': '' },
  { 'content-encoding': 'br' },
  { 'content-encoding': 'gzip, gzip' },
  { authorization: 'Bearer x' },
  { authorization: `Bearer ${'x'.repeat(2000)}` },
  { accept: 'text/html' },
  { expect: 'nothing' }
);

function bodyOfShape({ body }: Shape): fc.Arbitrary<{ body: Buffer; headers: Record<string, string> }> {
  if (!body) {
    return fc.constant({ body: Buffer.alloc(0), headers: {} });
  }
  const changed = fc
    .record({ value: body, changes: fc.array(change, { maxLength: 2 }) })
    .map(({ value, changes }) => changes.reduce((now, one) => one(now), value));
  const text = fc
    .oneof({ weight: 9, arbitrary: changed }, { weight: 1, arbitrary: hostileValue })
    .map((value) => Buffer.from(JSON.stringify(value) ?? ''));
  return fc.oneof(
    { weight: 14, arbitrary: text.map((bytes) => ({ body: bytes, headers: JSON_TYPE })) },
    { weight: 3, arbitrary: fc.tuple(text, spoil).map(([bytes, how]) => ({ body: how(bytes), headers: JSON_TYPE })) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(text, packed)
        .map(([bytes, how]) => ({ body: how(bytes), headers: { ...JSON_TYPE, 'content-encoding': 'gzip' } })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(text, oddHeaders).map(([bytes, odd]) => ({ body: bytes, headers: { ...JSON_TYPE, ...odd } })),
    },
    { weight: 1, arbitrary: fc.constant({ body: Buffer.alloc(0), headers: {} }) }
  );
}

/** Bodies are where most can go wrong: those operations come up more often. */
const weights = (shape: Shape) => (shape.body ? 6 : 1);

export const fuzzRequest: fc.Arbitrary<FuzzRequest> = fc.oneof(
  ...Object.values(OPERATIONS).map((shape) => ({
    weight: weights(shape),
    arbitrary: fc
      .record({ path: shape.path, search, content: bodyOfShape(shape) })
      .map(({ path: pathname, search: pairs, content }) => ({
        method: shape.method,
        path: pairs.length > 0 ? `${pathname}?${pairs.join('&')}` : pathname,
        headers: { ...withKey(shape.key), ...content.headers },
        body: content.body,
      })),
  }))
);
