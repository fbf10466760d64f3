import fc from 'fast-check';
import { DAY_MS, HOUR_MS, MINUTE_MS, ReportingCalendar } from './calendar';
import { bucketEdges, chooseInterval, countBuckets, INTERVALS, isDateInterval, type Interval } from './intervals';

const ms = (text: string) => Date.parse(text);
const iso = (instants: readonly number[]) => instants.map((instant) => new Date(instant).toISOString().slice(0, 16));

function calendarOf(timezone: string, dayStartMinutes = 0, weekStart: 'monday' | 'sunday' = 'monday') {
  return new ReportingCalendar({ timezone, dayStartMinutes, weekStart, currency: 'USD' });
}

const WIDEST: Record<Interval, number> = {
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '1d': DAY_MS + HOUR_MS,
  '1w': 7 * DAY_MS + HOUR_MS,
  '1M': 31 * DAY_MS + HOUR_MS,
};

describe('bucketEdges', () => {
  const calendars = [
    calendarOf('UTC'),
    calendarOf('Asia/Kolkata', 360),
    calendarOf('Asia/Kathmandu', 0, 'sunday'),
    calendarOf('America/New_York', 150),
    calendarOf('Australia/Lord_Howe'),
    calendarOf('Africa/Cairo'),
  ];
  const ranges = fc
    .tuple(
      fc.constantFrom(...calendars),
      fc.constantFrom(...INTERVALS),
      fc.oneof(
        fc.integer({ min: ms('2024-01-01T00:00:00Z'), max: ms('2027-01-01T00:00:00Z') }),
        // Around the changes of New York, Lord Howe and Cairo.
        fc
          .tuple(
            fc.constantFrom('2026-03-08T07:00Z', '2026-11-01T06:00Z', '2026-04-04T15:00Z', '2026-10-03T15:30Z'),
            fc.integer({ min: -180, max: 180 })
          )
          .map(([at, minutes]) => ms(at) + minutes * MINUTE_MS)
      ),
      fc.integer({ min: 1, max: 120 })
    )
    .map(([calendar, interval, from, buckets]) => ({
      calendar,
      interval,
      range: { from, to: from + Math.round((buckets * WIDEST[interval]) / 3) },
    }));

  it('cuts any range into contiguous buckets, none wider than its interval', () => {
    fc.assert(
      fc.property(ranges, ({ calendar, interval, range }) => {
        const edges = bucketEdges(calendar, range, interval);
        expect(edges[0]).toBe(range.from);
        expect(edges.at(-1)).toBe(range.to);
        edges.slice(1).forEach((edge, index) => {
          const width = edge - (edges[index] ?? NaN);
          expect(width).toBeGreaterThan(0);
          expect(width).toBeLessThanOrEqual(WIDEST[interval]);
        });
        expect(edges.length - 1).toBeLessThanOrEqual(countBuckets(range, interval) + 2);
      }),
      { numRuns: 300 }
    );
  });

  it('aligns them to the dates or the clock of the zone', () => {
    fc.assert(
      fc.property(ranges, ({ calendar, interval, range }) => {
        for (const edge of bucketEdges(calendar, range, interval).slice(1, -1)) {
          if (isDateInterval(interval)) {
            const date = calendar.dateOf(edge);
            expect(calendar.dayStart(date)).toBe(edge);
            expect(interval === '1w' ? calendar.weekOf(date) : date).toBe(date);
            expect(interval === '1M' ? calendar.monthOf(date) : date).toBe(date);
          } else {
            const width = WIDEST[interval];
            const aligned = (at: number) => (edge + calendar.offsetAt(at)) % width === 0;
            // Where the clock jumps by half an hour, the bucket ends with the jump.
            expect(aligned(edge) || aligned(edge - 1)).toBe(true);
          }
        }
      }),
      { numRuns: 300 }
    );
  });

  it('falls on the buckets of the rollups that it is answered from', () => {
    fc.assert(
      fc.property(ranges, ({ calendar, interval, range }) => {
        const grain = interval === '5m' || interval === '15m' ? 5 : calendar.hourGrainMinutes;
        for (const edge of bucketEdges(calendar, range, interval).slice(1, -1)) {
          expect(edge % (grain * MINUTE_MS)).toBe(0);
        }
      })
    );
  });

  it.each<[string, string, Interval, string, string, string[]]>([
    [
      'a cut first and last hour',
      'UTC',
      '1h',
      '2026-03-02T10:20Z',
      '2026-03-02T12:10Z',
      ['10:20', '11:00', '12:00', '12:10'],
    ],
    [
      'hours of a zone with half an hour',
      'Asia/Kolkata',
      '1h',
      '2026-03-02T10:00Z',
      '2026-03-02T11:45Z',
      ['10:00', '10:30', '11:30', '11:45'],
    ],
    [
      'the hour that runs twice',
      'America/New_York',
      '1h',
      '2026-11-01T05:00Z',
      '2026-11-01T07:00Z',
      ['05:00', '06:00', '07:00'],
    ],
    [
      'a jump by half an hour',
      'Australia/Lord_Howe',
      '1h',
      '2026-10-03T14:30Z',
      '2026-10-03T17:00Z',
      ['14:30', '15:30', '16:00', '17:00'],
    ],
    [
      'a step back by half an hour',
      'Australia/Lord_Howe',
      '1h',
      '2026-04-04T14:00Z',
      '2026-04-04T16:30Z',
      ['14:00', '15:00', '15:30', '16:30'],
    ],
  ])('%s', (_name, zone, interval, from, to, expected) => {
    const edges = bucketEdges(calendarOf(zone), { from: ms(from), to: ms(to) }, interval);
    expect(iso(edges).map((text) => text.slice(11))).toEqual(expected);
  });

  it('counts a DST day as one day, and weeks from the configured day', () => {
    const newYork = calendarOf('America/New_York', 0, 'sunday');
    const march = { from: ms('2026-03-07T05:00Z'), to: ms('2026-03-10T04:00Z') };
    expect(iso(bucketEdges(newYork, march, '1d'))).toEqual([
      '2026-03-07T05:00',
      '2026-03-08T05:00',
      '2026-03-09T04:00',
      '2026-03-10T04:00',
    ]);
    expect(iso(bucketEdges(newYork, march, '1w'))).toEqual([
      '2026-03-07T05:00',
      '2026-03-08T05:00',
      '2026-03-10T04:00',
    ]);
    expect(iso(bucketEdges(newYork, { from: ms('2026-01-31T12:00Z'), to: ms('2026-03-01T05:00Z') }, '1M'))).toEqual([
      '2026-01-31T12:00',
      '2026-02-01T05:00',
      '2026-03-01T05:00',
    ]);
  });
});

