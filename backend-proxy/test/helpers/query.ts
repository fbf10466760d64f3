import { ConnectionShare } from '../../src/db/connection-share';
import type { Range } from '../../src/domain/intervals';
import type { JsonFrame } from '../../src/frames/frame';
import { QueryService, type QueryResult } from '../../src/query/service';
import type { TestDatabase } from './database';
import type { TestProxy } from './proxy';

export type TableRow = Record<string, number | string | boolean | null>;

/** Answers one query as the proxy would at an instant. Failures that are no fault of the query fail the test. */
export async function ask(
  { pool }: Pick<TestDatabase, 'pool'>,
  { config, calendar }: Pick<TestProxy, 'config' | 'calendar'>,
  query: Record<string, unknown>,
  range: Range,
  now: number
): Promise<QueryResult> {
  const service = new QueryService(
    new ConnectionShare(pool, 1),
    config,
    calendar,
    (error) => {
      throw error;
    },
    () => now
  );
  const { A } = await service.answer({
    range,
    maxDataPoints: 1000,
    intervalMs: 0,
    queries: [{ refId: 'A', ...query }],
  });
  return A ?? { status: 0, frames: [] };
}

/** The rows of a table frame as objects. */
export function rowsOf({ schema, data }: JsonFrame): TableRow[] {
  return (data.values[0] ?? []).map((_, row) =>
    Object.fromEntries(schema.fields.map(({ name }, column) => [name, data.values[column]?.[row] ?? null]))
  );
}

/** Labels and value of every series of a numeric answer. */
export function seriesOf(frames: readonly JsonFrame[]): Array<TableRow & { value: number | null }> {
  return frames.flatMap(({ schema, data }) =>
    (data.values[0] ?? []).map((value) => ({ ...schema.fields[0]?.labels, value: value as number | null }))
  );
}

/** The texts of all notices of an answer. */
export function noticesOf(frames: readonly JsonFrame[]): string[] {
  return frames.flatMap(({ schema }) => (schema.meta.notices ?? []).map(({ text }) => text));
}
