import type { ReportingCalendar } from '../../domain/calendar';
import { isDateInterval, type Range } from '../../domain/intervals';
import type { Snapshot } from '../snapshot';
import {
  addUpHistograms,
  addUpMeasures,
  bucketAt,
  coverOf,
  rangeOf,
  readAggregates,
  readerKey,
  readHistograms,
  tableOf,
  type AggregateQuery,
  type Histograms,
  type Measures,
} from './aggregates';
import { CellParts, type Cell } from './cell-parts';

/** How cells of one kind are read and added up. */
interface CellKind<T> {
  name: string;
  /** What is read: of whole dates what is asked for, and at the edges all there is, so that others find it, too. */
  wanted: readonly string[];
  all: readonly string[];
  read: (query: AggregateQuery, names: readonly string[]) => Promise<Array<Cell<T>>>;
  addUp: (values: readonly T[]) => T;
  sizeOf: (value: T) => number;
}

/** A query cut in two: its whole local dates, and what is left at both ends of its range. */
interface SplitQuery {
  dates: { first: string; last: string };
  /** The whole dates; bucket 0 is bucket `offset` of the query. */
  inner: AggregateQuery;
  offset: number;
  /** The rest: bucket 0 before the whole dates, bucket 1 after them; null where the range begins and ends with dates. */
  outer: AggregateQuery | null;
}

/** Cuts a query whose buckets begin with local dates; null where they do not, or no date lies wholly within the range. */
function splitQuery(query: AggregateQuery, calendar: ReportingCalendar): SplitQuery | null {
  const range = rangeOf(query);
  const byDates = query.interval === undefined || isDateInterval(query.interval);
  const dates = byDates ? calendar.wholeDates(range.from, range.to) : null;
  if (!dates) {
    return null;
  }
  const whole: Range = { from: calendar.dayStart(dates.first), to: calendar.dayEnd(dates.last) };
  const { interval: _interval, ...byInstant } = query;
  return {
    dates,
    inner: {
      ...query,
      edges: [whole.from, ...query.edges.filter((edge) => edge > whole.from && edge < whole.to), whole.to],
    },
    offset: bucketAt(query.edges, whole.from),
    outer:
      whole.from === range.from && whole.to === range.to
        ? null
        : { ...byInstant, edges: [range.from, whole.from, range.to], except: whole },
  };
}

async function fetchCells<T>(
  snapshot: Snapshot,
  query: AggregateQuery,
  calendar: ReportingCalendar,
  { name, wanted, all, read, addUp, sizeOf }: CellKind<T>
): Promise<ReadonlyArray<Cell<T>>> {
  const split = splitQuery(query, calendar);
  if (!split) {
    return read(query, wanted);
  }
  const { inner, outer, offset, dates } = split;
  const range = rangeOf(query);
  const types = [query.type];
  const size = (cells: ReadonlyArray<Cell<T>>): number => cells.reduce((sum, { value }) => sum + sizeOf(value), 0);
  const whole = await snapshot.keep(
    calendar,
    `${readerKey(query, name, wanted)} ${inner.edges.join()}`,
    [{ types, ...dates }],
    () => read(inner, wanted),
    size
  );
  if (!outer) {
    return whole;
  }
  // What is kept was noted by the snapshot that read it; this one has to note what it would have cut.
  coverOf(snapshot, outer, calendar);
  const ends = [range.from, range.to - 1] as const;
  const rest = await snapshot.keepEdges(
    calendar,
    `${readerKey(query, name, all)} ${outer.edges.join()}`,
    ends.map((end) => ({ types, first: calendar.dateOf(end), last: calendar.dateOf(end) })),
    () => read(outer, all),
    size
  );
  const buckets = ends.map((end) => bucketAt(query.edges, end));
  const touched = new Set(buckets);
  const parts = new CellParts<T>();
  const cells: Array<Cell<T>> = [];
  for (const { bucket, group, value } of whole) {
    if (touched.has(bucket + offset)) {
      parts.add(bucket + offset, group, value);
    } else {
      cells.push({ bucket: bucket + offset, group, value });
    }
  }
  rest.forEach(({ bucket, group, value }) => parts.add(buckets[bucket] ?? 0, group, value));
  cells.push(...parts.addUp(addUp));
  return cells;
}

/**
 * Sums of a query's buckets and groups. Sums of whole dates are kept in memory as long as the dates do not change.
 * They are shared: nobody may change them.
 */
export function fetchAggregates(
  snapshot: Snapshot,
  query: AggregateQuery,
  calendar: ReportingCalendar
): Promise<ReadonlyArray<Cell<Measures>>> {
  const all = Object.keys(tableOf(query).measures);
  return fetchCells(snapshot, query, calendar, {
    name: 'sums',
    wanted: query.measures ?? all,
    all,
    read: (part, measures) => readAggregates(snapshot, { ...part, measures }, calendar),
    addUp: addUpMeasures,
    sizeOf: (value) => Object.keys(value).length,
  });
}

/**
 * Histograms of a query's buckets and groups by the name of the value, kept as sums are.
 * @param metrics the values that are asked for, by the names of `measures.ts`
 */
export function fetchHistograms(
  snapshot: Snapshot,
  query: AggregateQuery,
  calendar: ReportingCalendar,
  metrics: readonly string[]
): Promise<ReadonlyArray<Cell<Histograms>>> {
  return fetchCells(snapshot, query, calendar, {
    name: 'histograms',
    wanted: metrics,
    all: Object.keys(tableOf(query).histograms),
    read: (part, names) => readHistograms(snapshot, part, calendar, names),
    addUp: addUpHistograms,
    sizeOf: (value) => [...value.values()].reduce((sum, { bins }) => sum + 2 * bins.length, 0),
  });
}
