import type { ReportingCalendar } from '../../domain/calendar';
import type { AdoptionCounts } from '../../domain/adoption';
import type { Range } from '../../domain/intervals';
import { columnOf, type CubeDimension } from '../measures';
import type { Snapshot } from '../snapshot';
import { activityOfWindows } from './activity-source';
import { filterConditions, type Filters } from './filters';

/** Who was active in a window with a value of the column's dimension, and who used which feature. */
export interface FeatureUse extends AdoptionCounts {
  /** Index of the window. */
  window: number;
  /** Value of the dimension; empty without one. */
  value: string;
}

/**
 * Distinct users per window and value of a dimension: those with any activity, and those whose activity used each
 * feature. @param query.column null: one value for all
 */
export async function fetchFeatureUse(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: {
    windows: readonly Range[];
    column: CubeDimension | null;
    features: readonly string[];
    filters: Filters;
  }
): Promise<FeatureUse[]> {
  const { sql, values } = await activityOfWindows(snapshot, calendar, query.windows);
  const conditions = filterConditions(query.filters, (name) => `a.${columnOf(name)}`, values);
  const column = query.column === null ? `''::text` : `a.${columnOf(query.column)}`;
  // A parameter that a statement does not use has no type.
  values.push(...(query.features.length > 0 ? [query.features] : []));
  const used = query.features.map(
    (_, index) => `, bool_or(($${values.length}::text[])[${index + 1}] = ANY(a.features)) AS used_${index}`
  );
  const counts = query.features.map((_, index) => `, count(*) FILTER (WHERE used_${index}) AS users_${index}`);
  const rows = await snapshot.rows<{ bucket: number; value: string; eligible: number; [users: string]: unknown }>(
    // One row a user first, by hashing; counting users distinct would sort all activity.
    `SELECT bucket, value, count(*) AS eligible${counts.join('')}
     FROM (
       SELECT a.bucket, ${column} AS value, a.user_id${used.join('')} FROM ${sql} a
       WHERE true${conditions} GROUP BY 1, 2, 3
     ) active
     GROUP BY bucket, value`,
    values
  );
  return rows.map(({ bucket, value, eligible, ...row }) => ({
    window: bucket,
    value,
    eligible,
    users: new Map(query.features.map((feature, index) => [feature, Number(row[`users_${index}`])])),
  }));
}
