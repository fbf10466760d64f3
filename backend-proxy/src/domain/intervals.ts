import { addDays, HOUR_MS, MINUTE_MS, DAY_MS, type LocalDate, type ReportingCalendar } from './calendar';

/** Bucket widths a series can have, narrowest first. */
export const INTERVALS = ['5m', '15m', '1h', '1d', '1w', '1M'] as const;
export type Interval = (typeof INTERVALS)[number];

/** How wide a bucket is at least, in ms; for choosing an interval and guarding against too many rows. */
const WIDTH_MS: Readonly<Record<Interval, number>> = {
  '5m': 5 * MINUTE_MS,
  '15m': 15 * MINUTE_MS,
  '1h': HOUR_MS,
  '1d': DAY_MS,
  '1w': 7 * DAY_MS,
  '1M': 30 * DAY_MS,
};

/** Half-open span of time, epoch ms: `from <= t < to`. */
export interface Range {
  from: number;
  to: number;
}

/** The range that values are compared with: of equal length, ending where the range begins. */
export function previousRange({ from, to }: Range): Range {
  return { from: from - (to - from), to: from };
}

/** The narrowest interval that gives at most `maxBuckets` buckets, none narrower than `minWidthMs`. */
export function chooseInterval({ from, to }: Range, maxBuckets: number, minWidthMs = 0): Interval {
  const fits = INTERVALS.find(
    // Cut buckets at both ends of a range can add one to the quotient.
    (interval) => WIDTH_MS[interval] >= minWidthMs && (to - from) / WIDTH_MS[interval] + 1 <= maxBuckets
  );
  return fits ?? '1M';
}

/** Roughly how many buckets a range has. */
export function countBuckets({ from, to }: Range, interval: Interval): number {
  return Math.ceil((to - from) / WIDTH_MS[interval]) + 1;
}

/** Whether buckets of this interval begin where local dates begin. */
export function isDateInterval(interval: Interval): boolean {
  return WIDTH_MS[interval] >= DAY_MS;
}

/**
 * Names buckets whose edges lie where dates, weeks or months of an interval begin: by their ends and their number, since
 * what lies between follows. Where they follow no interval, each is named.
 */
export function edgesKey(edges: readonly number[], interval: Interval | undefined): string {
  return interval === undefined ? edges.join() : `${interval} ${edges[0] ?? ''}-${edges.at(-1) ?? ''} ${edges.length}`;
}

/**
 * The edges of the buckets of a range, aligned to the reporting zone, the first and the last cut to the range:
 * bucket i is [edges[i], edges[i + 1]).
 */
export function bucketEdges(calendar: ReportingCalendar, { from, to }: Range, interval: Interval): number[] {
  const edges = [from];
  const next = isDateInterval(interval)
    ? dateStepper(calendar, from, interval)
    : clockStepper(calendar, from, interval);
  for (let edge = next(); edge < to; edge = next()) {
    edges.push(edge);
  }
  edges.push(to);
  return edges;
}

/** Yields the starts of the dates, weeks or months after an instant, one a call. */
function dateStepper(calendar: ReportingCalendar, from: number, interval: Interval): () => number {
  const startOf = (date: LocalDate): LocalDate =>
    interval === '1w' ? calendar.weekOf(date) : interval === '1M' ? calendar.monthOf(date) : date;
  const following = (date: LocalDate): LocalDate =>
    interval === '1M' ? calendar.monthOf(addDays(date, 31)) : addDays(date, interval === '1w' ? 7 : 1);
  let date = startOf(calendar.dateOf(from));
  return () => {
    date = following(date);
    return calendar.dayStart(date);
  };
}

/**
 * Yields the clock-aligned instants after an instant, one a call. A bucket ends at the next multiple of the clock under
 * the offset in force at its start, so that a change of the offset within it cuts it short and never stretches it.
 */
function clockStepper(calendar: ReportingCalendar, from: number, interval: Interval): () => number {
  const width = WIDTH_MS[interval];
  let edge = from;
  return () => {
    const offset = calendar.offsetAt(edge);
    edge = (Math.floor((edge + offset) / width) + 1) * width - offset;
    return edge;
  };
}
