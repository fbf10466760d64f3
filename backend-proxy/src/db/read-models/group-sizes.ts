import type { ReportingCalendar } from '../../domain/calendar';
import type { Snapshot } from '../snapshot';
import { activityConditions, grouping, readGroup, type ActivityDimension, type ActivityFilters } from './activity';
import { activityOfWindows } from './activity-source';
import type { Cell } from './cell-parts';

/** Distinct active users per bucket and group: how many people an answer about them is about. */
export async function fetchGroupSizes(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: { edges: readonly number[]; groupBy: readonly ActivityDimension[]; filters: ActivityFilters }
): Promise<Array<Cell<number>>> {
  const { edges, groupBy, filters } = query;
  const windows = edges.slice(0, -1).map((from, bucket) => ({ from, to: edges[bucket + 1] ?? from }));
  const { sql, values } = await activityOfWindows(snapshot, calendar, windows);
  const { columns, join } = grouping(groupBy);
  const conditions = activityConditions(filters, groupBy, values);
  const groups = columns.map((column, index) => `, ${column} AS g${index}`).join('');
  const rows = await snapshot.rows<{ bucket: number; users: number; [column: string]: unknown }>(
    `SELECT a.bucket, count(DISTINCT a.user_id) AS users${groups} FROM ${sql} a${join} WHERE true${conditions}
     GROUP BY ${[1, ...columns.map((_, index) => index + 3)].join(', ')}`,
    values
  );
  return rows.map((row) => ({ bucket: row.bucket, group: readGroup(row, groupBy), value: row.users }));
}
