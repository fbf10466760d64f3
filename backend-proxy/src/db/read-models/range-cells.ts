import type { LocalDate, ReportingCalendar } from '../../domain/calendar';
import { MINUTE_GRAIN_MS } from '../../domain/cover';
import { edgePieces, inOrder, rowsWithin, type PartOfUnit } from '../../domain/edge-pieces';
import { edgesKey, isDateInterval, type Range } from '../../domain/intervals';
import { addUpHistograms, addUpMeasures, type Histograms, type Measures } from '../../domain/sums';
import type { Snapshot } from '../snapshot';
import { byDate } from './activity-source';
import {
  bucketAt,
  rangeOf,
  readAggregates,
  readerKey,
  readHistograms,
  tableOf,
  type AggregateQuery,
} from './aggregates';
import { CellParts, type Cell } from './cell-parts';
import {
  edgeUnit,
  noteCut,
  readEdgeHistograms,
  readEdgeSums,
  readTimedHistograms,
  readTimedSums,
  type EdgeCell,
  type TimedCell,
} from './edge-cells';

/** How cells of one kind are read and added up. */
export interface CellKind<T> {
  name: string;
  /** What is asked for, by the names of `measures.ts`. */
  wanted: readonly string[];
  /** What is read of a part of a date: all there is, so that other queries of the same range find it, too. */
  all: readonly string[];
  read: (query: AggregateQuery) => Promise<Array<Cell<T>>>;
  readEdge: (edge: Range) => Promise<Array<EdgeCell<T>>>;
  readTimed: (span: Range) => Promise<Array<TimedCell<T>>>;
  addUp: (values: readonly T[]) => T;
  sizeOf: (value: T) => number;
}

/** A query cut where its whole local dates begin and end. */
interface SplitQuery {
  dates: { first: LocalDate; last: LocalDate } | null;
  /** Edges of the buckets within the whole dates; the first of them lies in bucket `offset` of the query. */
  inner: readonly number[];
  offset: number;
  /** Parts of dates at the ends of the range. */
  edges: ReadonlyArray<Range & { date: LocalDate }>;
}

/** Cuts a query whose buckets begin with local dates; null where they do not. */
function splitQuery(query: AggregateQuery, calendar: ReportingCalendar): SplitQuery | null {
  if (query.interval !== undefined && !isDateInterval(query.interval)) {
    return null;
  }
  const { from, to } = rangeOf(query);
  const dates = calendar.wholeDates(from, to);
  if (!dates) {
    return { dates, inner: [], offset: 0, edges: byDate({ from, to }, calendar) };
  }
  const whole = { from: calendar.dayStart(dates.first), to: calendar.dayEnd(dates.last) };
  return {
    dates,
    inner: [whole.from, ...query.edges.filter((edge) => edge > whole.from && edge < whole.to), whole.to],
    offset: bucketAt(query.edges, whole.from),
    edges: [...byDate({ from, to: whole.from }, calendar), ...byDate({ from: whole.to, to }, calendar)],
  };
}

/**
 * The cells of a part of a date: whole buckets of it as one, and what remains of buckets row by row. Both are kept under
 * names that stay the same while the edge moves within a bucket.
 */
