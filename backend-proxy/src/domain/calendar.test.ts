import { Temporal } from '@js-temporal/polyfill';
import fc from 'fast-check';
import { addDays, datesBetween, dayNumber, ReportingCalendar, HOUR_MS, MINUTE_MS } from './calendar';

const ZONES = [
  'UTC',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Europe/Berlin',
];
const DAY_STARTS = [0, 90, 150, 360, 1435];

const calendars = new Map<string, ReportingCalendar>();

/** A calendar, made once: looking up the rules of a zone takes a while. */
function calendarOf(timezone: string, dayStartMinutes = 0, weekStart: 'monday' | 'sunday' = 'monday') {
  const key = `${timezone} ${dayStartMinutes} ${weekStart}`;
  const known = calendars.get(key);
  const calendar = known ?? new ReportingCalendar({ timezone, dayStartMinutes, weekStart, currency: 'USD' });
  calendars.set(key, calendar);
  return calendar;
}

const ms = (text: string) => Date.parse(text);
/** Instants at which zones change their offset. */
const TRANSITIONS = new Map(
  ZONES.map((timezone) => {
    const found: number[] = [];
    let at = Temporal.Instant.from('2011-11-15T00:00Z').toZonedDateTimeISO(timezone);
    for (
      let next = at.getTimeZoneTransition('next');
      next && next.year < 2027;
      next = at.getTimeZoneTransition('next')
    ) {
      found.push(next.epochMilliseconds);
      at = next;
    }
    return [timezone, found];
  })
);

const anyInstant = fc.integer({ min: ms('2011-12-01T00:00:00Z'), max: ms('2030-01-01T00:00:00Z') });
/** Mostly near the instants that matter. */
function instantIn(timezone: string): fc.Arbitrary<number> {
  const special = TRANSITIONS.get(timezone) ?? [];
  return special.length === 0
    ? anyInstant
    : fc.oneof(
        anyInstant,
        fc
          .tuple(fc.constantFrom(...special), fc.integer({ min: -36 * HOUR_MS, max: 36 * HOUR_MS }))
          .map(([at, offset]) => at + offset),
        fc
          .tuple(fc.constantFrom(...special), fc.integer({ min: -300, max: 300 }))
          .map(([at, minutes]) => at + minutes * MINUTE_MS)
      );
}