describe('chooseInterval', () => {
  const from = ms('2026-03-02T00:00:00Z');

  it.each<[number, number, number, Interval]>([
    [HOUR_MS, 1000, 0, '5m'],
    [HOUR_MS, 12, 0, '15m'],
    [DAY_MS, 25, 0, '1h'],
    [DAY_MS, 24, 0, '1d'],
    [30 * DAY_MS, 31, 0, '1d'],
    [365 * DAY_MS, 60, 0, '1w'],
    [365 * DAY_MS, 20, 0, '1M'],
    [3650 * DAY_MS, 20, 0, '1M'],
    [HOUR_MS, 1000, 10 * MINUTE_MS, '15m'],
  ])('for %d ms in at most %d buckets of at least %d ms: %s', (width, buckets, minWidth, expected) => {
    expect(chooseInterval({ from, to: from + width }, buckets, minWidth)).toBe(expected);
  });

  it('keeps within the number of buckets whenever an interval can', () => {
    const calendar = calendarOf('Europe/Berlin');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: DAY_MS }),
        fc.integer({ min: 1, max: 90 * 24 }),
        fc.integer({ min: 10, max: 500 }),
        (offset, hours, max) => {
          const range = { from: from + offset, to: from + offset + hours * HOUR_MS };
          const interval = chooseInterval(range, max);
          // Dates are cut where they are, so that a DST change can add one bucket.
          expect(bucketEdges(calendar, range, interval).length - 1).toBeLessThanOrEqual(max + 1);
        }
      )
    );
  });
});
