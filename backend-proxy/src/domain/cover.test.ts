import fc from 'fast-check';
import { DAY_MS, HOUR_MS, MINUTE_MS, ReportingCalendar } from './calendar';
import { GRAINS, mergeAdjacent, MINUTE_GRAIN_MS, planCover, type Cover } from './cover';
import { bucketEdges, INTERVALS, type Range } from './intervals';

const ms = (text: string) => Date.parse(text);

function calendarOf(timezone: string, dayStartMinutes = 0) {
  return new ReportingCalendar({ timezone, dayStartMinutes, weekStart: 'monday', currency: 'USD' });
}

const calendars = [
  calendarOf('UTC'),
  calendarOf('UTC', 10),
  calendarOf('Asia/Kolkata', 360),
  calendarOf('Asia/Kathmandu'),
  calendarOf('America/New_York', 150),
  calendarOf('Australia/Lord_Howe'),
];

/** Ranges around DST changes, to the millisecond or on edges, with pending buckets in and around them. */
const inputs = fc
  .record({
    calendar: fc.constantFrom(...calendars),
    interval: fc.constantFrom(undefined, ...INTERVALS),
    start: fc.oneof(
      fc.integer({ min: ms('2026-03-06T00:00Z'), max: ms('2026-03-10T00:00Z') }),
      fc.integer({ min: 0, max: 4 * 24 * 12 }).map((step) => ms('2026-03-06T00:00Z') + step * MINUTE_GRAIN_MS),
      fc.integer({ min: 0, max: 4 * 24 }).map((hour) => ms('2026-10-31T00:00Z') + hour * HOUR_MS)
    ),
    width: fc.oneof(
      fc.integer({ min: 0, max: 4 * DAY_MS }),
      fc.integer({ min: 0, max: 96 }).map((hours) => hours * HOUR_MS)
    ),
    pendingSteps: fc.array(fc.integer({ min: -4, max: 4 * 24 * 12 }), { maxLength: 12 }),
    floorHours: fc.oneof(fc.constant(-Infinity), fc.integer({ min: -24, max: 120 }), fc.constant(Infinity)),
    rawFloorHours: fc.oneof(fc.constant(-Infinity), fc.integer({ min: -24, max: 120 })),
  })
  .map(({ calendar, interval, start, width, pendingSteps, floorHours, rawFloorHours }) => {
    const range = { from: start, to: start + width };
    const first = Math.floor(start / MINUTE_GRAIN_MS) * MINUTE_GRAIN_MS;
    const pending = [...new Set(pendingSteps)]
      .map((step) => first + step * MINUTE_GRAIN_MS)
      .filter((bucket) => bucket > range.from - MINUTE_GRAIN_MS && bucket < range.to)
      .sort((a, b) => a - b);
    const minuteFloor = Math.floor((start + floorHours * HOUR_MS) / HOUR_MS) * HOUR_MS;
    const rawFloor = Math.floor((start + rawFloorHours * HOUR_MS) / HOUR_MS) * HOUR_MS;
    return { calendar, interval, range, pending, minuteFloor, rawFloor };
  });

const parts = (cover: Cover): Range[] => [...rolledUp(cover), ...cover.raw, ...cover.cut];
const rolledUp = (cover: Cover): Range[] => [...cover.day, ...cover.hour, ...cover.minute];

