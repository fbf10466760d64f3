import { findKpi } from '@lopan/catalogue';
import { fetchJourneyUsers } from '../db/read-models/journey-users';
import { licensesIn, seatsOn } from '../db/read-models/licenses';
import { cellKey } from '../db/read-models/cell-parts';
import { DAY_MS } from '../domain/calendar';
import { computeRoi, type Roi } from '../domain/roi';
import { answerCalendarKpi } from './calendar-kpis';
import type { QueryContext } from './context';
import { fetchEventData } from './event-kpis';
import { cubeDimensions, type Window } from './kpi-answer';

/** The return on investment of one bucket and group, with the observations behind it. */
export interface RoiPoint {
  group: string[];
  bucket: number;
  roi: Roi;
  /** User-dates with a journey. */
  n: number;
}

/** Whether seats tell how many users a window is about: they know roles only. */
export function seatsFit({ groupBy, filters }: Window): boolean {
  const restricted = Object.entries(filters).flatMap(([name, values]: [string, readonly string[] | undefined]) =>
    values && values.length > 0 ? [name] : []
  );
  return [...groupBy, ...restricted].every((name) => name === 'userRole');
}

/** Computes the return on investment of every bucket and group of a window. */
export async function fetchRoi(context: QueryContext, window: Window): Promise<RoiPoint[]> {
  const { edges } = window;
  const groupBy = cubeDimensions(window.groupBy);
  const data = await fetchEventData(context, [], window, {
    further: { business: ['sum_error_count', 'sum_operation_count'], journey: ['sum_completion_time'] },
  });
  const licenses = seatsFit(window) ? await licensesIn(context.snapshot) : [];
  const retentionKpi = findKpi('retention_30');
  const retention = retentionKpi ? (await answerCalendarKpi(context, retentionKpi, window)).series : [];
  const userDates = await countUserDates(context, window);

  const groups = new Map<string, string[]>(window.groupBy.length === 0 ? [['[]', []]] : []);
  for (const cells of data.cells.values()) {
    for (const { group } of cells.values()) {
      groups.set(JSON.stringify(group), group);
    }
  }
  return [...groups.values()].flatMap((group) =>
    edges.slice(0, -1).map((from, bucket) => {
      const to = edges[bucket + 1] ?? from;
      const key = cellKey(bucket, group);
      const business = data.cells.get('business')?.get(key)?.value;
      const journeys = data.cells.get('journey')?.get(key)?.value;
      const n = userDates.get(key) ?? 0;
      const role = group[groupBy.indexOf('userRole')];
      const filtered = window.filters.userRole ?? [];
      const roles = role !== undefined ? [role] : filtered.length > 0 ? filtered : null;
      const own = retention.find((series) => JSON.stringify(series.group) === JSON.stringify(group));
      const roi = computeRoi(
        {
          journeySeconds: journeys?.['sum_completion_time'] ?? 0,
          userDates: n,
          errorCount: business?.['sum_error_count'] ?? 0,
          operationCount: business?.['sum_operation_count'] ?? 0,
          days: (to - from) / DAY_MS,
          retention30: own?.points[bucket]?.value ?? null,
          users: seatsOn(licenses, context.calendar.dateOf(to - 1), roles),
        },
        context.config.roi
      );
      return { group, bucket, roi, n };
    })
  );
}

/** (User, local date) pairs with a journey per bucket and group. */
async function countUserDates(context: QueryContext, window: Window): Promise<Map<string, number>> {
  const { edges } = window;
  const users = await fetchJourneyUsers(context.snapshot, context.calendar, {
    edges,
    groupBy: cubeDimensions(window.groupBy),
    filters: window.filters,
  });
  const counts = new Map<string, number>();
  for (const count of users) {
    const key = cellKey(count.bucket, count.group);
    counts.set(key, (counts.get(key) ?? 0) + count.users);
  }
  return counts;
}
