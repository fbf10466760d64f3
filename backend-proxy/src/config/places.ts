import { nearest } from './suggest';
import { scalar, type Reader } from './readers';
import { formatTimeOfDay, parseTimeOfDay } from './units';

/** Rollups are kept in buckets of five minutes; a date must begin where a bucket does. */
const GRID_MINUTES = 5;

function isZone(name: string): boolean {
  // Fixed offsets such as +05:30 have no daylight saving and no name that Postgres reads the same way round.
  if (!/^[A-Za-z]/.test(name)) {
    return false;
  }
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** An IANA time zone. */
export function timeZone(fallback: string): Reader<string> {
  return scalar({
    expected: 'an IANA time zone (such as Europe/Berlin or UTC)',
    fallback,
    parse: (value) => (typeof value === 'string' && isZone(value) ? value : undefined),
    hint: (value) => {
      const near = typeof value === 'string' ? nearest(value, Intl.supportedValuesOf('timeZone')) : null;
      return near === null ? null : `did you mean "${near}"?`;
    },
  });
}

/** A time of day on the grid of the rollups, in minutes after midnight. */
export function timeOfDay(fallback: string): Reader<number> {
  return scalar({
    expected: `a time of day HH:MM in steps of ${GRID_MINUTES} minutes (the grid of the rollups)`,
    fallback: parseTimeOfDay(fallback) ?? 0,
    parse: (value) => {
      const minutes = typeof value === 'string' ? parseTimeOfDay(value) : null;
      return minutes !== null && minutes % GRID_MINUTES === 0 ? minutes : undefined;
    },
    write: formatTimeOfDay,
  });
}

/** A currency by its ISO 4217 code. */
export function currency(fallback: string): Reader<string> {
  return scalar({
    expected: 'an ISO 4217 currency code (such as EUR)',
    fallback,
    parse: (value) => Intl.supportedValuesOf('currency').find((code) => code === value),
  });
}
