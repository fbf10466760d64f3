import type { EventType } from '../../config/types';
import type { Grain } from '../../domain/cover';
import { binOf, CUBE_DIMENSIONS, CUBES_OF_GRAIN, FULL_CUBE, MEASURE_TABLES, type MeasureTable } from '../measures';

/**
 * Builds the statements that compute rollup buckets anew. All text comes from the tables in `measures.ts`;
 * values are parameters.
 */

/** A source of rows to sum up: raw events, or the rollup of a finer grain. */
interface Source {
  from: string;
  where: string;
  /** Instant of a row. */
  at: string;
  dimension: (column: string) => string;
  /** Column of the rollup that tells rows apart beyond the dimensions. */
  key: (name: string, rawExpression: string) => string;
  measure: (name: string, rawExpression: string) => string;
  /** Rows (metric, bin, count) of one source row. */
  histogramRows: string;
}

function rawSource(table: MeasureTable): Source {
  const rows = Object.entries(table.histograms).map(
    ([name, expression]) => `('${name}', ${binOf(expression)}, 1::bigint)`
  );
  return {
    from: `${table.raw} e`,
    where: 'e.voided_at IS NULL',
    at: 'e."timestamp"',
    dimension: (column) => `coalesce(e.${column}, 'unknown')`,
    key: (_name, rawExpression) => rawExpression,
    measure: (_name, rawExpression) => rawExpression,
    histogramRows: `(VALUES ${rows.join(', ')})`,
  };
}

function rollupSource(table: MeasureTable, grain: Grain): Source {
  const rows = Object.keys(table.histograms).map(
    (name) => `SELECT '${name}', h.bin, h.count FROM unnest(e.${name}_bins, e.${name}_counts) AS h(bin, count)`
  );
  return {
    from: `${table.rollup} e`,
    where: `e.grain = '${grain}' AND e.cube = ${FULL_CUBE}`,
    at: 'e.bucket',
    dimension: (column) => `e.${column}`,
    key: (name) => `e.${name}`,
    measure: (name) => (name.startsWith('sum_') ? `sum(e.${name})` : `sum(e.${name})::bigint`),
    histogramRows: `(${rows.join(' UNION ALL ')})`,
  };
}

/** The columns that tell dimension rows apart, in the order of the primary key. */
const DIMENSION_COLUMNS = CUBE_DIMENSIONS.map(({ column }) => column);

/** GROUPING SETS of the cubes of a grain, each with the given further columns. */
function groupingSets(grain: Grain, further: readonly string[]): string {
  const sets = CUBES_OF_GRAIN[grain].map((cube) => {
    const kept = CUBE_DIMENSIONS.filter(({ bit }) => (cube & bit) !== 0).map(({ column }) => `s.${column}`);
    return `(${['s.bucket', ...kept, ...further].join(', ')})`;
  });
  return `GROUPING SETS (${sets.join(', ')})`;
}

const CUBE_OF_ROW = CUBE_DIMENSIONS.map(({ column, bit }) => `(1 - GROUPING(s.${column})) * ${bit}`).join(' + ');
const DIMENSIONS_OF_ROW = DIMENSION_COLUMNS.map((column) => `coalesce(s.${column}, '') AS ${column}`).join(', ');

/**
 * Sums up a span of time into the buckets of a grain: $1 starts of the buckets, ascending; $2 their ends.
 * The buckets of one call lie close together: the whole span between them is read once.
 */
