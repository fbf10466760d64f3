import { addDays, type LocalDate, type ReportingCalendar } from '../../domain/calendar';
import { MINUTE_GRAIN_MS } from '../../domain/cover';
import type { Range } from '../../domain/intervals';
import { columnOf, CUBE_DIMENSIONS, MEASURE_TABLES, type CubeDimension } from '../measures';
import type { Snapshot } from '../snapshot';
import { FEATURES_OF_ROW, type ActivityType } from '../stores/rollup-sql';
import { filterConditions, rawDimension, type Filters } from './filters';

/** Everything by which active users can be filtered. */
export interface ActivityFilters extends Filters {
  /** Users count by activity that used one of these features. */
  feature?: readonly string[];
}
export type ActivityDimension = CubeDimension | 'feature';

const ACTIVITY_TYPES: readonly ActivityType[] = ['session', 'feature', 'journey'];
const COLUMNS = CUBE_DIMENSIONS.map(({ column }) => column).join(', ');

/** An SQL expression that yields activity rows, and the parameters it uses. */
interface ActivitySource {
  sql: string;
  values: unknown[];
}

/** A stretch of raw rows that belong to one local date. */
interface DatedSpan extends Range {
  date: LocalDate;
}

/** Raw rows of spans in the form of `user_days`. */
function rawActivity(type: ActivityType, values: unknown[], spans: readonly DatedSpan[]): string {
  values.push(
    spans.map(({ from }) => new Date(from)),
    spans.map(({ to }) => new Date(to)),
    spans.map(({ date }) => date)
  );
  const at = values.length;
  const dimensions = CUBE_DIMENSIONS.map(({ name, column }) => `${rawDimension(name)} AS ${column}`).join(', ');
  return `SELECT span.date AS local_date, span.ordinality AS span, e.* FROM unnest($${at - 2}::timestamptz[], $${at - 1}::timestamptz[], $${at}::date[]) WITH ORDINALITY AS span("from", "to", date)
    CROSS JOIN LATERAL (SELECT e.user_id, ${dimensions}, ${FEATURES_OF_ROW[type]} AS features, ${type === 'journey'} AS has_journey, e."timestamp", e.event_id
      FROM ${MEASURE_TABLES[type].raw} e
      WHERE e."timestamp" >= span."from" AND e."timestamp" < span."to" AND e.voided_at IS NULL OFFSET 0) e`;
}

function pendingSpans(buckets: readonly number[], calendar: ReportingCalendar): DatedSpan[] {
  return buckets.map((from) => ({ from, to: from + MINUTE_GRAIN_MS, date: calendar.dateOf(from) }));
}

/** Cuts a span where local dates change. */
function byDate({ from, to }: Range, calendar: ReportingCalendar): DatedSpan[] {
  const spans: DatedSpan[] = [];
  for (let start = from; start < to;) {
    const date = calendar.dateOf(start);
    const end = Math.min(to, calendar.dayEnd(date));
    spans.push({ from: start, to: end, date });
    start = end;
  }
  return spans;
}

/**
 * Activity rows of a range: (local_date, user_id, dimensions, features, has_journey). Whole dates come from
 * `user_days`; the edges of the range, and buckets where that table lags behind, from raw rows. A user can have
 * several rows a date.
 */
