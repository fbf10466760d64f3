import { HOUR_MS } from '../domain/calendar';
import {
  bucketEdges,
  chooseInterval,
  countBuckets,
  isDateInterval,
  type Interval,
  type Range,
} from '../domain/intervals';
import { QueryError, type QueryContext } from './context';
import type { Window } from './kpi-answer';
import type { SharedQuery } from './schema';

/** The parts of a window that a query states itself. */
function stated(query: SharedQuery): Omit<Window, 'edges' | 'interval' | 'lookBack'> {
  return {
    groupBy: query.groupBy ?? [],
    filters: query.filters ?? {},
    completeOnly: query.completeOnly ?? true,
    ...(query.stat !== undefined && { stat: query.stat }),
  };
}

/** One bucket: the whole range. */
export function rangeWindow(query: SharedQuery, { from, to }: Range): Window {
  return { ...stated(query), edges: [from, to], lookBack: false };
}

/** The narrowest buckets that a range can be answered in, in ms: past the life of raw rows those are hours. */
export async function narrowestBucket({ snapshot, range }: Pick<QueryContext, 'snapshot' | 'range'>): Promise<number> {
  return range.from < snapshot.floors().raw ? HOUR_MS : 0;
}

/** The interval of a query's series; `auto` fits the buckets to the width of a panel and to what is kept. */
async function intervalOf({ interval = 'auto' }: SharedQuery, context: QueryContext): Promise<Interval> {
  const chosen =
    interval === 'auto'
      ? chooseInterval(
          context.range,
          Math.min(context.maxDataPoints, context.config.query.maxRows),
          Math.max(context.intervalMs, await narrowestBucket(context))
        )
      : interval;
  if (countBuckets(context.range, chosen) > context.config.query.maxRows) {
    throw new QueryError(
      400,
      `An interval of ${chosen} gives more than ${context.config.query.maxRows} rows over this range (query.max_rows); ask for a wider one.`
    );
  }
  return chosen;
}

/** The buckets of a series. Calendar KPIs have no buckets narrower than a date. */
export async function seriesWindow(query: SharedQuery, context: QueryContext, calendarKpi: boolean): Promise<Window> {
  const asked = await intervalOf(query, context);
  const interval = calendarKpi && !isDateInterval(asked) ? '1d' : asked;
  return {
    ...stated(query),
    edges: bucketEdges(context.calendar, context.range, interval),
    interval,
    lookBack: calendarKpi,
  };
}
