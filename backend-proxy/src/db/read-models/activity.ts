import { addDays, type LocalDate, type ReportingCalendar } from '../../domain/calendar';
import { columnOf, type CubeDimension } from '../measures';
import type { Snapshot } from '../snapshot';
import { activity, ACTIVITY_TYPES, firstSights, laggingActivity, rangeOfDates } from './activity-source';
import { filterConditions, type Filters } from './filters';

/** Everything by which active users can be filtered. */
export interface ActivityFilters extends Filters {
  /** Users count by activity that used one of these features. */
  feature?: readonly string[];
}
export type ActivityDimension = CubeDimension | 'feature';

/** The group of an activity row, and the row source with its features taken apart where they are grouped by. */
export function grouping(groupBy: readonly ActivityDimension[]): { columns: string[]; join: string } {
  return {
    columns: groupBy.map((name) => (name === 'feature' ? 'used.feature' : `a.${columnOf(name)}`)),
    join: groupBy.includes('feature') ? ' CROSS JOIN LATERAL unnest(a.features) AS used(feature)' : '',
  };
}

/** The conditions of filters over activity rows, their values appended to `values`. */
export function activityConditions(
  filters: ActivityFilters,
  groupBy: readonly ActivityDimension[],
  values: unknown[]
): string {
  const conditions = filterConditions(filters, (name) => `a.${columnOf(name)}`, values);
  const features = filters.feature ?? [];
  if (features.length === 0) {
    return conditions;
  }
  values.push(features);
  const expression = groupBy.includes('feature')
    ? `used.feature = ANY($${values.length}::text[])`
    : `a.features && $${values.length}::text[]`;
  return `${conditions} AND ${expression}`;
}

/** The group of an answered row, whose columns are named g0, g1 and so on. */
export function readGroup(row: Readonly<Record<string, unknown>>, groupBy: readonly ActivityDimension[]): string[] {
  return groupBy.map((_, index) => String(row[`g${index}`]));
}

/** The users of one group who were first seen on one date, counted. */
export interface CohortCount {
  firstSeen: LocalDate;
  group: string[];
  /** Users of the cohort. */
  cohort: number;
  /** Those of them who did what was asked. */
  reached: number;
}

/** A cohort of users by the date they were first seen, and the dates after it on which they are looked at. */
export interface CohortQuery {
  /** First and last date of first_seen, both included. */
  firstSeen: { first: LocalDate; last: LocalDate };
  /** Days after first_seen on which activity counts, both included. */
  from: number;
  to: number;
  groupBy: readonly CubeDimension[];
  filters: Filters;
}

/** Counts a cohort and those of it active `from` to `to` days after they were first seen; whatever that activity carries counts. */
export async function fetchRetained(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: CohortQuery
): Promise<readonly CohortCount[]> {
  return snapshot.keep(
    calendar,
    `retained ${JSON.stringify(query)}`,
    [{ types: ACTIVITY_TYPES, first: null, last: addDays(query.firstSeen.last, query.to) }],
    () => readRetained(snapshot, calendar, query),
    (counts) => 8 * counts.length
  );
}

async function readRetained(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: CohortQuery
): Promise<CohortCount[]> {
  const { sql, values } = await activity(
    snapshot,
    calendar,
    rangeOfDates(calendar, addDays(query.firstSeen.first, query.from), addDays(query.firstSeen.last, query.to))
  );
  const sights = await firstSights(snapshot, calendar, values);
  const conditions = filterConditions(query.filters, (name) => `u.${columnOf(name)}`, values);
  values.push(query.firstSeen.first, query.firstSeen.last, query.from, query.to);
  const at = values.length;
  const groups = query.groupBy.map((name) => `u.${columnOf(name)}`);
  const rows = await snapshot.rows<{
    first_seen: LocalDate;
    cohort: number;
    reached: number;
    [column: string]: unknown;
  }>(
    `SELECT u.first_seen, count(*) AS cohort, count(*) FILTER (WHERE active.user_id IS NOT NULL) AS reached${groups
      .map((column, index) => `, ${column} AS g${index}`)
      .join('')}
     FROM ${sights} u LEFT JOIN LATERAL (
       SELECT a.user_id FROM ${sql} a WHERE a.user_id = u.user_id
         AND a.local_date BETWEEN u.first_seen + $${at - 1}::int AND u.first_seen + $${at}::int LIMIT 1
     ) active ON true
     WHERE u.first_seen BETWEEN $${at - 3}::date AND $${at - 2}::date${conditions}
     GROUP BY ${[1, ...groups.map((_, index) => index + 4)].join(', ')}`,
    values
  );
  return rows.map(({ first_seen: firstSeen, cohort, reached, ...row }) => ({
    firstSeen,
    cohort,
    reached,
    group: readGroup(row, query.groupBy),
  }));
}

