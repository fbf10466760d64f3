import type { EventType } from '../../config/types';
import type { ReportingCalendar } from '../../domain/calendar';
import { GRAINS, planCover, type Cover } from '../../domain/cover';
import type { Interval, Range } from '../../domain/intervals';
import { addUpHistograms, addUpMeasures, type Histograms, type Measures } from '../../domain/sums';
import { binOf, columnOf, cubeFor, MEASURE_TABLES, type CubeDimension, type MeasureTable } from '../measures';
import type { Snapshot } from '../snapshot';
import { CellParts, type Cell } from './cell-parts';
import { fetchDayCells } from './day-cells';
import { activeFilters, filterConditions, rawDimension, type Filters } from './filters';
import { rawRows } from './raw-rows';

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

/** A row with the columns of its group, g0 and so on. */
export interface SqlRow {
  [column: string]: unknown;
}

/** The same with the bucket of the query. */
export type BucketRow = SqlRow & { bucket: number };

export const times = (spans: readonly Range[], side: keyof Range): Date[] => spans.map((span) => new Date(span[side]));

export function tableOf({ type, rollup }: AggregateQuery): MeasureTable {
  return rollup?.table ?? MEASURE_TABLES[type];
}

export function readGroup(row: SqlRow, { groupBy, rollup }: AggregateQuery): string[] {
  const count = groupBy.length + (rollup?.keys.length ?? 0);
  return Array.from({ length: count }, (_, index) => String(row[`g${index}`]));
}

/** The range that the edges of a query span. */
export function rangeOf({ edges }: Pick<AggregateQuery, 'edges'>): Range {
  return { from: edges[0] ?? 0, to: edges.at(-1) ?? 0 };
}

/** What of a query's range is read from which grain, on this snapshot. Notes where raw rows are gone. */
function coverOf(snapshot: Snapshot, query: AggregateQuery, calendar: ReportingCalendar): Cover {
  const range = rangeOf(query);
  const floors = snapshot.floors();
  const cover = planCover({
    range,
    pending: snapshot.pending(query.type, range),
    minuteFloor: floors.minute,
    rawFloor: floors.raw,
    calendar,
    interval: query.interval,
  });
  cover.cut.forEach((span) => snapshot.noteRaw(span, 'hour'));
  return cover;
}

/** What a rollup has to keep for a query: the dimensions it groups and filters by. */
export function dimensionsOf({ groupBy, filters }: AggregateQuery): CubeDimension[] {
  return [...groupBy, ...activeFilters(filters).map(({ name }) => name)];
}

/** The columns of a rollup row (alias `e`) that a query groups by. */
export function rollupGroup({ groupBy, rollup }: AggregateQuery): string[] {
  return [...groupBy.map((name) => `e.${columnOf(name)}`), ...(rollup?.keys ?? []).map((key) => `e.${key}`)];
}

/** Grains whose rows are read anew each time; days are kept, see `day-cells.ts`. */
export const NARROW_GRAINS = GRAINS.filter((grain) => grain !== 'day');

/** The parts of a statement that select rollup rows narrower than a day of a cover; their parameters are $1 to $5. */
function rollupPart(query: AggregateQuery, cover: Cover): { from: string; group: string[]; values: unknown[] } {
  const table = tableOf(query);
  const dimensions = dimensionsOf(query);
  const spans = NARROW_GRAINS.flatMap((grain) => cover[grain].map((span) => ({ ...span, grain })));
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
    group: rollupGroup(query),
    values,
  };
}

/** The same for raw rows. */
export function rawGroup({ groupBy, rollup }: AggregateQuery): string[] {
  return [...groupBy.map(rawDimension), ...(rollup?.keys ?? []).map((key) => rollup?.table.keys?.[key] ?? '')];
}

/** The same for raw rows; the edges are $1. */
export function rawPart(
  query: AggregateQuery,
  spans: readonly Range[]
): { from: string; group: string[]; values: unknown[] } {
  const values: unknown[] = [query.edges.slice(0, -1).map((edge) => new Date(edge))];
  const conditions = filterConditions(query.filters, rawDimension, values);
  return {
    from: rawRows(tableOf(query).raw, spans, values, { conditions }),
    group: rawGroup(query),
    values,
  };
}

