import { DAY_MS } from '../domain/calendar';

/** Years that a range spans at most; long enough for "since 1970". */
export const MAX_RANGE_YEARS = 60;

/**
 * The same in ms. Every date of a range costs work, with or without events: thousands of years would keep the process
 * from everybody else.
 */
export const MAX_RANGE_MS = MAX_RANGE_YEARS * 366 * DAY_MS;

/**
 * First and last instant of a range. Answers look further back than the range itself, for comparisons and cohorts; at
 * the ends of Postgres' and JavaScript's time there would be no room for that.
 */
export const EARLIEST_MS = Date.UTC(1900, 0);
export const LATEST_MS = Date.UTC(2200, 0);
