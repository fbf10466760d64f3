const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Postgres knows no year 0. */
const YEAR_ONE = Date.parse('0001-01-01T00:00:00Z');

function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
}

/**
 * Reads an RFC 3339 instant; epoch ms, or null when the text is none. Stricter than Date.parse, which takes
 * dates that do not exist and moves them.
 */
export function parseInstant(text: unknown): number | null {
  const match = typeof text === 'string' ? RFC3339.exec(text) : null;
  if (!match) {
    return null;
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  const zone = match[8] ?? 'Z';
  const zoneFits = zone.length === 1 || (Number(zone.slice(1, 3)) < 24 && Number(zone.slice(4)) < 60);
  if (day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59 || !zoneFits) {
    return null;
  }
  const instant = Date.parse(match[0].toUpperCase());
  return instant >= YEAR_ONE ? instant : null;
}

/**
 * The instant of an RFC 3339 text in the one form that is stored: UTC, cut to Postgres' microseconds. Left to Postgres,
 * a longer fraction would be rounded into the next bucket, and offsets beyond 16 hours would be refused.
 */
export function canonicalInstant(text: string, instant: number): string {
  const microseconds = (RFC3339.exec(text)?.[7] ?? '').slice(4, 7).padEnd(3, '0');
  return `${new Date(instant).toISOString().slice(0, -1)}${microseconds}Z`;
}