export function selectGrouped(
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

function hasNarrowRollups(cover: Cover): boolean {
  return NARROW_GRAINS.some((grain) => cover[grain].length > 0);
}

/** The parts of a statement that select the day rollups of a span. */
function dayPart(query: AggregateQuery, { from, to }: Range): { from: string; group: string[]; values: unknown[] } {
  const dimensions = dimensionsOf(query);
  const values: unknown[] = [cubeFor('day', dimensions), new Date(from), new Date(to)];
  const conditions = filterConditions(query.filters, (name) => `e.${columnOf(name)}`, values);
  return {
    from: `${tableOf(query).rollup} e WHERE e.grain = 'day' AND e.cube = $1 AND e.bucket >= $2 AND e.bucket < $3${conditions}`,
    group: rollupGroup(query),
    values,
  };
}

const groupColumns = (group: readonly string[]): string =>
  group.map((expression, index) => `, ${expression} AS g${index}`).join('');

/** The bucket that an instant falls into. */
export function bucketAt(edges: readonly number[], at: number): number {
  let [low, high] = [0, edges.length - 1];
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((edges[middle] ?? Infinity) <= at) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return low;
}

/** What cells of a query depend on beside time. */
export function readerKey(query: AggregateQuery, kind: string, names: readonly string[]): string {
  return JSON.stringify([
    kind,
    tableOf(query).rollup,
    query.groupBy,
    query.rollup?.keys ?? [],
    activeFilters(query.filters),
    [...names].sort(),
  ]);
}

/** Adds up the measures of an event type per bucket and group, from rollups where they are current, else from raw rows. */
export async function readAggregates(
  snapshot: Snapshot,
  query: AggregateQuery,
  calendar: ReportingCalendar
): Promise<Array<Cell<Measures>>> {
  const table = tableOf(query);
  const names = query.measures ?? Object.keys(table.measures);
  const cover = coverOf(snapshot, query, calendar);
  const parts = new CellParts<Measures>();
  const measuresOf = (row: SqlRow): Measures => Object.fromEntries(names.map((name) => [name, Number(row[name])]));
  const add = (row: BucketRow): void => parts.add(row.bucket, readGroup(row, query), measuresOf(row));
  const sumsOfRollup = names.map((name) => `sum(e.${name})::float8 AS ${name}`).join(', ');
  if (cover.day.length > 0) {
    const cells = await fetchDayCells<Measures>(snapshot, calendar, cover.day, query.edges, {
      type: query.type,
      key: readerKey(query, 'sums', names),
      read: async (span) => {
        const { from, group, values } = dayPart(query, span);
        const keys = [1, ...group.map((_, index) => index + 2)];
        const rows = await snapshot.rows<SqlRow & { day: Date }>(
          `SELECT e.bucket AS day${groupColumns(group)}, ${sumsOfRollup} FROM ${from} GROUP BY ${keys.join(', ')}`,
          values
        );
        return rows.map((row) => ({ at: row.day.getTime(), group: readGroup(row, query), value: measuresOf(row) }));
      },
      addUp: addUpMeasures,
      sizeOf: () => names.length,
    });
    cells.forEach(({ at, group, value }) => parts.add(bucketAt(query.edges, at), group, value));
  }
  if (hasNarrowRollups(cover)) {
    const { from, group, values } = rollupPart(query, cover);
    (await snapshot.rows<BucketRow>(selectGrouped('e.bucket', group, sumsOfRollup, from), values)).forEach(add);
  }
  if (cover.raw.length > 0) {
    const { from, group, values } = rawPart(query, cover.raw);
    const sums = names.map((name) => `(${table.measures[name] ?? ''})::float8 AS ${name}`).join(', ');
    (await snapshot.rows<BucketRow>(selectGrouped('e."timestamp"', group, sums, from), values)).forEach(add);
  }
  return parts.addUp(addUpMeasures);
}

/**
 * Histograms of a type per bucket and group, by the name of the value.
 * @param metrics the values that are asked for, by the names of `measures.ts`
 */
export async function readHistograms(
  snapshot: Snapshot,
  query: AggregateQuery,
  calendar: ReportingCalendar,
  metrics: readonly string[]
): Promise<Array<Cell<Histograms>>> {
  const table = tableOf(query);
  const cover = coverOf(snapshot, query, calendar);
  const parts = new CellParts<Histograms>();
  // Merged here: taking the arrays apart in SQL makes a row of every bin, which costs more than all the rest.
  const arrays = metrics.map((name) => `, e.${name}_bins, e.${name}_counts`).join('');
  const histogramsOf = (row: Readonly<Record<string, unknown>>): Histograms =>
    new Map(
      metrics.map((metric) => [
        metric,
        { bins: row[`${metric}_bins`] as number[], counts: row[`${metric}_counts`] as number[] },
      ])
    );
  if (cover.day.length > 0) {
    const cells = await fetchDayCells<Histograms>(snapshot, calendar, cover.day, query.edges, {
      type: query.type,
      key: readerKey(query, 'histograms', metrics),
      read: async (span) => {
        const { from, group, values } = dayPart(query, span);
        const days = new CellParts<Histograms>();
        const rows = await snapshot.rows<SqlRow & { day: Date }>(
          `SELECT e.bucket AS day${groupColumns(group)}${arrays} FROM ${from}`,
          values
        );
        rows.forEach((row) => days.add(row.day.getTime(), readGroup(row, query), histogramsOf(row)));
        return days.addUp(addUpHistograms).map(({ bucket, group: own, value }) => ({ at: bucket, group: own, value }));
      },
      addUp: addUpHistograms,
      sizeOf: (value) => [...value.values()].reduce((sum, { bins }) => sum + 2 * bins.length, 0),
    });
    cells.forEach(({ at, group, value }) => parts.add(bucketAt(query.edges, at), group, value));
  }
  if (hasNarrowRollups(cover)) {
    const { from, group, values } = rollupPart(query, cover);
    const rows = await snapshot.rows<BucketRow>(
      `SELECT width_bucket(e.bucket, $1::timestamptz[]) - 1 AS bucket${groupColumns(group)}${arrays} FROM ${from}`,
      values
    );
    rows.forEach((row) => parts.add(row.bucket, readGroup(row, query), histogramsOf(row)));
  }
  if (cover.raw.length > 0) {
    const { from, group, values } = rawPart(query, cover.raw);
    const bins = metrics.map((name) => `('${name}', ${binOf(table.histograms[name] ?? '')})`);
    const source = `${from} CROSS JOIN LATERAL (VALUES ${bins.join(', ')}) AS h(metric, bin)`;
    const rows = await snapshot.rows<BucketRow>(
      selectGrouped('e."timestamp"', group, 'count(*)::float8 AS count', source, ['h.metric', 'h.bin']),
      values
    );
    for (const row of rows) {
      const histogram = { bins: [Number(row['bin'])], counts: [Number(row['count'])] };
      parts.add(row.bucket, readGroup(row, query), new Map([[String(row['metric']), histogram]]));
    }
  }
  return parts.addUp(addUpHistograms);
}
