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
  query: { windows: readonly Range[]; column: CubeDimension | null; filters: Filters }
): Promise<FeatureUse[]> {
  const { sql, values } = await activityOfWindows(snapshot, calendar, query.windows);
  const conditions = filterConditions(query.filters, (name) => `a.${columnOf(name)}`, values);
  const column = query.column === null ? `''::text` : `a.${columnOf(query.column)}`;
  const rows = await snapshot.rows<{ bucket: number; value: string; feature: string | null; users: number }>(
    // Users come down to one row per feature by hashing first; counting them distinct would sort all activity.
    `WITH used AS (
       SELECT a.bucket, ${column} AS value, a.user_id, f.feature
       FROM ${sql} a LEFT JOIN LATERAL unnest(a.features) AS f(feature) ON true
       WHERE true${conditions} GROUP BY 1, 2, 3, 4
     )
     SELECT bucket, value, NULL AS feature, count(DISTINCT user_id) AS users FROM used GROUP BY bucket, value
     UNION ALL
     SELECT bucket, value, feature, count(*) FROM used WHERE feature IS NOT NULL GROUP BY bucket, value, feature`,
    values
  );
  const uses = new Map<string, { window: number; value: string; eligible: number; users: Map<string, number> }>();
  for (const { bucket, value, feature, users } of rows) {
    const key = JSON.stringify([bucket, value]);
    const use = uses.get(key) ?? { window: bucket, value, eligible: 0, users: new Map<string, number>() };
    uses.set(key, use);
    if (feature === null) {
      use.eligible = users;
    } else {
      use.users.set(feature, users);
    }
  }
  return [...uses.values()];
}
