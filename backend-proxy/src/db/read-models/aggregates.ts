import type { EventType } from '../../config/types';
import type { ReportingCalendar } from '../../domain/calendar';
import { GRAINS, planCover, type Cover } from '../../domain/cover';
import { addBins, type Histogram } from '../../domain/histogram';
import type { Interval, Range } from '../../domain/intervals';
import { binOf, columnOf, cubeFor, MEASURE_TABLES, type CubeDimension, type MeasureTable } from '../measures';
import type { Snapshot } from '../snapshot';
import { activeFilters, filterConditions, rawDimension, type Filters } from './filters';
import { rawRows } from './raw-rows';

/** Sums of one bucket and group, by the names of `measures.ts`. */
export type Measures = Readonly<Record<string, number>>;

export interface AggregateQuery {
  type: EventType;
  /** Bucket i is [edges[i], edges[i + 1]). */
  edges: readonly number[];
  /** Interval that the edges follow; undefined when they fall on local dates or there is one bucket only. */
  interval?: Interval;
  groupBy: readonly CubeDimension[];
  filters: Filters;
  /** Sums that are asked for, by the names of `measures.ts`; absent: all. */
  measures?: readonly string[];
  /** Rollup to read in place of the type's usual one, and those of its keys that groups are told apart by too. */
  rollup?: { table: MeasureTable; keys: readonly string[] };
}

/** One bucket and group of an answer. */
export interface Cell<T> {
  bucket: number;
  /** Values of the dimensions grouped by, in their order, then those of the keys. */
  group: string[];
  value: T;
}

interface SqlRow {
  bucket: number;
  [column: string]: unknown;
}

const times = (spans: readonly Range[], side: keyof Range): Date[] => spans.map((span) => new Date(span[side]));

function tableOf({ type, rollup }: AggregateQuery): MeasureTable {
  return rollup?.table ?? MEASURE_TABLES[type];
}

function readGroup(row: SqlRow, { groupBy, rollup }: AggregateQuery): string[] {
  const count = groupBy.length + (rollup?.keys.length ?? 0);
  return Array.from({ length: count }, (_, index) => String(row[`g${index}`]));
}

/** The range that the edges of a query span. */
export function rangeOf({ edges }: Pick<AggregateQuery, 'edges'>): Range {
  return { from: edges[0] ?? 0, to: edges.at(-1) ?? 0 };
}

/** What of a query's range is read from which grain, on this snapshot. */
export async function coverOf(snapshot: Snapshot, query: AggregateQuery, calendar: ReportingCalendar): Promise<Cover> {
  const range = rangeOf(query);
  const [pending, floors] = [await snapshot.pending(query.type, range), await snapshot.floors()];
  const cover = planCover({
    range,
    pending,
    minuteFloor: floors.minute,
    rawFloor: floors.raw,
    calendar,
    interval: query.interval,
  });
  for (const span of cover.cut) {
    await snapshot.noteRaw(span, 'hour');
  }
  return cover;
}

/** The parts of a statement that select rollup rows of a cover; their parameters are $1 to $5. */
function rollupPart(query: AggregateQuery, cover: Cover): { from: string; group: string[]; values: unknown[] } {
  const table = tableOf(query);
  const dimensions = [...query.groupBy, ...activeFilters(query.filters).map(({ name }) => name)];
  const spans = GRAINS.flatMap((grain) => cover[grain].map((span) => ({ ...span, grain })));
  const values: unknown[] = [
    query.edges.slice(0, -1).map((edge) => new Date(edge)),
    spans.map(({ grain }) => grain),
    spans.map(({ grain }) => cubeFor(grain, dimensions)),
    times(spans, 'from'),
    times(spans, 'to'),
  ];
  const conditions = filterConditions(query.filters, (name) => `e.${columnOf(name)}`, values);
  return {
    from: `unnest($2::text[], $3::smallint[], $4::timestamptz[], $5::timestamptz[]) AS span(grain, cube, "from", "to")
      CROSS JOIN LATERAL (SELECT * FROM ${table.rollup} e WHERE e.grain = span.grain AND e.cube = span.cube
        AND e.bucket >= span."from" AND e.bucket < span."to"${conditions} OFFSET 0) e`,
    group: [
      ...query.groupBy.map((name) => `e.${columnOf(name)}`),
      ...(query.rollup?.keys ?? []).map((key) => `e.${key}`),
    ],
    values,
  };
}

/** The same for raw rows; the edges are $1. */
function rawPart(query: AggregateQuery, spans: readonly Range[]): { from: string; group: string[]; values: unknown[] } {
  const values: unknown[] = [query.edges.slice(0, -1).map((edge) => new Date(edge))];
  const conditions = filterConditions(query.filters, rawDimension, values);
  return {
    from: rawRows(tableOf(query).raw, spans, values, { conditions }),
    group: [
      ...query.groupBy.map(rawDimension),
      ...(query.rollup?.keys ?? []).map((key) => query.rollup?.table.keys?.[key] ?? ''),
    ],
    values,
  };
}

