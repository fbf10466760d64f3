import type { Range } from '../../domain/intervals';
import type { Transition } from '../../domain/paths';
import { MEASURE_TABLES } from '../measures';
import type { Snapshot } from '../snapshot';
import { filterConditions, rawDimension, type Filters } from './filters';

/** The screens of a raw journey: its steps, or without them its two ends. */
const SCREENS = 'CASE WHEN cardinality(e.steps) > 0 THEN e.steps ELSE ARRAY[e.start_point, e.end_point] END';

/**
 * How often which screen followed which, per position, over the journeys of a range; read from raw rows.
 * @param query.startPoint first screen of the journeys that count; null for all
 * @param query.limit transitions at the most
 * @param query.leastPeople ways that fewer people went do not count; 0 counts all
 */
export async function fetchTransitions(
  snapshot: Snapshot,
  query: {
    range: Range;
    filters: Filters;
    startPoint: string | null;
    maxSteps: number;
    limit: number;
    leastPeople: number;
  }
): Promise<Transition[]> {
  snapshot.noteRaw(query.range, 'event');
  const values: unknown[] = [new Date(query.range.from), new Date(query.range.to), query.maxSteps, query.startPoint];
  const conditions = filterConditions(query.filters, rawDimension, values);
  values.push(query.limit);
  const limit = `$${values.length}`;
  const having = query.leastPeople > 0 ? ` HAVING count(DISTINCT e.user_id) >= $${values.push(query.leastPeople)}` : '';
  return snapshot.rows<Transition>(
    // Equal paths are counted first: there are far fewer of them than journeys.
    `WITH paths AS (
       SELECT (${SCREENS})[1:$3::int + 1] AS screens, count(*) AS runs FROM ${MEASURE_TABLES.journey.raw} e
       WHERE e."timestamp" >= $1 AND e."timestamp" < $2 AND e.voided_at IS NULL${conditions}
         AND ($4::text IS NULL OR (${SCREENS})[1] = $4::text)
       GROUP BY 1${having}
     )
     SELECT step, screens[step] AS "from", screens[step + 1] AS "to", sum(runs)::bigint AS count
     FROM paths CROSS JOIN LATERAL generate_series(1, least(cardinality(screens), $3::int)) AS step
     GROUP BY 1, 2, 3 ORDER BY count DESC, 1, 2, 3 LIMIT ${limit}`,
    values
  );
}