describe('planCover', () => {
  it('is the range, every instant once', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const sorted = parts(planCover(input)).sort((a, b) => a.from - b.from);
        if (input.range.from >= input.range.to) {
          expect(sorted).toEqual([]);
          return;
        }
        expect(sorted[0]?.from).toBe(input.range.from);
        expect(sorted.at(-1)?.to).toBe(input.range.to);
        sorted.forEach(({ from, to }, index) => {
          expect(from).toBeLessThan(to);
          expect(sorted[index + 1]?.from ?? to).toBe(to);
        });
      }),
      { numRuns: 500 }
    );
  });

  it('reads raw rows from where they exist, and cuts off only what lies before', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const cover = planCover(input);
        const whole = planCover({ ...input, rawFloor: -Infinity });
        expect(cover.raw.filter(({ from }) => from < input.rawFloor)).toEqual([]);
        expect(cover.cut.filter(({ to }) => to > input.rawFloor)).toEqual([]);
        expect(mergeAdjacent([...cover.raw, ...cover.cut])).toEqual(whole.raw);
        expect([whole.cut, rolledUp(cover)]).toEqual([[], rolledUp(whole)]);
      }),
      { numRuns: 500 }
    );
  });

  it('reads no pending bucket from a rollup', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        for (const { from, to } of rolledUp(planCover(input))) {
          expect(input.pending.filter((bucket) => bucket < to && bucket + MINUTE_GRAIN_MS > from)).toEqual([]);
        }
      }),
      { numRuns: 500 }
    );
  });

  it('reads whole buckets of a grain only, and minutes from where they are kept', () => {
    fc.assert(
      fc.property(inputs, ({ calendar, ...input }) => {
        const cover = planCover({ calendar, ...input });
        for (const edge of cover.day.flatMap(({ from, to }) => [from, to])) {
          expect(calendar.dayStart(calendar.dateOf(edge))).toBe(edge);
        }
        for (const edge of cover.hour.flatMap(({ from, to }) => [from, to])) {
          expect(edge % (calendar.hourGrainMinutes * MINUTE_MS)).toBe(0);
        }
        for (const { from, to } of cover.minute) {
          expect([from % MINUTE_GRAIN_MS, to % MINUTE_GRAIN_MS]).toEqual([0, 0]);
          expect(from).toBeGreaterThanOrEqual(input.minuteFloor);
        }
      }),
      { numRuns: 500 }
    );
  });

  it('uses no grain whose buckets the edges of the series cut through', () => {
    fc.assert(
      fc.property(inputs, ({ calendar, interval, range, ...input }) => {
        fc.pre(interval !== undefined && range.from < range.to);
        const cover = planCover({ calendar, interval, range, ...input });
        const inner = bucketEdges(calendar, range, interval ?? '1d').slice(1, -1);
        const bucketAt = {
          minute: (at: number) => [Math.floor(at / MINUTE_GRAIN_MS) * MINUTE_GRAIN_MS],
          hour: (at: number) => [
            Math.floor(at / (calendar.hourGrainMinutes * MINUTE_MS)) * calendar.hourGrainMinutes * MINUTE_MS,
          ],
          day: (at: number) => [calendar.dayStart(calendar.dateOf(at))],
        };
        for (const grain of GRAINS) {
          for (const { from, to } of cover[grain]) {
            for (const edge of inner.filter((candidate) => candidate > from && candidate < to)) {
              expect(bucketAt[grain](edge)).toEqual([edge]);
            }
          }
        }
      }),
      { numRuns: 500 }
    );
  });

  it('takes the widest grain that fits', () => {
    const calendar = calendarOf('UTC');
    const range = { from: ms('2026-03-01T22:52Z'), to: ms('2026-03-04T02:07Z') };
    const at = (from: string, to: string): Range => ({ from: ms(from), to: ms(to) });
    expect(planCover({ calendar, range, pending: [], minuteFloor: -Infinity })).toEqual({
      day: [at('2026-03-02T00:00Z', '2026-03-04T00:00Z')],
      hour: [at('2026-03-01T23:00Z', '2026-03-02T00:00Z'), at('2026-03-04T00:00Z', '2026-03-04T02:00Z')],
      minute: [at('2026-03-01T22:55Z', '2026-03-01T23:00Z'), at('2026-03-04T02:00Z', '2026-03-04T02:05Z')],
      raw: [at('2026-03-01T22:52Z', '2026-03-01T22:55Z'), at('2026-03-04T02:05Z', '2026-03-04T02:07Z')],
      cut: [],
    });
  });

  it('goes round a pending bucket with narrower grains', () => {
    const calendar = calendarOf('UTC');
    const range = { from: ms('2026-03-02T00:00Z'), to: ms('2026-03-03T00:00Z') };
    const cover = planCover({ calendar, range, pending: [ms('2026-03-02T10:10Z')], minuteFloor: -Infinity });
    expect(cover.day).toEqual([]);
    expect(cover.raw).toEqual([{ from: ms('2026-03-02T10:10Z'), to: ms('2026-03-02T10:15Z') }]);
    expect(mergeAdjacent([...cover.hour, ...cover.minute, ...cover.raw])).toEqual([range]);
  });

  it('takes hours and days where minutes are no longer kept, and raw rows for the rest', () => {
    const calendar = calendarOf('UTC');
    const range = { from: ms('2026-03-01T22:52Z'), to: ms('2026-03-03T00:00Z') };
    const cover = planCover({ calendar, range, pending: [], minuteFloor: Infinity });
    expect(cover.minute).toEqual([]);
    expect(cover.raw).toEqual([{ from: range.from, to: ms('2026-03-01T23:00Z') }]);
  });
});

describe('mergeAdjacent', () => {
  it.each<[Range[], Range[]]>([
    [[], []],
    [[{ from: 5, to: 5 }], []],
    [
      [
        { from: 5, to: 7 },
        { from: 1, to: 5 },
      ],
      [{ from: 1, to: 7 }],
    ],
    [
      [
        { from: 1, to: 9 },
        { from: 2, to: 3 },
      ],
      [{ from: 1, to: 9 }],
    ],
    [
      [
        { from: 1, to: 2 },
        { from: 3, to: 4 },
      ],
      [
        { from: 1, to: 2 },
        { from: 3, to: 4 },
      ],
    ],
  ])('%j becomes %j', (spans, merged) => expect(mergeAdjacent(spans)).toEqual(merged));
});
