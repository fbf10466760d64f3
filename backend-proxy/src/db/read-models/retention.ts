import { addDays, type LocalDate, type ReportingCalendar } from '../../domain/calendar';
import { DAYS_OF_PERIOD, type FirstDateCohort } from '../../domain/retention';
import { columnOf, type CubeDimension } from '../measures';
import type { Snapshot } from '../snapshot';
import { activity, firstSights, rangeOfDates } from './activity-source';
import { filterConditions, type Filters } from './filters';

/**
 * Users by the date they were first seen and group, and how many of them were active in each period of 7 days from
 * their own first date on; whatever that activity carries counts.
 */
export async function fetchCohorts(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: {
    firstSeen: { first: LocalDate; last: LocalDate };
    periods: number;
    groupBy: readonly CubeDimension[];
    filters: Filters;
  }
): Promise<FirstDateCohort[]> {
  const days = query.periods * DAYS_OF_PERIOD;
  const { sql, values } = await activity(
    snapshot,
    calendar,
    rangeOfDates(calendar, query.firstSeen.first, addDays(query.firstSeen.last, days - 1))
  );
  const sights = await firstSights(snapshot, calendar, values);
  const conditions = filterConditions(query.filters, (name) => `u.${columnOf(name)}`, values);
  values.push(query.firstSeen.first, query.firstSeen.last, days);
  const at = values.length;
  const own = query.groupBy.map((name, index) => `, u.${columnOf(name)} AS g${index}`).join('');
  const groups = query.groupBy.map((_, index) => `, g${index}`).join('');
  const rows = await snapshot.rows<{
    first_seen: LocalDate;
    period: number | null;
    users: number;
    [g: string]: unknown;
  }>(
    `WITH cohort AS (
       SELECT u.user_id, u.first_seen${own} FROM ${sights} u
       WHERE u.first_seen BETWEEN $${at - 2}::date AND $${at - 1}::date${conditions}
     ), active AS (
       SELECT c.user_id, c.first_seen${groups}, (a.local_date - c.first_seen) / ${DAYS_OF_PERIOD} AS period
       FROM cohort c JOIN ${sql} a ON a.user_id = c.user_id
         AND a.local_date >= c.first_seen AND a.local_date < c.first_seen + $${at}::int
       GROUP BY ${[1, 2, 3, ...query.groupBy.map((_, index) => index + 4)].join(', ')}
     )
     SELECT first_seen, NULL::int AS period, count(*) AS users${groups} FROM cohort GROUP BY first_seen${groups}
     UNION ALL
     SELECT first_seen, period, count(*) AS users${groups} FROM active GROUP BY first_seen, period${groups}`,
    values
  );
  const cohorts = new Map<string, FirstDateCohort>();
  for (const row of rows) {
    const group = query.groupBy.map((_, index) => String(row[`g${index}`]));
    const key = JSON.stringify([row.first_seen, ...group]);
    const cohort = cohorts.get(key) ?? { firstSeen: row.first_seen, group, size: 0, active: new Map<number, number>() };
    cohorts.set(key, cohort);
    if (row.period === null) {
      cohort.size = row.users;
    } else {
      cohort.active.set(row.period, row.users);
    }
  }
  return [...cohorts.values()];
}
