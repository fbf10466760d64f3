import { addDays, MINUTE_MS, type ReportingCalendar } from './calendar';
import type { Interval, Range } from './intervals';

/** Grains at which rollups are kept; see the migration of rollups. */
export const GRAINS = ['minute', 'hour', 'day'] as const;
export type Grain = (typeof GRAINS)[number];

/** Width of the finest rollup buckets, in ms; also the width in which changes are marked pending. */
export const MINUTE_GRAIN_MS = 5 * MINUTE_MS;

/** Which part of a range is read from where. */
export interface Cover {
  day: Range[];
  hour: Range[];
  minute: Range[];
  raw: Range[];
  /** What no grain reaches any more: parts narrower than the buckets that are kept, from before the life of raw rows. */
  cut: Range[];
}

export interface CoverInput {
  range: Range;
  /** Starts of the pending 5-minute buckets within or at the edges of the range, ascending. */
  pending: readonly number[];
  /** Minute rollups exist from here on. */
  minuteFloor: number;
  /** Raw rows exist from here on; absent: since ever. */
  rawFloor?: number;
  calendar: ReportingCalendar;
  /** Interval of the series asked for; a grain that its buckets would cut through is not used. */
  interval?: Interval;
}

/** Which grains tile the buckets of an interval. */
function usableGrains(interval: Interval | undefined, calendar: ReportingCalendar): ReadonlySet<Grain> {
  switch (interval) {
    case undefined:
    case '1d':
    case '1w':
    case '1M':
      return new Set(GRAINS);
    case '1h':
      return new Set(['minute', 'hour']);
    case '15m':
      return new Set(15 % calendar.hourGrainMinutes === 0 ? ['minute', 'hour'] : ['minute']);
    case '5m':
      return new Set(['minute']);
  }
}

/** Takes the pending buckets out of a range. */
function withoutPending(range: Range, pending: readonly number[]): Range[] {
  const clean: Range[] = [];
  let from = range.from;
  for (const start of pending) {
    const end = start + MINUTE_GRAIN_MS;
    if (end <= from || start >= range.to) {
      continue;
    }
    if (start > from) {
      clean.push({ from, to: start });
    }
    from = Math.max(from, end);
  }
  if (from < range.to) {
    clean.push({ from, to: range.to });
  }
  return clean;
}

/** Splits a span into the largest part made of whole buckets and the remainders at its ends. */
function wholeBuckets(
  span: Range,
  floor: (instant: number) => number,
  ceil: (instant: number) => number
): {
  whole: Range | null;
  rest: Range[];
} {
  const from = ceil(span.from);
  const to = floor(span.to);
  if (from >= to) {
    return { whole: null, rest: [span] };
  }
  const rest: Range[] = [];
  if (span.from < from) {
    rest.push({ from: span.from, to: from });
  }
  if (to < span.to) {
    rest.push({ from: to, to: span.to });
  }
  return { whole: { from, to }, rest };
}

/**
 * Plans how to answer a range to the event: whole local dates from day rollups, what remains at the edges from
 * hour and minute rollups, the rest — and every bucket whose raw rows changed since it was rolled up — from raw rows.
 * The parts do not overlap and together are the range. Where raw rows are gone, what remains at the edges is cut off:
 * nothing from outside the range is ever counted.
 */
export function planCover({
  range,
  pending,
  minuteFloor,
  rawFloor = -Infinity,
  calendar,
  interval,
}: CoverInput): Cover {
  const cover: Cover = { day: [], hour: [], minute: [], raw: [], cut: [] };
  if (range.from >= range.to) {
    return cover;
  }
  const usable = usableGrains(interval, calendar);
  let open = withoutPending(range, pending);
  const take = (grain: Grain, floor: (instant: number) => number, ceil: (instant: number) => number): void => {
    if (!usable.has(grain)) {
      return;
    }
    open = open.flatMap((span) => {
      const { whole, rest } = wholeBuckets(span, floor, ceil);
      if (whole) {
        cover[grain].push(whole);
      }
      return rest;
    });
  };
  const dayFloor = (instant: number): number => calendar.dayStart(calendar.dateOf(instant));
  take('day', dayFloor, (instant) =>
    dayFloor(instant) === instant ? instant : calendar.dayStart(addDays(calendar.dateOf(instant), 1))
  );
  const hourMs = calendar.hourGrainMinutes * MINUTE_MS;
  take(
    'hour',
    (instant) => Math.floor(instant / hourMs) * hourMs,
    (instant) => Math.ceil(instant / hourMs) * hourMs
  );
  take(
    'minute',
    (instant) => Math.floor(instant / MINUTE_GRAIN_MS) * MINUTE_GRAIN_MS,
    (instant) => Math.max(Math.ceil(instant / MINUTE_GRAIN_MS) * MINUTE_GRAIN_MS, minuteFloor)
  );
  const remaining = mergeAdjacent([
    ...open,
    ...pending.map((start) => ({
      from: Math.max(start, range.from),
      to: Math.min(start + MINUTE_GRAIN_MS, range.to),
    })),
  ]);
  cover.cut = mergeAdjacent(remaining.map(({ from, to }) => ({ from, to: Math.min(to, rawFloor) })));
  cover.raw = mergeAdjacent(remaining.map(({ from, to }) => ({ from: Math.max(from, rawFloor), to })));
  return cover;
}

/** Sorts spans and joins those that touch; empty ones vanish. */
export function mergeAdjacent(spans: readonly Range[]): Range[] {
  const merged: Range[] = [];
  for (const span of spans.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) {
      last.to = Math.max(last.to, span.to);
    } else {
      merged.push({ ...span });
    }
  }
  return merged;
}
