import fc from 'fast-check';
import { canonicalInstant, parseInstant } from './timestamp';

describe('parseInstant', () => {
  it.each<[string, string]>([
    ['2026-03-02T08:00:05Z', '2026-03-02T08:00:05.000Z'],
    ['2026-03-02t08:00:05z', '2026-03-02T08:00:05.000Z'],
    ['2026-03-02T08:00:05.5+07:00', '2026-03-02T01:00:05.500Z'],
    ['2026-03-02T08:00:05.123456789-03:30', '2026-03-02T11:30:05.123Z'],
    ['2026-03-02T08:00:05+23:59', '2026-03-01T08:01:05.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
  ])('reads %s', (text, iso) => expect(parseInstant(text)).toBe(Date.parse(iso)));

  it.each<[string, unknown]>([
    ['a day that does not exist', '2026-02-30T00:00:00Z'],
    ['29 February of a common year', '2026-02-29T00:00:00Z'],
    ['29 February of a century', '1900-02-29T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['month 0', '2026-00-01T00:00:00Z'],
    ['day 0', '2026-01-00T00:00:00Z'],
    ['year 0', '0000-01-01T00:00:00Z'],
    ['an instant of year 0', '0001-01-01T00:00:00+01:00'],
    ['hour 24', '2026-03-02T24:00:00Z'],
    ['minute 60', '2026-03-02T08:60:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['offset 24:00', '2026-03-02T08:00:00+24:00'],
    ['offset minutes 60', '2026-03-02T08:00:00+01:60'],
    ['no zone', '2026-03-02T08:00:05'],
    ['a date alone', '2026-03-02'],
    ['a blank for the T', '2026-03-02 08:00:05Z'],
    ['no seconds', '2026-03-02T08:00Z'],
    ['a point without digits', '2026-03-02T08:00:05.Z'],
    ['ten digits', '2026-03-02T08:00:05.1234567890Z'],
    ['something behind it', '2026-03-02T08:00:05Zx'],
    ['a line break behind it', '2026-03-02T08:00:05Z\n'],
    ['five digits of a year', '12026-03-02T08:00:05Z'],
    ['text', 'yesterday'],
    ['nothing', ''],
    ['a number', 1767225600000],
    ['null', null],
    ['a list', ['2026-03-02T08:00:05Z']],
  ])('refuses %s', (_name, value) => expect(parseInstant(value)).toBeNull());

  it('reads back every instant', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true }),
        (date) => {
          expect(parseInstant(date.toISOString())).toBe(date.getTime());
        }
      )
    );
  });

  it('reads offsets and fractions as Date.parse does', () => {
    const twoDigits = (value: number) => String(value).padStart(2, '0');
    const zone = fc
      .record({ sign: fc.constantFrom('+', '-'), hours: fc.nat({ max: 23 }), minutes: fc.nat({ max: 59 }) })
      .map(({ sign, hours, minutes }) => `${sign}${twoDigits(hours)}:${twoDigits(minutes)}`);
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true }),
        fc.stringMatching(/^(\.\d{1,9})?$/),
        fc.oneof(fc.constant('Z'), zone),
        (date, fraction, offset) => {
          const text = `${date.toISOString().slice(0, 19)}${fraction}${offset}`;
          const instant = Date.parse(text);
          expect(parseInstant(text)).toBe(instant);
          expect(canonicalInstant(text, instant)).toBe(
            `${new Date(instant).toISOString().slice(0, 19)}.${fraction.slice(1, 7).padEnd(6, '0')}Z`
          );
        }
      )
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.anything(),
          fc.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)
        ),
        (value) => {
          const instant = parseInstant(value);
          expect(instant === null || Number.isInteger(instant)).toBe(true);
        }
      )
    );
  });
});

describe('canonicalInstant', () => {
  it.each<[string, string]>([
    ['2026-03-02T08:00:05Z', '2026-03-02T08:00:05.000000Z'],
    ['2026-03-02T08:00:05.123456Z', '2026-03-02T08:00:05.123456Z'],
    ['2026-03-02T08:00:05.1234Z', '2026-03-02T08:00:05.123400Z'],
    ['2026-03-02t08:00:05.12z', '2026-03-02T08:00:05.120000Z'],
    ['2026-03-02T08:00:05.000001+23:59', '2026-03-01T08:01:05.000001Z'],
    // Rounded, this would belong to the next month.
    ['2026-02-28T23:59:59.999999999Z', '2026-02-28T23:59:59.999999Z'],
  ])('%s is stored as %s', (text, stored) => {
    expect(canonicalInstant(text, parseInstant(text) ?? NaN)).toBe(stored);
  });
});