describe('ReportingCalendar', () => {
  describe.each(ZONES)('in %s', (timezone) => {
    it('agrees with Temporal about offsets', () => {
      const calendar = calendarOf(timezone);
      fc.assert(
        fc.property(instantIn(timezone), (instant) => {
          const oracle = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone);
          expect(calendar.offsetAt(instant)).toBe(oracle.offsetNanoseconds / 1e6);
        })
      );
    });

    it('agrees with Temporal about the calendar date where days begin at midnight', () => {
      const calendar = calendarOf(timezone);
      fc.assert(
        fc.property(instantIn(timezone), (instant) => {
          const oracle = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone);
          // Newfoundland put its clocks back at 00:01 until 2011, by which a date that had begun ended again.
          expect(calendar.dateOf(instant)).toBe(oracle.toPlainDate().toString());
        })
      );
    });

    it.each(DAY_STARTS)('gives every instant exactly one date, with days that begin after %d minutes', (dayStart) => {
      const calendar = calendarOf(timezone, dayStart);
      fc.assert(
        fc.property(instantIn(timezone), fc.integer({ min: -2, max: 2 }), (instant, days) => {
          const date = calendar.dateOf(instant);
          const other = addDays(date, days);
          const within = calendar.dayStart(other) <= instant && instant < calendar.dayEnd(other);
          expect(within).toBe(other === date);
        })
      );
    });

    it.each(DAY_STARTS)('lays the middle grain so that it tiles days that begin after %d minutes', (dayStart) => {
      const calendar = calendarOf(timezone, dayStart);
      const grain = calendar.hourGrainMinutes;
      expect(60 % grain).toBe(0);
      expect(grain % 5).toBe(0);
      fc.assert(
        fc.property(instantIn(timezone), (instant) => {
          expect(Math.abs(calendar.dayStart(calendar.dateOf(instant)) % (grain * MINUTE_MS))).toBe(0);
        })
      );
    });
  });

  it('agrees with Temporal about the date of the wall clock less day_start, away from the hours that run twice', () => {
    for (const timezone of ZONES) {
      const calendar = calendarOf(timezone, 360);
      fc.assert(
        fc.property(instantIn(timezone), (instant) => {
          const wall = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timezone).toPlainDateTime();
          expect(calendar.dateOf(instant)).toBe(wall.subtract({ hours: 6 }).toPlainDate().toString());
        }),
        { numRuns: 50 }
      );
    }
  });

  it.each([
    ['UTC', 0, '2026-03-02', '2026-03-02T00:00:00Z', 24],
    ['Asia/Kolkata', 0, '2026-03-02', '2026-03-01T18:30:00Z', 24],
    ['Asia/Kathmandu', 0, '2026-03-02', '2026-03-01T18:15:00Z', 24],
    ['Asia/Kolkata', 360, '2026-03-02', '2026-03-02T00:30:00Z', 24],
    ['America/New_York', 0, '2026-03-08', '2026-03-08T05:00:00Z', 23],
    ['America/New_York', 0, '2026-11-01', '2026-11-01T04:00:00Z', 25],
    ['America/New_York', 360, '2026-03-07', '2026-03-07T11:00:00Z', 23],
    ['America/New_York', 360, '2026-10-31', '2026-10-31T10:00:00Z', 25],
    // 02:30 does not exist on this date: it begins when the gap ends.
    ['America/New_York', 150, '2026-03-08', '2026-03-08T07:00:00Z', 23.5],
    // 01:30 runs twice: the date begins the first time.
    ['America/New_York', 90, '2026-11-01', '2026-11-01T05:30:00Z', 25],
    ['Australia/Lord_Howe', 0, '2026-10-04', '2026-10-03T13:30:00Z', 23.5],
    ['Australia/Lord_Howe', 0, '2026-04-05', '2026-04-04T13:00:00Z', 24.5],
    // Cairo leaves midnight out: the date begins at 01:00.
    ['Africa/Cairo', 0, '2026-04-24', '2026-04-23T22:00:00Z', 23],
    ['Africa/Cairo', 0, '2026-10-29', '2026-10-28T21:00:00Z', 25],
    // Samoa left this date out altogether.
    ['Pacific/Apia', 0, '2011-12-30', '2011-12-30T10:00:00Z', 0],
    ['Pacific/Apia', 0, '2011-12-31', '2011-12-30T10:00:00Z', 24],
  ])('%s, day start %d: %s begins at %s and lasts %d hours', (timezone, dayStart, date, start, hours) => {
    const calendar = calendarOf(timezone, dayStart);
    expect(new Date(calendar.dayStart(date)).toISOString()).toBe(new Date(start).toISOString());
    expect((calendar.dayEnd(date) - calendar.dayStart(date)) / HOUR_MS).toBe(hours);
  });

  it.each([
    ['UTC', 0, 60],
    ['Asia/Kolkata', 0, 30],
    ['Asia/Kathmandu', 0, 15],
    ['Australia/Lord_Howe', 0, 30],
    ['UTC', 150, 30],
    ['UTC', 10, 10],
    ['UTC', 5, 5],
    ['America/St_Johns', 0, 30],
  ])('%s, day start %d: the middle grain is %d minutes wide', (timezone, dayStart, minutes) => {
    expect(calendarOf(timezone, dayStart).hourGrainMinutes).toBe(minutes);
  });

  it('finds the dates that lie wholly within a range', () => {
    const calendar = calendarOf('America/New_York');
    const dates = (from: string, to: string) => calendar.wholeDates(ms(from), ms(to));
    expect(dates('2026-03-07T05:00:00Z', '2026-03-09T04:00:00Z')).toEqual({ first: '2026-03-07', last: '2026-03-08' });
    expect(dates('2026-03-07T05:00:00.001Z', '2026-03-09T03:59:59.999Z')).toBeNull();
    expect(dates('2026-03-07T04:59:59.999Z', '2026-03-08T05:00:00Z')).toEqual({
      first: '2026-03-07',
      last: '2026-03-07',
    });
    expect(dates('2026-03-07T06:00:00Z', '2026-03-07T07:00:00Z')).toBeNull();
  });

  it('finds whole dates in any range, and no other', () => {
    for (const timezone of ZONES) {
      const calendar = calendarOf(timezone, 150);
      fc.assert(
        fc.property(instantIn(timezone), fc.integer({ min: 0, max: 96 * HOUR_MS }), (from, width) => {
          const to = from + width;
          const whole = calendar.wholeDates(from, to);
          const expected = datesBetween(calendar.dateOf(from), calendar.dateOf(to)).filter(
            (date) => calendar.dayStart(date) >= from && calendar.dayEnd(date) <= to
          );
          expect(whole === null ? [] : datesBetween(whole.first, whole.last)).toEqual(expected);
        }),
        { numRuns: 50 }
      );
    }
  });

  it.each([
    ['monday', '2026-03-02', '2026-03-02'],
    ['monday', '2026-03-08', '2026-03-02'],
    ['sunday', '2026-03-08', '2026-03-08'],
    ['sunday', '2026-03-07', '2026-03-01'],
    ['monday', '1969-12-31', '1969-12-29'],
  ] as const)('with weeks from %s, %s is in the week of %s', (weekStart, date, week) => {
    expect(calendarOf('UTC', 0, weekStart).weekOf(date)).toBe(week);
  });

  it('agrees with Temporal about weeks and months', () => {
    const calendar = calendarOf('UTC');
    fc.assert(
      fc.property(fc.integer({ min: -10_000, max: 40_000 }), (day) => {
        const date = Temporal.PlainDate.from('1970-01-01').add({ days: day });
        expect(calendar.weekOf(date.toString())).toBe(date.subtract({ days: date.dayOfWeek - 1 }).toString());
        expect(calendar.monthOf(date.toString())).toBe(date.with({ day: 1 }).toString());
      })
    );
  });
});

describe('dates', () => {
  it('are counted as dates', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(dayNumber('1970-01-02')).toBe(1);
    expect(datesBetween('2026-02-27', '2026-03-02')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
    expect(datesBetween('2026-03-02', '2026-03-01')).toEqual([]);
  });

  it('agree with Temporal', () => {
    fc.assert(
      fc.property(fc.integer({ min: -30_000, max: 50_000 }), fc.integer({ min: -5000, max: 5000 }), (day, days) => {
        const date = Temporal.PlainDate.from('1970-01-01').add({ days: day });
        expect(addDays(date.toString(), days)).toBe(date.add({ days }).toString());
        expect(dayNumber(date.toString())).toBe(day);
      })
    );
  });
});