export function rollUpStatement(table: MeasureTable, grain: Grain, from: 'raw' | Exclude<Grain, 'day'>): string {
  const source = from === 'raw' ? rawSource(table) : rollupSource(table, from);
  const names = Object.keys(table.measures);
  const keys = Object.keys(table.keys ?? {});
  const keyColumns = [...DIMENSION_COLUMNS, ...keys];
  const histograms = Object.keys(table.histograms);
  const columns = [...names, ...histograms.flatMap((name) => [`${name}_bins`, `${name}_counts`])];
  const bucketOfRow = `($1::timestamptz[])[width_bucket(${source.at}, $1::timestamptz[])]`;
  const rows = `
    FROM ${source.from}
    WHERE ${source.where} AND ${source.at} >= ($1::timestamptz[])[1] AND ${source.at} < ($2::timestamptz[])[cardinality($2::timestamptz[])]
      AND ${source.at} < ($2::timestamptz[])[width_bucket(${source.at}, $1::timestamptz[])]`;
  const dimensions = [
    ...DIMENSION_COLUMNS.map((column) => `${source.dimension(column)} AS ${column}`),
    ...keys.map((name) => `${source.key(name, table.keys?.[name] ?? '')} AS ${name}`),
  ].join(', ');
  // The measures are summed per full combination first; the smaller cubes add up few rows instead of many.
  const full = `
    SELECT ${bucketOfRow} AS bucket, ${dimensions}, ${names
      .map((name) => `${source.measure(name, table.measures[name] ?? '')} AS ${name}`)
      .join(', ')}
    ${rows}
    GROUP BY 1, ${keyColumns.map((_, index) => index + 2).join(', ')}`;
  const measures = names
    .map((name) => `sum(s.${name})${name.startsWith('sum_') ? '' : '::bigint'} AS ${name}`)
    .join(', ');
  const ownKeys = keys.map((name) => `s.${name}`);
  const keyOfRow = [DIMENSIONS_OF_ROW, ...ownKeys].join(', ');
  const target = `INSERT INTO ${table.rollup} (grain, cube, bucket, ${keyColumns.join(', ')}, ${columns.join(', ')})`;
  const sums = `SELECT s.bucket, ${CUBE_OF_ROW} AS cube, ${keyOfRow}, ${measures} FROM (${full}) s GROUP BY ${groupingSets(grain, ownKeys)}`;
  if (histograms.length === 0) {
    return `${target} SELECT '${grain}', m.cube, m.bucket, ${keyColumns.map((column) => `m.${column}`).join(', ')}, ${names
      .map((name) => `m.${name}`)
      .join(', ')} FROM (${sums}) m`;
  }
  const bins = `
    SELECT ${bucketOfRow} AS bucket, ${dimensions}, h.metric, h.bin, sum(h.count) AS count
    ${rows.replace('WHERE', `CROSS JOIN LATERAL ${source.histogramRows} AS h(metric, bin, count) WHERE`)}
    GROUP BY 1, ${[...keyColumns, 'metric', 'bin'].map((_, index) => index + 2).join(', ')}`;
  const cubed = `SELECT s.bucket, ${CUBE_OF_ROW} AS cube, ${keyOfRow}, s.metric, s.bin, sum(s.count)::bigint AS count FROM (${bins}) s GROUP BY ${groupingSets(grain, [...ownKeys, 's.metric', 's.bin'])}`;
  const arrays = histograms.flatMap((name) => [
    `array_agg(c.bin ORDER BY c.bin) FILTER (WHERE c.metric = '${name}') AS ${name}_bins`,
    `array_agg(c.count ORDER BY c.bin) FILTER (WHERE c.metric = '${name}') AS ${name}_counts`,
  ]);
  const key = ['bucket', 'cube', ...keyColumns];
  return `${target}
    SELECT '${grain}', m.cube, m.bucket, ${keyColumns.map((column) => `m.${column}`).join(', ')}, ${columns
      .map((column) => (names.includes(column) ? `m.${column}` : `h.${column}`))
      .join(', ')}
    FROM (${sums}) m JOIN (
      SELECT ${key.map((column) => `c.${column}`).join(', ')}, ${arrays.join(', ')}
      FROM (${cubed}) c GROUP BY ${key.map((column) => `c.${column}`).join(', ')}
    ) h USING (${key.join(', ')})`;
}

/**
 * Removes buckets of a grain before they are written anew: $1 their starts. The cubes are named so that the primary key,
 * which has them between grain and bucket, leads to the rows; without them every row of the grain is looked at.
 */
export function clearStatement(table: MeasureTable, grain: Grain): string {
  return `DELETE FROM ${table.rollup} WHERE grain = '${grain}' AND cube = ANY('{${CUBES_OF_GRAIN[grain].join()}}'::smallint[])
    AND bucket = ANY($1::timestamptz[])`;
}

/** Which features a raw row of an activity type names. */
export const FEATURES_OF_ROW = {
  session: 'e.features_used',
  feature: 'ARRAY[e.feature]',
  journey: "'{}'::text[]",
} as const;
export type ActivityType = keyof typeof FEATURES_OF_ROW;

/** Whether events of a type make their user active. */
export function isActivityType(type: EventType): type is ActivityType {
  return type in FEATURES_OF_ROW;
}

const CHANGED_ROWS = `e.voided_at IS NULL AND e."timestamp" >= ($1::timestamptz[])[1]
  AND e."timestamp" < ($2::timestamptz[])[cardinality($2::timestamptz[])]
  AND e."timestamp" < ($2::timestamptz[])[width_bucket(e."timestamp", $1::timestamptz[])]`;
