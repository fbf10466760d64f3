import { MINUTE_MS, type ReportingCalendar } from '../../domain/calendar';
import { MINUTE_GRAIN_MS, planCover, type Cover } from '../../domain/cover';
import type { Range } from '../../domain/intervals';
import { addUpHistograms, type Histograms, type Measures } from '../../domain/sums';
import { binOf, columnOf, cubeFor } from '../measures';
import type { Snapshot } from '../snapshot';
import {
  dimensionsOf,
  NARROW_GRAINS,
  rawGroup,
  readGroup,
  rollupGroup,
  tableOf,
  times,
  type AggregateQuery,
  type SqlRow,
} from './aggregates';
import { CellParts } from './cell-parts';
import { filterConditions, rawDimension } from './filters';
import { rawRows } from './raw-rows';

/** What was read of a part of a local date, for a group. */
export interface EdgeCell<T> {
  group: string[];
  value: T;
}

/** The same of one instant, µs since the epoch. */
export interface TimedCell<T> extends EdgeCell<T> {
  at: number;
}

/** The instant of a raw row, µs since the epoch. */
export const MICROSECONDS = '(extract(epoch FROM e."timestamp") * 1000000)::bigint';

/** Width of the buckets that an edge's rollups have, in ms: within them single rows have to be looked at. */
export function edgeUnit(snapshot: Snapshot, { from }: Range, calendar: ReportingCalendar): number {
  return from >= snapshot.floors().minute ? MINUTE_GRAIN_MS : calendar.hourGrainMinutes * MINUTE_MS;
}

function coverOfEdge(snapshot: Snapshot, { type }: AggregateQuery, edge: Range, calendar: ReportingCalendar): Cover {
  const floors = snapshot.floors();
  return planCover({
    range: edge,
    pending: snapshot.pending(type, edge),
    minuteFloor: floors.minute,
    rawFloor: floors.raw,
    calendar,
  });
}

/** Notes what an edge is cut to where raw rows are gone: what is kept in memory was noted by whoever read it. */
export function noteCut(snapshot: Snapshot, query: AggregateQuery, edge: Range, calendar: ReportingCalendar): void {
  if (edge.from < snapshot.floors().raw) {
    coverOfEdge(snapshot, query, edge, calendar).cut.forEach((span) => snapshot.noteRaw(span, 'hour'));
  }
}

/** The source of rollup rows (alias `e`) that a cover names, parameters appended; null without any. */
function rollupRows(query: AggregateQuery, cover: Cover, values: unknown[]): string | null {
  const dimensions = dimensionsOf(query);
  const spans = NARROW_GRAINS.flatMap((grain) => cover[grain].map((span) => ({ ...span, grain })));
  if (spans.length === 0) {
    return null;
  }
  values.push(
    spans.map(({ grain }) => grain),
    spans.map(({ grain }) => cubeFor(grain, dimensions)),
    times(spans, 'from'),
    times(spans, 'to')
  );
  const at = values.length;
  const conditions = filterConditions(query.filters, (name) => `e.${columnOf(name)}`, values);
  return `unnest($${at - 3}::text[], $${at - 2}::smallint[], $${at - 1}::timestamptz[], $${at}::timestamptz[]) AS span(grain, cube, "from", "to")
    CROSS JOIN LATERAL (SELECT * FROM ${tableOf(query).rollup} e WHERE e.grain = span.grain AND e.cube = span.cube
      AND e.bucket >= span."from" AND e.bucket < span."to"${conditions} OFFSET 0) e`;
}

/** The source of raw rows (alias `e`) that a cover names, parameters appended; null without any. */
function rawSource(query: AggregateQuery, cover: Cover, values: unknown[]): string | null {
  if (cover.raw.length === 0) {
    return null;
  }
  const conditions = filterConditions(query.filters, rawDimension, values);
  return rawRows(tableOf(query).raw, cover.raw, values, { conditions });
}

const groupBy = (columns: readonly string[], further = 0): string => {
  const count = columns.length + further;
  return count > 0
    ? `GROUP BY ${Array.from({ length: count }, (_, index) => index + 1).join(', ')}`
    : 'HAVING count(*) > 0';
};

/** Reads the parts of an edge in one round trip. */
async function readParts<Row extends SqlRow>(
  snapshot: Snapshot,
  values: unknown[],
  parts: ReadonlyArray<string | null>
): Promise<Row[]> {
  const there = parts.filter((part) => part !== null);
  return there.length > 0 ? snapshot.rows<Row>(there.join(' UNION ALL '), values) : [];
}

/** The names of group columns, in front of others. */
const named = (columns: readonly string[]): string =>
  columns.map((expression, index) => `${expression} AS g${index}, `).join('');