async function activity(snapshot: Snapshot, calendar: ReportingCalendar, range: Range): Promise<ActivitySource> {
  const whole = calendar.wholeDates(range.from, range.to);
  const wholeRange = whole
    ? { from: calendar.dayStart(whole.first), to: calendar.dayEnd(whole.last) }
    : { from: range.to, to: range.to };
  const edges = [
    ...byDate({ from: range.from, to: wholeRange.from }, calendar),
    ...byDate({ from: wholeRange.to, to: range.to }, calendar),
  ];
  const values: unknown[] = whole ? [whole.first, whole.last] : [];
  const columns = `local_date, user_id, ${COLUMNS}, features, has_journey`;
  const parts = whole ? [`SELECT ${columns} FROM user_days WHERE local_date BETWEEN $1 AND $2`] : [];
  for (const type of ACTIVITY_TYPES) {
    const buckets = await snapshot.pending(type, wholeRange);
    const spans = [...edges, ...pendingSpans(buckets, calendar)];
    if (spans.length > 0) {
      parts.push(`SELECT ${columns} FROM (${rawActivity(type, values, spans)}) ${type}_raw`);
    }
  }
  return { sql: parts.length > 0 ? `(${parts.join(' UNION ALL ')})` : NO_ACTIVITY, values };
}

/** Rows of activity where there can be none. */
const NO_ACTIVITY = `(SELECT NULL::date AS local_date, NULL::uuid AS user_id, ${CUBE_DIMENSIONS.map(({ column }) => `NULL::text AS ${column}`).join(', ')},
  NULL::text[] AS features, NULL::boolean AS has_journey WHERE false)`;

/** The range that dates span. */
function rangeOfDates(calendar: ReportingCalendar, first: LocalDate, last: LocalDate): Range {
  return { from: calendar.dayStart(first), to: calendar.dayEnd(last) };
}

/** The group of an activity row, and the row source with its features taken apart where they are grouped by. */
function grouping(groupBy: readonly ActivityDimension[]): { columns: string[]; join: string } {
  return {
    columns: groupBy.map((name) => (name === 'feature' ? 'used.feature' : `a.${columnOf(name)}`)),
    join: groupBy.includes('feature') ? ' CROSS JOIN LATERAL unnest(a.features) AS used(feature)' : '',
  };
}