function selectGrouped(
  at: string,
  group: readonly string[],
  what: string,
  from: string,
  further: string[] = []
): string {
  const grouped = group.map((expression, index) => `${expression} AS g${index}`);
  const keys = [1, ...group.map((_, index) => index + 2), ...further.map((_, index) => index + 2 + group.length)];
  return `SELECT width_bucket(${at}, $1::timestamptz[]) - 1 AS bucket${[...grouped, ...further, what]
    .map((column) => `, ${column}`)
    .join('')} FROM ${from} GROUP BY ${keys.join(', ')}`;
}

function hasRollups(cover: Cover): boolean {
  return GRAINS.some((grain) => cover[grain].length > 0);
}

/** Key of a bucket and group, for joining answers. */
export function cellKey(bucket: number, group: readonly string[]): string {
  return JSON.stringify([bucket, ...group]);
}

/** Adds up the measures of an event type per bucket and group, from rollups where they are current, else from raw rows. */
export async function fetchAggregates(
  snapshot: Snapshot,
  query: AggregateQuery,
  calendar: ReportingCalendar
): Promise<Array<Cell<Measures>>> {
  const table = tableOf(query);
  const names = query.measures ?? Object.keys(table.measures);
  const cover = await coverOf(snapshot, query, calendar);
  const cells = new Map<string, Cell<Record<string, number>>>();
  const add = (row: SqlRow): void => {
    const group = readGroup(row, query);
    const key = cellKey(row.bucket, group);
    const cell = cells.get(key) ?? { bucket: row.bucket, group, value: {} };
    for (const name of names) {
      cell.value[name] = (cell.value[name] ?? 0) + Number(row[name]);
    }
    cells.set(key, cell);
  };
  if (hasRollups(cover)) {
    const { from, group, values } = rollupPart(query, cover);
    const sums = names.map((name) => `sum(e.${name})::float8 AS ${name}`).join(', ');
    (await snapshot.rows<SqlRow>(selectGrouped('e.bucket', group, sums, from), values)).forEach(add);
  }
  if (cover.raw.length > 0) {
    const { from, group, values } = rawPart(query, cover.raw);
    const sums = names.map((name) => `(${table.measures[name] ?? ''})::float8 AS ${name}`).join(', ');
    (await snapshot.rows<SqlRow>(selectGrouped('e."timestamp"', group, sums, from), values)).forEach(add);
  }
  return [...cells.values()];
}

/**
 * Histograms of a type per bucket and group, by the name of the value.
 * @param metrics the values that are asked for, by the names of `measures.ts`
 */
export async function fetchHistograms(
  snapshot: Snapshot,
  query: AggregateQuery,
  calendar: ReportingCalendar,
  metrics: readonly string[]
): Promise<Array<Cell<Map<string, Histogram>>>> {
  const table = tableOf(query);
  const cover = await coverOf(snapshot, query, calendar);
  const cells = new Map<string, Cell<Map<string, Histogram>>>();
  const histogramOf = (row: SqlRow, metric: string): Histogram => {
    const group = readGroup(row, query);
    const key = cellKey(row.bucket, group);
    const cell = cells.get(key) ?? { bucket: row.bucket, group, value: new Map<string, Histogram>() };
    cells.set(key, cell);
    const histogram = cell.value.get(metric) ?? new Map<number, number>();
    cell.value.set(metric, histogram);
    return histogram;
  };
  if (hasRollups(cover)) {
    const { from, group, values } = rollupPart(query, cover);
    const groups = group.map((expression, index) => `, ${expression} AS g${index}`).join('');
    const arrays = metrics.map((name) => `, e.${name}_bins, e.${name}_counts`).join('');
    // Merged here: taking the arrays apart in SQL makes a row of every bin, which costs more than all the rest.
    const rows = await snapshot.rows<SqlRow>(
      `SELECT width_bucket(e.bucket, $1::timestamptz[]) - 1 AS bucket${groups}${arrays} FROM ${from}`,
      values
    );
    for (const row of rows) {
      for (const metric of metrics) {
        addBins(histogramOf(row, metric), row[`${metric}_bins`] as number[], row[`${metric}_counts`] as number[]);
      }
    }
  }
  if (cover.raw.length > 0) {
    const { from, group, values } = rawPart(query, cover.raw);
    const bins = metrics.map((name) => `('${name}', ${binOf(table.histograms[name] ?? '')})`);
    const source = `${from} CROSS JOIN LATERAL (VALUES ${bins.join(', ')}) AS h(metric, bin)`;
    const rows = await snapshot.rows<SqlRow>(
      selectGrouped('e."timestamp"', group, 'count(*)::float8 AS count', source, ['h.metric', 'h.bin']),
      values
    );
    for (const row of rows) {
      addBins(histogramOf(row, String(row['metric'])), [Number(row['bin'])], [Number(row['count'])]);
    }
  }
  return [...cells.values()];
}

/** Exact percentiles of a type's values per bucket and group, read from raw rows: for few observations only. */
export async function fetchExactPercentiles(
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
  const rows = await snapshot.rows<SqlRow>(selectGrouped('e."timestamp"', group, columns.join(', '), from), values);
  return rows.map((row) => ({
    bucket: row.bucket,
    group: readGroup(row, query),
    value: new Map(Object.keys(table.histograms).map((name) => [name, row[name] as number[]])),
  }));
}