/** All sums of a part of a date, by group: from rollups where they are current, else from raw rows. */
export async function readEdgeSums(
  snapshot: Snapshot,
  query: AggregateQuery,
  edge: Range,
  calendar: ReportingCalendar
): Promise<Array<EdgeCell<Measures>>> {
  const cover = coverOfEdge(snapshot, query, edge, calendar);
  const values: unknown[] = [];
  const { measures } = tableOf(query);
  const names = Object.keys(measures);
  const select = (group: readonly string[], sums: readonly string[], from: string): string =>
    `SELECT ${named(group)}${sums.map((sum, index) => `${sum}::float8 AS ${names[index] ?? ''}`).join(', ')} FROM ${from} ${groupBy(group)}`;
  const [rollups, raw] = [rollupRows(query, cover, values), rawSource(query, cover, values)];
  const rows = await readParts<SqlRow>(snapshot, values, [
    rollups &&
      select(
        rollupGroup(query),
        names.map((name) => `sum(e.${name})`),
        rollups
      ),
    raw &&
      select(
        rawGroup(query),
        names.map((name) => `(${measures[name] ?? ''})`),
        raw
      ),
  ]);
  return rows.map((row) => ({
    group: readGroup(row, query),
    value: Object.fromEntries(names.map((name) => [name, Number(row[name])])),
  }));
}

/** All histograms of a part of a date, by group. */
export async function readEdgeHistograms(
  snapshot: Snapshot,
  query: AggregateQuery,
  edge: Range,
  calendar: ReportingCalendar
): Promise<Array<EdgeCell<Histograms>>> {
  const cover = coverOfEdge(snapshot, query, edge, calendar);
  const values: unknown[] = [];
  const { histograms } = tableOf(query);
  const names = Object.keys(histograms);
  const [rollups, raw] = [rollupRows(query, cover, values), rawSource(query, cover, values)];
  const [ofRollup, ofRaw] = [rollupGroup(query), rawGroup(query)];
  const kept = names.map((name) => `('${name}', e.${name}_bins, e.${name}_counts)`).join(', ');
  const bins = names.map((name) => `('${name}', ${binOf(histograms[name] ?? '')})`).join(', ');
  const groups = ofRaw.map((_, index) => `g${index}`);
  const rows = await readParts<SqlRow & { metric: string; bins: number[]; counts: number[] }>(snapshot, values, [
    rollups &&
      `SELECT ${named(ofRollup)}h.metric, h.bins, h.counts FROM ${rollups}
       CROSS JOIN LATERAL (VALUES ${kept}) AS h(metric, bins, counts)`,
    raw &&
      `SELECT ${groups.map((name) => `${name}, `).join('')}metric, array_agg(bin ORDER BY bin), array_agg(count ORDER BY bin) FROM (
         SELECT ${named(ofRaw)}h.metric, h.bin, count(*) AS count FROM ${raw}
         CROSS JOIN LATERAL (VALUES ${bins}) AS h(metric, bin) ${groupBy(ofRaw, 2)}
       ) counted ${groupBy(groups, 1)}`,
  ]);
  const parts = new CellParts<Histograms>();
  rows.forEach((row) =>
    parts.add(0, readGroup(row, query), new Map([[row.metric, { bins: row.bins, counts: row.counts }]]))
  );
  return parts.addUp(addUpHistograms).map(({ group, value }) => ({ group, value }));
}

/**
 * What raw rows of a span give, each with its instant and group.
 * @param columns what is read of them
 * @param valueOf what a row with these columns gives
 * @param aggregated whether the columns add up the rows of an instant and group
 */
export async function readTimed<T>(
  snapshot: Snapshot,
  query: AggregateQuery,
  span: Range,
  columns: readonly string[],
  valueOf: (row: SqlRow) => T,
  { aggregated = false } = {}
): Promise<Array<TimedCell<T>>> {
  const values: unknown[] = [];
  const group = rawGroup(query);
  const conditions = filterConditions(query.filters, rawDimension, values);
  const source = rawRows(tableOf(query).raw, [span], values, { conditions });
  const rows = await snapshot.rows<SqlRow & { at: number }>(
    `SELECT ${named(group)}${MICROSECONDS} AS at, ${columns.join(', ')} FROM ${source}${
      aggregated ? ` ${groupBy(group, 1)}` : ''
    }`,
    values
  );
  return rows.map((row) => ({ at: row.at, group: readGroup(row, query), value: valueOf(row) }));
}

/** All sums of each instant of a span that has rows, by group: raw rows, one by one. */
export function readTimedSums(
  snapshot: Snapshot,
  query: AggregateQuery,
  span: Range
): Promise<Array<TimedCell<Measures>>> {
  const sums = Object.entries(tableOf(query).measures);
  const columns = sums.map(([name, sum]) => `(${sum})::float8 AS ${name}`);
  const sumsOf = (row: SqlRow): Measures => Object.fromEntries(sums.map(([name]) => [name, Number(row[name])]));
  return readTimed(snapshot, query, span, columns, sumsOf, { aggregated: true });
}

/** All histograms of each instant of a span that has rows, by group. */
export function readTimedHistograms(
  snapshot: Snapshot,
  query: AggregateQuery,
  span: Range
): Promise<Array<TimedCell<Histograms>>> {
  const histograms = Object.entries(tableOf(query).histograms);
  const columns = histograms.map(([, value], index) => `${binOf(value)} AS bin${index}`);
  const histogramsOf = (row: SqlRow): Histograms =>
    new Map(histograms.map(([name], index) => [name, { bins: [Number(row[`bin${index}`])], counts: [1] }]));
  return readTimed(snapshot, query, span, columns, histogramsOf);
}
