import { DAY_MS, MINUTE_MS } from '../domain/calendar';

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Postgres knows no year 0. */
const YEAR_ONE = Date.parse('0001-01-01T00:00:00Z');
/** The calendar repeats itself after 400 years, which have this many days. */
const CYCLE_YEARS = 400;
const CYCLE_DAYS = 146_097;

const MINUTES_OF_HOUR = 60;

/** Where the parts of `2026-03-02T08:00:05.123Z` stand. */
const SECONDS_END = 19;
const FRACTION = SECONDS_END + 1;
const MAX_FRACTION_DIGITS = 9;
/** Digits of a fraction that Postgres keeps. */
const MICROSECOND_DIGITS = 6;
const MILLISECOND_DIGITS = 3;

const ZERO = '0'.charCodeAt(0);

function isDigit(text: string, at: number): boolean {
  const digit = text.charCodeAt(at) - ZERO;
  return digit >= 0 && digit <= 9;
}

/** The number that digits from `from` to before `to` write; NaN where one of them is none. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    value = isDigit(text, at) ? value * 10 + (text.charCodeAt(at) - ZERO) : NaN;
  }
  return value;
}

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
}

/** Where the zone begins: behind the seconds and a fraction of 1 to 9 digits; -1 for another fraction. */
function zoneStart(text: string): number {
  if (text[SECONDS_END] !== '.') {
    return SECONDS_END;
  }
  let at = FRACTION;
  while (isDigit(text, at)) {
    at++;
  }
  return at > FRACTION && at - FRACTION <= MAX_FRACTION_DIGITS ? at : -1;
}

/** What a zone is ahead of UTC, in minutes; NaN where it is none. */
function zoneMinutes(text: string, at: number): number {
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') {
    return text.length === at + 1 ? 0 : NaN;
  }
  const [hours, minutes] = [digits(text, at + 1, at + 3), digits(text, at + 4, at + 6)];
  const fits = hours < 24 && minutes < MINUTES_OF_HOUR && text[at + 3] === ':' && text.length === at + 6;
  if (!fits || (sign !== '+' && sign !== '-')) {
    return NaN;
  }
  return (hours * MINUTES_OF_HOUR + minutes) * (sign === '+' ? 1 : -1);
}

/**
 * Reads an RFC 3339 instant; epoch ms, or null when the text is none. Stricter than Date.parse, which takes dates that do
 * not exist and moves them. Read by characters: every event has one, and a regular expression takes several times as long.
 */
export function parseInstant(text: unknown): number | null {
  if (typeof text !== 'string') {
    return null;
  }
  const separators = text[4] === '-' && text[7] === '-' && text[13] === ':' && text[16] === ':';
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, SECONDS_END)];
  const zoneAt = zoneStart(text);
  const ahead = zoneMinutes(text, zoneAt);
  // Each comparison is false for NaN too.
  const fits =
    separators &&
    (text[10] === 'T' || text[10] === 't') &&
    year >= 0 &&
    day >= 1 &&
    day <= daysIn(year, month) &&
    hour <= 23 &&
    minute <= 59 &&
    second <= 59 &&
    zoneAt > 0 &&
    !Number.isNaN(ahead);
  if (!fits) {
    return null;
  }
  const fraction = Math.min(zoneAt, FRACTION + MILLISECOND_DIGITS);
  const milliseconds = fraction > FRACTION ? digits(text, FRACTION, fraction) * 10 ** (FRACTION + 3 - fraction) : 0;
  // Date.UTC takes the years 0 to 99 for those of the twentieth century.
  const local = Date.UTC(year + CYCLE_YEARS, month - 1, day, hour, minute, second, milliseconds) - CYCLE_DAYS * DAY_MS;
  const instant = local - ahead * MINUTE_MS;
  return instant >= YEAR_ONE ? instant : null;
}

/**
 * The instant of an RFC 3339 text in the one form that is stored: UTC, cut to Postgres' microseconds. Left to Postgres,
 * a longer fraction would be rounded into the next bucket, and offsets beyond 16 hours would be refused.
 */
export function canonicalInstant(text: string, instant: number): string {
  const zoneAt = zoneStart(text);
  const fraction = text
    .slice(FRACTION, Math.min(zoneAt, FRACTION + MICROSECOND_DIGITS))
    .padEnd(MICROSECOND_DIGITS, '0');
  const inUtc = text.length === zoneAt + 1;
  const seconds = inUtc
    ? `${text.slice(0, 10)}T${text.slice(11, SECONDS_END)}`
    : new Date(instant).toISOString().slice(0, SECONDS_END);
  return `${seconds}.${fraction}Z`;
}
