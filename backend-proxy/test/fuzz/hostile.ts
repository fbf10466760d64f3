/** What nobody sends in good faith: values, texts and bytes that break parsers, databases, spreadsheets and pages. */
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';

const INJECTIONS = [
  "'; DROP TABLE event_ids; --",
  "' OR 1=1 --",
  '$1',
  '%s%s%n',
  '"><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '{{constructor.constructor("return 1")()}}',
  '${jndi:ldap://localhost/x}',
  '=HYPERLINK("http://localhost","x")',
  '+1+cmd|x!A0',
  '-2+3',
  '@SUM(1)',
  '../../../../etc/passwd',
  '..%2f..%2f',
  '%00',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066right to left',
  '\ufeff',
  '\r\nSet-Cookie: a=b',
  'é'.normalize('NFD'),
  '👩‍👩‍👧‍👦'.repeat(20),
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'NaN',
  'Infinity',
  '1e400',
  '0x10',
  '9'.repeat(400),
  'x'.repeat(100_000),
  '2026-02-30T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '+275760-09-13T00:00:00.000Z',
  '00000000-0000-0000-0000-000000000000',
  '',
  ' ',
];

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...INJECTIONS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) }
);

const NUMBERS = [
  0,
  -0,
  -1,
  1,
  0.1,
  1.5,
  100.000001,
  Number.MAX_SAFE_INTEGER,
  2 ** 53 + 2,
  2 ** 63,
  1e21,
  1e308,
  -1e308,
  Number.MIN_VALUE,
];

const nested = (depth: number): unknown => (depth === 0 ? 'x' : [nested(depth - 1)]);

export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...NUMBERS) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { a: { a: {} } }) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.integer({ min: 10, max: 200 }).map(nested) },
  { weight: 1, arbitrary: fc.array(hostileText, { maxLength: 30 }) }
);

/** Names that reach an object's prototype when somebody copies carelessly. */
const KEYS = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'length'), hostileText);

type Change = (value: unknown) => unknown;

/** Replaces, takes away or adds one thing, anywhere in a JSON value. */
export const change: fc.Arbitrary<Change> = fc
  .record({
    path: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }),
    what: fc.constantFrom('replace', 'replace', 'replace', 'drop', 'add', 'repeat'),
    value: hostileValue,
    key: KEYS,
  })
  .map(({ path, what, value, key }) => {
    const at = (target: unknown, [step = 0, ...rest]: number[]): unknown => {
      const entries = Array.isArray(target)
        ? [...target.entries()].map(([index, item]): [string, unknown] => [String(index), item])
        : Object.entries(Object(target) as object);
      if (typeof target !== 'object' || target === null || entries.length === 0) {
        return value;
      }
      const chosen = step % entries.length;
      const changed = entries.flatMap(([name, item], index): Array<[string, unknown]> => {
        if (index !== chosen) {
          return [[name, item]];
        }
        if (rest.length > 0) {
          return [[name, at(item, rest)]];
        }
        switch (what) {
          case 'drop':
            return [];
          case 'add':
            return [
              [name, item],
              [key, value],
            ];
          case 'repeat':
            return [
              [name, item],
              [`${name}_`, item],
            ];
          default:
            return [[name, value]];
        }
      });
      // own keys named __proto__ stay keys
      return Array.isArray(target) ? changed.map(([, item]) => item) : Object.fromEntries(changed);
    };
    return (target) => at(target, path);
  });

/** Changes to the bytes of a body, after which it is no JSON, or not the JSON that it seems to be. */
export const spoil: fc.Arbitrary<(body: Buffer) => Buffer> = fc.oneof(
  fc.nat(200).map((cut) => (body: Buffer) => body.subarray(0, Math.max(0, body.length - cut))),
  fc.uint8Array({ minLength: 1, maxLength: 12 }).chain((bytes) =>
    fc.nat().map((at) => (body: Buffer) => {
      const place = body.length === 0 ? 0 : at % body.length;
      return Buffer.concat([body.subarray(0, place), bytes, body.subarray(place)]);
    })
  ),
  fc.constantFrom<(body: Buffer) => Buffer>(
    () => Buffer.from('['.repeat(100_000)),
    () => Buffer.from(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`),
    () => Buffer.from([0xff, 0xfe, 0x00]),
    () => Buffer.alloc(0),
    (body) => Buffer.from(body.toString().replace(/:\s*\d+(\.\d+)?/, ':1e400')),
    (body) => Buffer.from(body.toString().replace(/^\{/, '{"__proto__":{"polluted":true},')),
    (body) => Buffer.from(body.toString().replace(/^\{/, '{"constructor":{"prototype":{"polluted":true}},')),
    (body) => Buffer.from(body.toString().replace(/"([a-zA-Z]+)":/, '"$1":1,"$1":')),
    (body) => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
    (body) => Buffer.from(body.toString(), 'utf16le')
  )
);

/** Bodies that claim to be gzip. */
export const packed: fc.Arbitrary<(body: Buffer) => Buffer> = fc.constantFrom<(body: Buffer) => Buffer>(
  gzipSync,
  gzipSync,
  (body) => gzipSync(body).subarray(0, 20),
  (body) => body,
  () => gzipSync(Buffer.alloc(40 << 20)),
  (body) => gzipSync(gzipSync(body))
);
