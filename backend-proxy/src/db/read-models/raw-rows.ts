import type { Range } from '../../domain/intervals';

/** Spans up to this number are a branch of the statement each. */
const MAX_BRANCHES = 6;

/**
 * Raw rows of a table within spans, under the alias `e`, as the source of a SELECT. The ends of few spans are parameters
 * of their own, by which Postgres leaves out all other partitions when it plans; ends that come out of a list are known
 * only later, and planning and opening every month takes longer than reading the rows.
 * @param columns what is read of a row (alias `e`)
 * @param conditions further conditions, each beginning with AND
 * @returns rows with a further column `span`, the number of their span from 1
 */
export function rawRows(
  table: string,
  spans: readonly Range[],
  values: unknown[],
  { columns = 'e.*', conditions = '' } = {}
): string {
  if (spans.length <= MAX_BRANCHES) {
    const branches = spans.map(({ from, to }, index) => {
      values.push(new Date(from), new Date(to));
      return `SELECT ${index + 1} AS span, ${columns} FROM ${table} e WHERE e."timestamp" >= $${values.length - 1}
        AND e."timestamp" < $${values.length} AND e.voided_at IS NULL${conditions}`;
    });
    return `(${branches.join(' UNION ALL ')}) e`;
  }
  values.push(
    spans.map(({ from }) => new Date(from)),
    spans.map(({ to }) => new Date(to))
  );
  // OFFSET 0 keeps the planner from joining the other way round: each span is one walk down the time index.
  return `(SELECT s.ordinality::int AS span, e.* FROM unnest($${values.length - 1}::timestamptz[], $${values.length}::timestamptz[])
      WITH ORDINALITY AS s("from", "to")
      CROSS JOIN LATERAL (SELECT ${columns} FROM ${table} e WHERE e."timestamp" >= s."from" AND e."timestamp" < s."to"
        AND e.voided_at IS NULL${conditions} OFFSET 0) e) e`;
}