/** The cohort of one first date and group, and how many of it used each feature. */
export interface AdoptionCount {
  firstSeen: LocalDate;
  group: string[];
  cohort: number;
  adopters: Map<string, number>;
}

/** The last day of the time in which a feature counts as adopted, counted from the first sight; as `users.adopted` has it. */
export const ADOPTION_TAIL = 29;

/** A cohort of users by the date they were first seen, whose first 30 days are looked at. */
export interface AdoptionQuery extends Pick<CohortQuery, 'firstSeen' | 'groupBy' | 'filters'> {
  features: readonly string[];
}

/**
 * Counts a cohort and, per feature, those of it who used it in their first 30 days. That is noted with the first sight;
 * what lags behind is added, and people whose first sight itself lags behind are looked up day by day.
 */
export async function fetchAdopters(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: AdoptionQuery
): Promise<readonly AdoptionCount[]> {
  return snapshot.keep(
    calendar,
    `adopters ${JSON.stringify(query)}`,
    [{ types: ACTIVITY_TYPES, first: null, last: addDays(query.firstSeen.last, ADOPTION_TAIL) }],
    () => readAdopters(snapshot, calendar, query),
    (counts) => counts.reduce((sum, { adopters }) => sum + 8 + 5 * adopters.size, 0)
  );
}

async function readAdopters(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: AdoptionQuery
): Promise<AdoptionCount[]> {
  const range = rangeOfDates(calendar, query.firstSeen.first, addDays(query.firstSeen.last, ADOPTION_TAIL));
  const { sql, values } = await activity(snapshot, calendar, range);
  const lagging = await laggingActivity(snapshot, calendar, range, values);
  const sights = await firstSights(snapshot, calendar, values);
  const conditions = filterConditions(query.filters, (name) => `u.${columnOf(name)}`, values);
  values.push(query.firstSeen.first, query.firstSeen.last, query.features);
  const at = values.length;
  const groups = query.groupBy.map((_, index) => `, c.g${index}`).join('');
  const keys = query.groupBy.map((_, index) => index + 4);
  const within = `a.local_date BETWEEN c.first_seen AND c.first_seen + ${ADOPTION_TAIL}`;
  const rows = await snapshot.rows<{
    first_seen: LocalDate;
    feature: string | null;
    users: number;
    [column: string]: unknown;
  }>(
    `WITH cohort AS (
       SELECT u.user_id, u.first_seen, k.adopted${query.groupBy.map((name, index) => `, u.${columnOf(name)} AS g${index}`).join('')}
       FROM ${sights} u LEFT JOIN users k ON k.user_id = u.user_id AND k.first_seen = u.first_seen
       WHERE u.first_seen BETWEEN $${at - 2}::date AND $${at - 1}::date${conditions}
     ), used AS (
       SELECT c.user_id, f.feature FROM cohort c CROSS JOIN LATERAL unnest(c.adopted) AS f(feature)
       WHERE f.feature = ANY($${at}::text[])
       UNION
       SELECT c.user_id, f.feature FROM cohort c CROSS JOIN LATERAL (
         SELECT DISTINCT f.feature FROM ${sql} a CROSS JOIN LATERAL unnest(a.features) AS f(feature)
         WHERE a.user_id = c.user_id AND ${within} AND f.feature = ANY($${at}::text[])
       ) f WHERE c.adopted IS NULL${
         lagging === null
           ? ''
           : `
       UNION
       SELECT c.user_id, f.feature FROM cohort c JOIN ${lagging} a ON a.user_id = c.user_id AND ${within}
         CROSS JOIN LATERAL unnest(a.features) AS f(feature) WHERE f.feature = ANY($${at}::text[])`
       }
     )
     SELECT c.first_seen, NULL AS feature, count(*) AS users${groups} FROM cohort c GROUP BY ${[1, ...keys].join(', ')}
     UNION ALL
     SELECT c.first_seen, used.feature, count(*)${groups} FROM used JOIN cohort c USING (user_id)
     GROUP BY ${[1, 2, ...keys].join(', ')}`,
    values
  );
  const cohorts = new Map<string, AdoptionCount>();
  for (const row of rows) {
    const group = readGroup(row, query.groupBy);
    const key = JSON.stringify([row.first_seen, ...group]);
    const entry = cohorts.get(key) ?? {
      firstSeen: row.first_seen,
      group,
      cohort: 0,
      adopters: new Map<string, number>(),
    };
    if (row.feature === null) {
      entry.cohort = row.users;
    } else {
      entry.adopters.set(row.feature, row.users);
    }
    cohorts.set(key, entry);
  }
  return [...cohorts.values()];
}
