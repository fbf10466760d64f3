import { addDays, type LocalDate, type ReportingCalendar } from '../../domain/calendar';
import { countTrailing, type ActiveMonths } from '../../domain/trailing-users';
import { columnOf, CUBE_DIMENSIONS, type CubeDimension } from '../measures';
import type { Snapshot } from '../snapshot';
import { activityConditions, grouping, readGroup, type ActivityDimension, type ActivityFilters } from './activity';
import { activity, ACTIVITY_TYPES, laggingActivity, laggingDates, rangeOfDates } from './activity-source';
import { activeFilters, filterConditions, type Filters } from './filters';

/** Distinct users of a date or window, and group. */
export interface UserCount {
  date: LocalDate;
  group: string[];
  users: number;
}

/** A row that counts the users of a date, with the columns of its group. */
export interface CountRow {
  date: LocalDate;
  users: number;
  [column: string]: unknown;
}

/** Reads such a row. */
export function readCount(row: CountRow, groupBy: readonly ActivityDimension[]): UserCount {
  return { date: row.date, users: row.users, group: readGroup(row, groupBy) };
}

/** Stretches that are read from activity at most; beyond, the range is read as a whole. */
export const MAX_STRETCHES = 6;

/**
 * The cube of `rollup_active_users` that answers, or null where none does: users who count for two values of a dimension
 * would count twice when values are added up, so that every row has to be a group of its own.
 */
export function countedCube(groupBy: readonly ActivityDimension[], filters: ActivityFilters): number | null {
  if ((filters.feature ?? []).length > 0) {
    return null;
  }
  const filtered = activeFilters(filters);
  const names = new Set<ActivityDimension>([...groupBy, ...filtered.map(({ name }) => name)]);
  const addsUp = filtered.some(({ name, values }) => values.length > 1 && !groupBy.includes(name));
  const dimension = CUBE_DIMENSIONS.find(({ name }) => names.has(name));
  return names.size > 1 || addsUp || names.has('feature') ? null : (dimension?.bit ?? 0);
}

/** Counts of whole dates that no change is outstanding for. */
export async function fetchCounted(
  snapshot: Snapshot,
  dates: readonly LocalDate[],
  query: { cube: number; measure: 'users' | 'journey_users'; groupBy: readonly ActivityDimension[]; filters: Filters }
): Promise<UserCount[]> {
  const values: unknown[] = [dates, query.cube];
  const conditions = filterConditions(query.filters, (name) => `c.${columnOf(name)}`, values);
  const groups = query.groupBy.map((name, index) => `, c.${columnOf(name as CubeDimension)} AS g${index}`).join('');
  const rows = await snapshot.rows<CountRow>(
    `SELECT c.local_date AS date, c.${query.measure} AS users${groups} FROM rollup_active_users c
     WHERE c.local_date = ANY($1::date[]) AND c.cube = $2 AND c.${query.measure} > 0${conditions}`,
    values
  );
  return rows.map((row) => readCount(row, query.groupBy));
}

/** Dates that follow each other, joined. */
export function stretches(dates: readonly LocalDate[]): Array<{ first: LocalDate; last: LocalDate }> {
  const joined: Array<{ first: LocalDate; last: LocalDate }> = [];
  for (const date of [...dates].sort()) {
    const last = joined.at(-1);
    if (last && addDays(last.last, 1) >= date) {
      last.last = date;
    } else {
      joined.push({ first: date, last: date });
    }
  }
  return joined;
}

/** What distinct users are counted for. */
interface ActiveUsersQuery {
  dates: readonly LocalDate[];
  groupBy: readonly ActivityDimension[];
  filters: ActivityFilters;
}

/**
 * Distinct users active in the window of `days` dates that ends on each of the given dates.
 * @param query.days 1 for daily, 7 for weekly, 28 for monthly active users
 */
export async function fetchActiveUsers(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: ActiveUsersQuery & { days: number }
): Promise<readonly UserCount[]> {
  const dates = [...query.dates].sort();
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) {
    return [];
  }
  return snapshot.keep(
    calendar,
    `active users ${JSON.stringify(query)}`,
    [{ types: ACTIVITY_TYPES, first: addDays(first, 1 - query.days), last }],
    () => readActiveUsers(snapshot, calendar, query),
    (counts) => 8 * counts.length
  );
}

