import { Temporal } from '@js-temporal/polyfill';
import { WEEKDAYS, type Config } from '../config/types';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Years in which the zone's rules are looked up; raw data and ranges lie well within. */
const RULES_FROM = Temporal.Instant.from('1990-01-01T00:00:00Z');
const RULES_TO = Temporal.Instant.from('2060-01-01T00:00:00Z');

/** A calendar date of the reporting zone, `YYYY-MM-DD`. Compares as text. */
export type LocalDate = string;

/** The offset of the zone from `from` on, until the next entry. */
interface OffsetPeriod {
  from: number;
  offsetMs: number;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : greatestCommonDivisor(b, a % b);
}

/** Days from 1970-01-01 within which dates are remembered: the years 1848 to 2091. */
const REMEMBERED_DAYS = 44_500;
/** Dates that were computed before, and their days: a query asks for the same some ten thousand times. */
const dates = new Map<number, LocalDate>();
const days = new Map<LocalDate, number>();

function remember(date: LocalDate, day: number): void {
  if (Math.abs(day) < REMEMBERED_DAYS) {
    dates.set(day, date);
    days.set(date, day);
  }
}

/** Days since 1970-01-01 of a date. */
export function dayNumber(date: LocalDate): number {
  const known = days.get(date);
  if (known !== undefined) {
    return known;
  }
  const day = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) / DAY_MS;
  // What is no date of the calendar, as 2026-02-30, must not come back as the name of another.
  if (new Date(day * DAY_MS).toISOString().slice(0, 10) === date) {
    remember(date, day);
  }
  return day;
}

/** The date `days` after (or before) another. Dates are counted as dates: a DST day is one day. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfDay(dayNumber(date) + days);
}

/** The date so many days after 1970-01-01. */
function dateOfDay(day: number): LocalDate {
  const known = dates.get(day);
  if (known !== undefined) {
    return known;
  }
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  remember(date, day);
  return date;
}

/** Dates from `first` to `last`, both included; empty when `last` is before `first`. */
export function datesBetween(first: LocalDate, last: LocalDate): LocalDate[] {
  const start = dayNumber(first);
  const count = dayNumber(last) - start + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => dateOfDay(start + index));
}

/**
 * The reporting calendar: turns instants (epoch ms) into local dates and back, under the configured zone and
 * the start of the day. `day_start` 06:00 lets a night shift belong to the day on which it began.
 */
export class ReportingCalendar {
  readonly timezone: string;
  readonly dayStartMinutes: number;
  /** 0 is Monday. */
  readonly weekStartIndex: number;
  /**
   * Width of the middle rollup grain in minutes: the widest divisor of an hour that tiles the days of the zone
   * under every offset and `day_start` (60, or 30 for India, 15 for Nepal).
   */
  readonly hourGrainMinutes: number;
  readonly #periods: OffsetPeriod[];
  readonly #dayStarts = new Map<LocalDate, number>();

  constructor({ timezone, dayStartMinutes, weekStart }: Config['reporting']) {
    this.timezone = timezone;
    this.dayStartMinutes = dayStartMinutes;
    this.weekStartIndex = WEEKDAYS.indexOf(weekStart);
    this.#periods = offsetPeriods(timezone);
    // Newfoundland changed its clocks at 00:01 until 2011; no data is from then, and no grain is a minute wide.
    const changes = this.#periods.map(({ from }) => from / MINUTE_MS).filter((minute) => minute % 5 === 0);
    const minutes = [...this.#periods.map(({ offsetMs }) => offsetMs / MINUTE_MS), ...changes];
    this.hourGrainMinutes = [dayStartMinutes, ...minutes].reduce(greatestCommonDivisor, 60);
  }

  /** Offset from UTC in force at an instant, in ms. */
  offsetAt(instant: number): number {
    let low = 0;
    let high = this.#periods.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#periods[middle]?.from ?? Infinity) <= instant) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return this.#periods[low]?.offsetMs ?? 0;
  }

  /**
   * The local date of an instant: date of the wall clock less `day_start`. Where the clock runs twice over
   * `day_start`, the date begins the first time and does not end again: dates are spans without holes.
   */
  dateOf(instant: number): LocalDate {
    const wall = instant + this.offsetAt(instant) - this.dayStartMinutes * MINUTE_MS;
    const date = dateOfDay(Math.floor(wall / DAY_MS));
    const next = addDays(date, 1);
    return this.dayStart(next) <= instant ? next : date;
  }

  /** The instant at which a local date begins. A wall-clock time that a DST change skips begins right after the gap. */
  dayStart(date: LocalDate): number {
    const known = this.#dayStarts.get(date);
    if (known !== undefined) {
      return known;
    }
    const wall = dayNumber(date) * DAY_MS + this.dayStartMinutes * MINUTE_MS;
    const start = this.#instantOfWall(wall);
    this.#dayStarts.set(date, start);
    return start;
  }

  /** The instant at which a local date ends. */
  dayEnd(date: LocalDate): number {
    return this.dayStart(addDays(date, 1));
  }

  /** First and last date that lie wholly within [from, to); null when there is none. */
  wholeDates(from: number, to: number): { first: LocalDate; last: LocalDate } | null {
    let first = this.dateOf(from);
    if (this.dayStart(first) < from) {
      first = addDays(first, 1);
    }
    const last = addDays(this.dateOf(to), -1);
    return first <= last ? { first, last } : null;
  }

  /** First date of the week that holds a date. */
  weekOf(date: LocalDate): LocalDate {
    // 1970-01-01 was a Thursday, the fourth day counted from Monday.
    const weekday = (((dayNumber(date) + 3) % 7) + 7) % 7;
    return addDays(date, -((weekday - this.weekStartIndex + 7) % 7));
  }

  /** First date of the month that holds a date. */
  monthOf(date: LocalDate): LocalDate {
    return `${date.slice(0, 7)}-01`;
  }

  #instantOfWall(wall: number): number {
    // Each period answers with at most one instant; the earliest valid one wins where the clock runs twice.
    let next = Infinity;
    for (let index = this.#periods.length - 1; index >= 0; index--) {
      const period = this.#periods[index];
      if (!period) {
        continue;
      }
      const candidate = Math.max(wall - period.offsetMs, period.from);
      const end = this.#periods[index + 1]?.from ?? Infinity;
      if (candidate < end) {
        next = Math.min(next, candidate);
      }
      if (wall - period.offsetMs > period.from + DAY_MS * 2) {
        break;
      }
    }
    return next;
  }
}

/** All offsets of a zone, oldest first; the first one counts since ever. */
function offsetPeriods(timezone: string): OffsetPeriod[] {
  let at = RULES_FROM.toZonedDateTimeISO(timezone);
  const periods: OffsetPeriod[] = [{ from: -Infinity, offsetMs: at.offsetNanoseconds / 1e6 }];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || Temporal.Instant.compare(next.toInstant(), RULES_TO) > 0) {
      return periods;
    }
    periods.push({ from: next.epochMilliseconds, offsetMs: next.offsetNanoseconds / 1e6 });
    at = next;
  }
}
