import type { ReportingCalendar } from '../../domain/calendar';
import type { Range } from '../../domain/intervals';
import { percentilesOf } from '../../domain/percentiles';
import type { Snapshot } from '../snapshot';
import {
  rangeOf,
  rawPart,
  readGroup,
  selectGrouped,
  tableOf,
  type AggregateQuery,
  type BucketRow,
  type SqlRow,
} from './aggregates';
import type { Cell } from './cell-parts';
import { readTimed, type TimedCell } from './edge-cells';
import { fetchCells } from './range-cells';

/** All values of one bucket and group, by the names of `measures.ts`. */
type Values = ReadonlyMap<string, ArrayLike<number>>;

function addUpValues(parts: readonly Values[]): Values {
  const names = new Set(parts.flatMap((part) => [...part.keys()]));
  return new Map([...names].map((name) => [name, joined(parts.map((part) => part.get(name) ?? []))]));
}

/** One list of all values; a typed one, which takes a part of the time that lists of numbers take. */
function joined(lists: ReadonlyArray<ArrayLike<number>>): Float64Array {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

const sizeOfValues = (values: Values): number => [...values.values()].reduce((sum, { length }) => sum + length, 0);

async function readValues(snapshot: Snapshot, query: AggregateQuery): Promise<Array<Cell<Values>>> {
  const { histograms } = tableOf(query);
  const { from, group, values } = rawPart(query, [rangeOf(query)]);
  const columns = Object.entries(histograms).map(
    ([name, expression]) => `array_agg((${expression})::float8) FILTER (WHERE ${expression} IS NOT NULL) AS ${name}`
  );
  const rows = await snapshot.rows<BucketRow>(selectGrouped('e."timestamp"', group, columns.join(', '), from), values);
  return rows.map((row) => ({
    bucket: row.bucket,
    group: readGroup(row, query),
    value: new Map(Object.keys(histograms).map((name) => [name, (row[name] as number[] | null) ?? []])),
  }));
}

function readTimedValues(snapshot: Snapshot, query: AggregateQuery, span: Range): Promise<Array<TimedCell<Values>>> {
  const histograms = Object.entries(tableOf(query).histograms);
  const columns = histograms.map(([name, expression]) => `(${expression})::float8 AS ${name}`);
  const valuesOf = (row: SqlRow): Values =>
    new Map(histograms.map(([name]) => [name, row[name] === null ? [] : [row[name] as number]]));
  return readTimed(snapshot, query, span, columns, valuesOf);
}

/**
 * Exact percentiles of a type's values per bucket and group, by the names of `measures.ts`, null without values. The
 * values are kept in memory as sums of other queries are: for few observations only.
 */
export async function fetchExactPercentiles(
  snapshot: Snapshot,
  query: AggregateQuery,
  calendar: ReportingCalendar,
  fractions: readonly number[]
): Promise<Array<Cell<Map<string, Array<number | null>>>>> {
  const names = Object.keys(tableOf(query).histograms);
  const cells = await fetchCells<Values>(snapshot, query, calendar, {
    name: 'values',
    wanted: names,
    all: names,
    read: (part) => readValues(snapshot, part),
    readEdge: (edge) => readValues(snapshot, { ...query, edges: [edge.from, edge.to] }),
    readTimed: (span) => readTimedValues(snapshot, query, span),
    addUp: addUpValues,
    sizeOf: sizeOfValues,
  });
  return cells.map(({ bucket, group, value }) => ({
    bucket,
    group,
    value: new Map(names.map((name) => [name, percentilesOf(value.get(name) ?? [], fractions)])),
  }));
}

/** Exact percentiles of a type's values per bucket and group, computed by Postgres from raw rows, however many there are. */
export async function readExactPercentiles(
  snapshot: Snapshot,
  query: AggregateQuery,
  fractions: readonly number[]
): Promise<Array<Cell<Map<string, number[]>>>> {
  const table = tableOf(query);
  const { from, group, values } = rawPart(query, [rangeOf(query)]);
  values.push(fractions);
  const columns = Object.entries(table.histograms).map(
    ([name, expression]) =>
      `percentile_cont($${values.length}::float8[]) WITHIN GROUP (ORDER BY ${expression}) AS ${name}`
  );
  const rows = await snapshot.rows<BucketRow>(selectGrouped('e."timestamp"', group, columns.join(', '), from), values);
  return rows.map((row) => ({
    bucket: row.bucket,
    group: readGroup(row, query),
    value: new Map(Object.keys(table.histograms).map((name) => [name, row[name] as number[]])),
  }));
}