async function readActiveUsers(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: ActiveUsersQuery & { days: number }
): Promise<UserCount[]> {
  if (query.days > 1 && !query.groupBy.includes('feature') && (query.filters.feature ?? []).length === 0) {
    return countTrailingWindows(snapshot, calendar, query);
  }
  const cube = query.days === 1 ? countedCube(query.groupBy, query.filters) : null;
  const [first, last] = [query.dates[0], query.dates.at(-1)];
  if (cube === null || first === undefined || last === undefined) {
    return countActive(snapshot, calendar, query);
  }
  const lagging = laggingDates(snapshot, calendar, rangeOfDates(calendar, first, last));
  const open = stretches(query.dates.filter((date) => lagging.has(date)));
  if (open.length > MAX_STRETCHES) {
    return countActive(snapshot, calendar, query);
  }
  const counts = await fetchCounted(
    snapshot,
    query.dates.filter((date) => !lagging.has(date)),
    { ...query, cube, measure: 'users' }
  );
  for (const span of open) {
    const dates = query.dates.filter((date) => date >= span.first && date <= span.last);
    counts.push(...(await countActive(snapshot, calendar, { ...query, dates })));
  }
  return counts;
}

/** The same for windows of several dates, from the days on which each user was active, a month a row. */
async function countTrailingWindows(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: ActiveUsersQuery & { days: number }
): Promise<UserCount[]> {
  const dates = [...query.dates].sort();
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) {
    return [];
  }
  const begin = addDays(first, 1 - query.days);
  const values: unknown[] = [calendar.monthOf(begin), last];
  const lagging = await laggingActivity(snapshot, calendar, rangeOfDates(calendar, begin, last), values);
  const columns = CUBE_DIMENSIONS.map(({ column }) => column).join(', ');
  const later = lagging
    ? ` UNION ALL SELECT user_id, ${columns}, lopan_month(local_date), lopan_day_bit(local_date) FROM ${lagging} l`
    : '';
  const conditions = activityConditions(query.filters, query.groupBy, values);
  const groups = grouping(query.groupBy).columns.map((column, index) => `, ${column} AS g${index}`);
  const rows = await snapshot.rows<{ months: string; days: number[]; [group: string]: unknown }>(
    `SELECT string_agg(a.month::text, ',') AS months, array_agg(a.days) AS days${groups.join('')} FROM (
       SELECT user_id, ${columns}, month, days FROM user_months WHERE month BETWEEN $1::date AND $2::date${later}
     ) a WHERE true${conditions} GROUP BY a.user_id${groups.map((_, index) => `, g${index}`).join('')}`,
    values
  );
  const byGroup = new Map<string, { group: string[]; people: ActiveMonths[] }>();
  for (const { months, days, ...row } of rows) {
    const group = readGroup(row, query.groupBy);
    const key = JSON.stringify(group);
    const entry = byGroup.get(key) ?? { group, people: [] };
    entry.people.push({ months: months.split(','), days });
    byGroup.set(key, entry);
  }
  return [...byGroup.values()].flatMap(({ group, people }) => {
    const counts = countTrailing(people, dates, query.days);
    return dates.flatMap((date, index) =>
      (counts[index] ?? 0) > 0 ? [{ date, group, users: counts[index] ?? 0 }] : []
    );
  });
}

/** The same from who was active when. */
async function countActive(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: ActiveUsersQuery & { days: number }
): Promise<UserCount[]> {
  const [first, last] = [query.dates[0], query.dates.at(-1)];
  if (first === undefined || last === undefined) {
    return [];
  }
  const { sql, values } = await activity(
    snapshot,
    calendar,
    rangeOfDates(calendar, addDays(first, 1 - query.days), last)
  );
  const { columns, join } = grouping(query.groupBy);
  const conditions = activityConditions(query.filters, query.groupBy, values);
  values.push(query.dates, query.days);
  const window = `unnest($${values.length - 1}::date[]) AS d(date) JOIN ${sql} a
    ON ${query.days === 1 ? 'a.local_date = d.date' : `a.local_date > d.date - $${values.length}::int AND a.local_date <= d.date`}`;
  // A parameter that a statement does not use has no type.
  const parameters = query.days === 1 ? values.slice(0, -1) : values;
  const rows = await snapshot.rows<CountRow>(
    `SELECT d.date, count(DISTINCT a.user_id) AS users${columns.map((column, index) => `, ${column} AS g${index}`).join('')}
     FROM ${window}${join} WHERE true${conditions}
     GROUP BY ${[1, ...columns.map((_, index) => index + 3)].join(', ')}`,
    parameters
  );
  return rows.map((row) => readCount(row, query.groupBy));
}
