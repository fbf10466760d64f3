import { FormatRegistry, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { EVENT_BUILDERS, NOON, type EventBody } from '../../test/helpers/events';
import { EVENT_TYPES } from '../config/types';
import { parseUuid } from '../domain/uuid';
import { parseInstant } from '../ingest/timestamp';
import { validateEvent } from '../ingest/validate';
import { EnvelopeSchema, EventSchema } from './event';

const CONTEXT = {
  features: new Set(['batch_processing', 'quality_control', 'inventory_tracking']),
  now: Date.parse(NOON),
  maxLatenessMs: Infinity,
};

/** Values at and beyond limits, and of every kind. */
const VALUES: readonly unknown[] = [
  ...[undefined, null, true, '', 'x', 'crash', {}, [], [null], [''], [{}], [{ kind: 'hang' }]],
  ...[20, 21, 50, 51, 200, 201, 500, 501].map((length) => 'é'.repeat(length)),
  ...[20, 21, 100, 101].map((length) => Array.from({ length }, () => ({ kind: 'oom' }))),
  ...[100, 101, 1000, 1001].map((length) => Array.from({ length }, () => 'quality_control')),
  ...[-1e101, -1e100, -1, 0, 0.5, 1, 5, 5.1, 99.99, 100, 100.1, 999.9, 1000, 1e15, 2 ** 53 - 1, 2 ** 53, 1e100, 1e101],
];

/** Paths of all fields, those of nested objects and of entries of lists too. */
function pathsOf(value: unknown, path: ReadonlyArray<string | number> = []): Array<ReadonlyArray<string | number>> {
  if (typeof value !== 'object' || value === null) {
    return [path];
  }
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [...(path.length > 0 ? [path] : []), ...inner.flatMap(([key, entry]) => pathsOf(entry, [...path, key]))];
}

/** A copy with another value at a path. */
function withValue(body: EventBody, path: ReadonlyArray<string | number>, value: unknown): unknown {
  const copy = structuredClone(body);
  const last = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => Reflect.get(at as object, key), copy);
  Reflect.set(parent as object, last, value);
  return JSON.parse(JSON.stringify(copy)) as unknown;
}

function isAccepted(body: unknown): boolean {
  try {
    validateEvent(body, CONTEXT);
    return true;
  } catch {
    return false;
  }
}

const COMMON = { userRole: 'operator', deviceType: 'ipad', appVersion: '1.0', site: 'north', sequence: 1 };

describe('EventSchema', () => {
  beforeAll(() => {
    FormatRegistry.Set('uuid', (value) => parseUuid(value) !== null);
    FormatRegistry.Set('date-time', (value) => parseInstant(value) !== null);
  });
  afterAll(() => FormatRegistry.Clear());

  it.each(EVENT_TYPES)('says of %s events what validation does, field by field', (type) => {
    const body = EVENT_BUILDERS[type]({ ...COMMON, ...(type === 'journey' && { abandonmentPoint: 'list' }) });
    expect(Value.Check(EventSchema, body)).toBe(true);
    const differences = pathsOf(body).flatMap((path) =>
      VALUES.flatMap((value) => {
        const changed = withValue(body, path, value);
        const [said, done] = [Value.Check(EventSchema, changed), isAccepted(changed)];
        // Which features there are is a matter of configuration.
        const isFeature = path[0] === 'feature' || path[0] === 'featuresUsed';
        return said === done || (isFeature && said) ? [] : [{ path: path.join('/'), value, said, done }];
      })
    );
    expect(differences).toEqual([]);
  });

  it('names every field that the example of its type has', () => {
    for (const [at, schema] of (EventSchema as unknown as { anyOf: TSchema[] }).anyOf.entries()) {
      const type = EVENT_TYPES[at] ?? 'business';
      const body = EVENT_BUILDERS[type](COMMON);
      expect(Object.keys(schema.properties as object)).toEqual(expect.arrayContaining(Object.keys(body)));
    }
  });

  it('stands in the envelope', () => {
    const events = EVENT_TYPES.map((type) => EVENT_BUILDERS[type]());
    expect(Value.Check(EnvelopeSchema, { events, sentAt: NOON, deviceId: 'device-1' })).toBe(true);
    expect(Value.Check(EnvelopeSchema, { events: [{}] })).toBe(false);
  });
});