function activityConditions(
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

/** Distinct users of a date or window, and group. */
export interface UserCount {
  date: LocalDate;
  group: string[];
  users: number;
}

interface CountRow {
  date: LocalDate;
  users: number;
  [column: string]: unknown;
}

function readGroup(row: Readonly<Record<string, unknown>>, groupBy: readonly ActivityDimension[]): string[] {
  return groupBy.map((_, index) => String(row[`g${index}`]));
}

function readCount(row: CountRow, groupBy: readonly ActivityDimension[]): UserCount {
  return { date: row.date, users: row.users, group: readGroup(row, groupBy) };
}

/**
 * Distinct users active in the window of `days` dates that ends on each of the given dates.
 * @param days 1 for daily, 7 for weekly, 28 for monthly active users
 */
export async function fetchActiveUsers(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: { dates: readonly LocalDate[]; days: number; groupBy: readonly ActivityDimension[]; filters: ActivityFilters }
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

/** Distinct users of a bucket, local date and group. */
export interface BucketUserCount extends UserCount {
  bucket: number;
}

/**
 * Distinct users with a journey per bucket, local date and group. Where every bucket is made of whole dates but for
 * the ends of the range, dates come from `user_days`; narrower buckets are read from raw rows.
 */
export async function fetchJourneyUsers(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: { edges: readonly number[]; groupBy: readonly CubeDimension[]; filters: Filters }
): Promise<BucketUserCount[]> {
  const [from = 0, ...rest] = query.edges;
  const to = rest.at(-1) ?? from;
  const splitsDates = rest.slice(0, -1).some((edge) => calendar.dayStart(calendar.dateOf(edge)) !== edge);
  const values: unknown[] = [];
  let sql: string;
  if (splitsDates) {
    const spans = rest.flatMap((end, bucket) =>
      byDate({ from: query.edges[bucket] ?? from, to: end }, calendar).map((span) => ({ ...span, bucket }))
    );
    sql = `(${rawActivity('journey', values, spans)})`;
    values.push(spans.map(({ bucket }) => bucket));
  } else {
    const source = await activity(snapshot, calendar, { from, to });
    sql = source.sql;
    values.push(...source.values, query.edges.slice(0, -1).map((edge) => calendar.dateOf(edge)));
  }
  const bucketOf = splitsDates
    ? `($${values.length}::int[])[a.span]`
    : `width_bucket(a.local_date, $${values.length}::date[]) - 1`;
  const { columns } = grouping(query.groupBy);
  const conditions = activityConditions(query.filters, query.groupBy, values);
  const rows = await snapshot.rows<CountRow & { bucket: number }>(
    `SELECT a.local_date AS date, count(DISTINCT a.user_id) AS users, ${bucketOf} AS bucket${columns
      .map((column, index) => `, ${column} AS g${index}`)
      .join('')}
     FROM ${sql} a WHERE a.has_journey${conditions}
     GROUP BY ${[1, 3, ...columns.map((_, index) => index + 4)].join(', ')}`,
    values
  );
  return rows.map((row) => ({ ...readCount(row, query.groupBy), bucket: row.bucket }));
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

/** First sights of users: (user_id, first_seen, dimensions), current even where the table lags behind. */
async function firstSights(snapshot: Snapshot, calendar: ReportingCalendar, values: unknown[]): Promise<string> {
  const columns = `user_id, first_seen, first_event_at, ${COLUMNS}`;
  const parts = [`SELECT ${columns} FROM users`];
  for (const type of ACTIVITY_TYPES) {
    const buckets = await snapshot.pending(type, { from: MIN_INSTANT, to: MAX_INSTANT });
    if (buckets.length > 0) {
      parts.push(
        `SELECT user_id, local_date AS first_seen, "timestamp" AS first_event_at, ${COLUMNS} FROM (${rawActivity(type, values, pendingSpans(buckets, calendar))}) ${type}_first`
      );
    }
  }
  return parts.length === 1
    ? '(SELECT * FROM users)'
    : `(SELECT DISTINCT ON (user_id) ${columns} FROM (${parts.join(' UNION ALL ')}) sights ORDER BY user_id, first_event_at)`;
}

/** Bounds of what Postgres and JavaScript both can tell as an instant. */
const MIN_INSTANT = Date.UTC(1970, 0, 1);
const MAX_INSTANT = Date.UTC(2200, 0, 1);

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

/** Counts a cohort and, per feature, those of it who used it `from` to `to` days after they were first seen. */
export async function fetchAdopters(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: CohortQuery & { features: readonly string[] }
): Promise<AdoptionCount[]> {
  const { sql, values } = await activity(
    snapshot,
    calendar,
    rangeOfDates(calendar, addDays(query.firstSeen.first, query.from), addDays(query.firstSeen.last, query.to))
  );
  const sights = await firstSights(snapshot, calendar, values);
  const conditions = filterConditions(query.filters, (name) => `u.${columnOf(name)}`, values);
  values.push(query.firstSeen.first, query.firstSeen.last, query.from, query.to, query.features);
  const at = values.length;
  const groups = query.groupBy.map((_, index) => `, c.g${index}`).join('');
  const keys = query.groupBy.map((_, index) => index + 4);
  const rows = await snapshot.rows<{
    first_seen: LocalDate;
    feature: string | null;
    users: number;
    [column: string]: unknown;
  }>(
    `WITH cohort AS (
       SELECT u.user_id, u.first_seen${query.groupBy.map((name, index) => `, u.${columnOf(name)} AS g${index}`).join('')} FROM ${sights} u
       WHERE u.first_seen BETWEEN $${at - 4}::date AND $${at - 3}::date${conditions}
     ), used AS (
       SELECT DISTINCT c.user_id, f.feature FROM cohort c JOIN ${sql} a ON a.user_id = c.user_id
         AND a.local_date BETWEEN c.first_seen + $${at - 2}::int AND c.first_seen + $${at - 1}::int
       CROSS JOIN LATERAL unnest(a.features) AS f(feature) WHERE f.feature = ANY($${at}::text[])
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
