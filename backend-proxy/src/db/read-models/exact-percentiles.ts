import type { Snapshot } from '../snapshot';
import { rangeOf, rawPart, readGroup, selectGrouped, tableOf, type AggregateQuery, type BucketRow } from './aggregates';
import type { Cell } from './cell-parts';

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
  const rows = await snapshot.rows<BucketRow>(selectGrouped('e."timestamp"', group, columns.join(', '), from), values);
  return rows.map((row) => ({
    bucket: row.bucket,
    group: readGroup(row, query),
    value: new Map(Object.keys(table.histograms).map((name) => [name, row[name] as number[]])),
  }));
}
