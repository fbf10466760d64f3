import type { Dimension } from '@lopan/catalogue';
import { CUBE_DIMENSIONS, MEASURE_TABLES } from '../measures';
import type { RowSource } from '../snapshot';

/** A value of a dimension, and how many events (for features: active user-dates) carry it. */
export interface DimensionValue {
  value: string;
  count: number;
}

/** Values at the most; a picker with more would be of no use. */
const MAX_VALUES = 1000;

/** The values of a dimension over everything stored, the most frequent first. */
export async function fetchDimensionValues(source: RowSource, name: Dimension): Promise<DimensionValue[]> {
  const dimension = CUBE_DIMENSIONS.find((candidate) => candidate.name === name);
  const counts = dimension
    ? Object.values(MEASURE_TABLES)
        .map(
          ({ rollup }) =>
            `SELECT ${dimension.column} AS value, sum(n) AS count FROM ${rollup} WHERE grain = 'day' AND cube = ${dimension.bit} GROUP BY 1`
        )
        .join(' UNION ALL ')
    : 'SELECT feature AS value, count(*) AS count FROM user_days CROSS JOIN LATERAL unnest(features) AS used(feature) GROUP BY 1';
  return source.rows<{ value: string; count: number }>(
    `SELECT value, sum(count)::bigint AS count FROM (${counts}) counted GROUP BY value ORDER BY count DESC, value LIMIT $1`,
    [MAX_VALUES]
  );
}
