import type { Kpi } from '@lopan/catalogue';
import { addDays, type LocalDate } from '../domain/calendar';
import type { Observed } from '../domain/kpi-values';
import { isComplete, type QueryContext } from './context';
import type { Window } from './kpi-answer';

/** The whole dates of one bucket. */
export interface DateWindow {
  first: LocalDate;
  last: LocalDate;
}

/** The whole dates of each bucket that count; null where a bucket holds none. */
export function dateWindows(context: QueryContext, { edges, completeOnly }: Window): Array<DateWindow | null> {
  return edges.slice(0, -1).map((from, bucket) => {
    const whole = context.calendar.wholeDates(from, edges[bucket + 1] ?? from);
    if (!whole) {
      return null;
    }
    let { last } = whole;
    while (completeOnly && last >= whole.first && !isComplete(context.calendar.dayEnd(last), context)) {
      last = addDays(last, -1);
    }
    return last >= whole.first ? { first: whole.first, last } : null;
  });
}

/** A value per bucket and group. */
export type PointsByGroup = Map<string, { group: string[]; points: Array<Observed | null> }>;

/** The points of a group, made when they are not there. */
export function groupOf(map: PointsByGroup, group: string[], buckets: number): Array<Observed | null> {
  const key = JSON.stringify(group);
  const known = map.get(key) ?? { group, points: Array.from({ length: buckets }, () => null) };
  map.set(key, known);
  return known.points;
}

/** Computes a calendar KPI over the dates of each bucket. */
export type Compute = (
  context: QueryContext,
  kpi: Kpi,
  window: Window,
  dates: Array<DateWindow | null>
) => Promise<PointsByGroup>;