async function fetchEdge<T>(
  snapshot: Snapshot,
  query: AggregateQuery,
  calendar: ReportingCalendar,
  { name, all, readEdge, readTimed, addUp, sizeOf }: CellKind<T>,
  { date, ...edge }: Range & { date: LocalDate }
): Promise<Array<EdgeCell<T>>> {
  if (edge.from < snapshot.floors().raw) {
    noteCut(snapshot, query, edge, calendar);
    return readEdge(edge);
  }
  const key = readerKey(query, name, all);
  const dates = [{ types: [query.type], first: date, last: date }];
  const size = (cells: ReadonlyArray<{ value: T }>): number => cells.reduce((sum, { value }) => sum + sizeOf(value), 0);
  const { whole, parts } = edgePieces(edge, edgeUnit(snapshot, edge, calendar));
  const cells = whole
    ? [...(await snapshot.keep(calendar, `${key} ${whole.from}-${whole.to}`, dates, () => readEdge(whole), size))]
    : [];
  const addUpPart = async ({ unit, part }: PartOfUnit): Promise<Array<EdgeCell<T>>> => {
    const timed = await snapshot.keep(
      calendar,
      `${key} each ${unit.from}-${unit.to}`,
      dates,
      async () => inOrder(await readTimed(unit)),
      size
    );
    // Many rows of an hour are added up once in five minutes, not with each refresh.
    const { whole: slices, parts: rest } = edgePieces(part, MINUTE_GRAIN_MS);
    const sums = (span: Range): Promise<Array<EdgeCell<T>>> =>
      Promise.resolve(addUpGroups(rowsWithin(timed, span), addUp));
    const added = slices
      ? await snapshot.keep(calendar, `${key} of each ${slices.from}-${slices.to}`, dates, () => sums(slices), size)
      : [];
    return addUpGroups([...added, ...rest.flatMap(({ part: span }) => rowsWithin(timed, span))], addUp);
  };
  for (const part of parts) {
    // The panels of a refresh end at the same instant: the first one adds up for all.
    const added = await snapshot.keepBriefly(
      calendar,
      `${key} part ${part.part.from}-${part.part.to}`,
      dates,
      () => addUpPart(part),
      size
    );
    cells.push(...added);
  }
  return cells;
}

/** Adds up cells of the same group. */
function addUpGroups<T>(cells: ReadonlyArray<EdgeCell<T>>, addUp: (values: readonly T[]) => T): Array<EdgeCell<T>> {
  const parts = new CellParts<T>();
  cells.forEach(({ group, value }) => parts.add(0, group, value));
  return parts.addUp(addUp);
}

/**
 * Cells of a query's buckets and groups. What is read of whole dates is kept in memory as long as the dates do not change,
 * and shared: nobody may change it.
 */
export async function fetchCells<T>(
  snapshot: Snapshot,
  query: AggregateQuery,
  calendar: ReportingCalendar,
  kind: CellKind<T>
): Promise<ReadonlyArray<Cell<T>>> {
  const split = splitQuery(query, calendar);
  if (!split) {
    return kind.read(query);
  }
  const { dates, inner, offset, edges } = split;
  const types = [query.type];
  const size = (cells: ReadonlyArray<{ value: T }>): number =>
    cells.reduce((sum, { value }) => sum + kind.sizeOf(value), 0);
  const whole = dates
    ? await snapshot.keep(
        calendar,
        `${readerKey(query, kind.name, kind.wanted)} ${offset} ${edgesKey(inner, query.interval)}`,
        [{ types, ...dates }],
        async () => {
          const cells = await kind.read({ ...query, edges: inner });
          return cells.map((cell) => ({ ...cell, bucket: cell.bucket + offset }));
        },
        size
      )
    : [];
  const parts = new CellParts<T>();
  const touched = new Set<number>();
  for (const edge of edges) {
    const bucket = bucketAt(query.edges, edge.from);
    for (const { group, value } of await fetchEdge(snapshot, query, calendar, kind, edge)) {
      parts.add(bucket, group, value);
      touched.add(bucket);
    }
  }
  if (touched.size === 0) {
    return whole;
  }
  const untouched: Array<Cell<T>> = [];
  for (const cell of whole) {
    if (touched.has(cell.bucket)) {
      parts.add(cell.bucket, cell.group, cell.value);
    } else {
      untouched.push(cell);
    }
  }
  untouched.push(...parts.addUp(kind.addUp));
  return untouched;
}

/**
 * Sums of a query's buckets and groups. Sums of whole dates are kept in memory as long as the dates do not change.
 * They are shared: nobody may change them. There may be more sums than were asked for.
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
    read: (part) => readAggregates(snapshot, part, calendar),
    readEdge: (edge) => readEdgeSums(snapshot, query, edge, calendar),
    readTimed: (span) => readTimedSums(snapshot, query, span),
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
    read: (part) => readHistograms(snapshot, part, calendar, metrics),
    readEdge: (edge) => readEdgeHistograms(snapshot, query, edge, calendar),
    readTimed: (span) => readTimedHistograms(snapshot, query, span),
    addUp: addUpHistograms,
    sizeOf: (value) => [...value.values()].reduce((sum, { bins }) => sum + 2 * bins.length, 0),
  });
}
