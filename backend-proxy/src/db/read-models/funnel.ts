import type { StepHits } from '../../domain/funnel';
import type { Range } from '../../domain/intervals';
import { MEASURE_TABLES, type CubeDimension } from '../measures';
import type { Snapshot } from '../snapshot';
import { filterConditions, rawDimension, type Filters } from './filters';

export interface StepHitQuery {
  range: Range;
  /** Features or screens, in their order. */
  steps: readonly string[];
  groupBy: readonly CubeDimension[];
  filters: Filters;
  /** Hits read at the most. */
  maxHits: number;
}

/** How a raw row reaches a step `s.name`: features by their id, journeys by the screens they passed. */
const REACHES = {
  feature: 'e.feature = s.name',
  journey:
    'CASE WHEN cardinality(e.steps) > 0 THEN s.name = ANY(e.steps) ELSE s.name = e.start_point OR s.name = e.end_point END',
} as const;

/**
 * When users (of a group) reached the steps of a funnel, read from raw rows and grouped by user, not sorted.
 * @returns null where there are more hits than are read
 */
export async function fetchStepHits(snapshot: Snapshot, query: StepHitQuery): Promise<StepHits[] | null> {
  snapshot.noteRaw(query.range, 'event');
  const values: unknown[] = [query.steps, new Date(query.range.from), new Date(query.range.to)];
  const conditions = filterConditions(query.filters, rawDimension, values);
  const own = query.groupBy.map((name, index) => `, ${rawDimension(name)} AS g${index}`).join('');
  const groups = query.groupBy.map((_, index) => `, g${index}`).join('');
  const hits = (['feature', 'journey'] as const).map(
    (type) => `SELECT e.user_id${own}, (date_part('epoch', e."timestamp") * 1e6)::bigint AS at, s.step::int AS step
      FROM ${MEASURE_TABLES[type].raw} e JOIN unnest($1::text[]) WITH ORDINALITY AS s(name, step) ON ${REACHES[type]}
      WHERE e."timestamp" >= $2 AND e."timestamp" < $3 AND e.voided_at IS NULL${conditions}`
  );
  values.push(query.maxHits + 1);
  const rows = await snapshot.rows<{ user_id: string; step: number; times: number[]; [group: string]: unknown }>(
    `SELECT user_id${groups}, step, array_agg(at) AS times FROM (${hits.join(' UNION ALL ')} LIMIT $${values.length}) h
     GROUP BY user_id${groups}, step`,
    values
  );
  if (rows.reduce((sum, { times }) => sum + times.length, 0) > query.maxHits) {
    return null;
  }
  const users = new Map<string, StepHits>();
  for (const row of rows) {
    const group = query.groupBy.map((_, index) => String(row[`g${index}`]));
    const key = JSON.stringify([row.user_id, ...group]);
    const user = users.get(key) ?? { group, steps: query.steps.map(() => []) };
    user.steps[row.step - 1] = row.times;
    users.set(key, user);
  }
  return [...users.values()];
}