const RAW_DIMENSIONS = DIMENSION_COLUMNS.map((column) => `coalesce(e.${column}, 'unknown') AS ${column}`).join(', ');

/** Writes rows (local_date, user_id, dimensions, features) of an activity type to `user_days` or a table like it; what is known already stays. */
function insertUserDays(type: ActivityType, rows: string, into = 'user_days'): string {
  const dimensions = DIMENSION_COLUMNS.map((column) => `u.${column}`).join(', ');
  return `INSERT INTO ${into} AS known (local_date, user_id, ${DIMENSION_COLUMNS.join(', ')}, features, has_journey)
    SELECT u.local_date, u.user_id, ${dimensions},
      coalesce(array_agg(DISTINCT f.feature ORDER BY f.feature) FILTER (WHERE f.feature IS NOT NULL), '{}'), ${type === 'journey'}
    FROM (${rows}) u LEFT JOIN LATERAL unnest(u.features) AS f(feature) ON true
    GROUP BY u.local_date, u.user_id, ${dimensions}
    ON CONFLICT (local_date, user_id, ${DIMENSION_COLUMNS.join(', ')}) DO UPDATE SET
      features = ARRAY(SELECT DISTINCT f FROM unnest(known.features || excluded.features) f ORDER BY f),
      has_journey = known.has_journey OR excluded.has_journey
    WHERE NOT (known.features @> excluded.features AND (known.has_journey OR NOT excluded.has_journey))`;
}

/**
 * Notes who was active on a local date: $1 starts and $2 ends of the changed buckets, $3 the date they belong to.
 * Adding what is known already changes nothing, so that buckets can be read again.
 * @param into `user_days`, or a table of the same form
 */
export function userDaysStatement(type: ActivityType, into?: string): string {
  return insertUserDays(
    type,
    `SELECT $3::date AS local_date, e.user_id, ${RAW_DIMENSIONS}, ${FEATURES_OF_ROW[type]} AS features
     FROM ${MEASURE_TABLES[type].raw} e WHERE ${CHANGED_ROWS}`,
    into
  );
}

/** Notes what certain users did on certain dates: $1 users, $2 dates, $3 starts and $4 ends of those dates, in parallel. */
export function userDaysOfUsersStatement(type: ActivityType): string {
  return insertUserDays(
    type,
    `SELECT c.local_date, e.user_id, ${RAW_DIMENSIONS}, ${FEATURES_OF_ROW[type]} AS features
     FROM unnest($1::uuid[], $2::date[], $3::timestamptz[], $4::timestamptz[]) AS c(user_id, local_date, "from", "to")
     CROSS JOIN LATERAL (SELECT * FROM ${MEASURE_TABLES[type].raw} e WHERE e.user_id = c.user_id
       AND e."timestamp" >= c."from" AND e."timestamp" < c."to" AND e.voided_at IS NULL OFFSET 0) e`
  );
}

/** The earliest raw activity of users with the dimensions it carries: $1 users. */
export function firstActivityStatement(): string {
  const parts = (Object.keys(FEATURES_OF_ROW) as ActivityType[]).map(
    (type) => `SELECT first.* FROM unnest($1::uuid[]) AS c(user_id) CROSS JOIN LATERAL (
      SELECT e.user_id, e."timestamp", e.event_id, ${RAW_DIMENSIONS} FROM ${MEASURE_TABLES[type].raw} e
      WHERE e.user_id = c.user_id AND e.voided_at IS NULL ORDER BY e."timestamp", e.event_id LIMIT 1) first`
  );
  return `SELECT DISTINCT ON (user_id) user_id, "timestamp", "timestamp"::text AS instant, ${DIMENSION_COLUMNS.join(', ')}
    FROM (${parts.join(' UNION ALL ')}) earliest ORDER BY user_id, "timestamp", event_id`;
}

/** Notes the first sight of users: $1 starts and $2 ends of the changed buckets, $3 the date they belong to. */
export function usersStatement(type: ActivityType): string {
  const own = ['first_seen', 'first_event_at', ...DIMENSION_COLUMNS];
  return `INSERT INTO users AS known (user_id, ${own.join(', ')})
    SELECT DISTINCT ON (e.user_id) e.user_id, $3::date, e."timestamp", ${RAW_DIMENSIONS}
    FROM ${MEASURE_TABLES[type].raw} e WHERE ${CHANGED_ROWS}
    ORDER BY e.user_id, e."timestamp", e.event_id
    ON CONFLICT (user_id) DO UPDATE SET ${own.map((column) => `${column} = excluded.${column}`).join(', ')}
    WHERE excluded.first_event_at < known.first_event_at`;
}
