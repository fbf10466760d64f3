import { datesBetween, type LocalDate, type ReportingCalendar } from '../../domain/calendar';
import type { Range } from '../../domain/intervals';
import type { CubeDimension } from '../measures';
import type { Snapshot } from '../snapshot';
import {
  countedCube,
  fetchCounted,
  MAX_STRETCHES,
  readCount,
  stretches,
  type CountRow,
  type UserCount,
} from './active-users';
import { activityConditions, grouping } from './activity';
import { bucketAt } from './aggregates';
import { activity, ACTIVITY_TYPES, byDate, laggingDates, rangeOfDates, rawActivity } from './activity-source';
import { groupKey } from './cell-parts';
import type { Filters } from './filters';
import { fetchPeopleOfEdge, hadJourney } from './people';

/** Distinct users of a bucket, local date and group. */
export interface BucketUserCount extends UserCount {
  bucket: number;
}

/** What distinct users with a journey are counted for; bucket i is [edges[i], edges[i + 1]). */
interface JourneyUsersQuery {
  edges: readonly number[];
  groupBy: readonly CubeDimension[];
  filters: Filters;
}

/**
 * Distinct users with a journey per bucket, local date and group. Where every bucket is made of whole dates but for
 * the ends of the range, dates are counted already; narrower buckets are read from raw rows.
 */
export async function fetchJourneyUsers(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: JourneyUsersQuery
): Promise<BucketUserCount[]> {
  const [from = 0, ...rest] = query.edges;
  const to = rest.at(-1) ?? from;
  if (rest.slice(0, -1).some((edge) => calendar.dayStart(calendar.dateOf(edge)) !== edge)) {
    return countJourneysOfSpans(snapshot, calendar, query, { from, to });
  }
  const whole = calendar.wholeDates(from, to);
  const { groupBy, filters } = query;
  const key = JSON.stringify([groupBy, filters]);
  const asked = { groupBy, filters, features: [] };
  const counts: UserCount[] = [];
  if (whole) {
    const { first, last } = whole;
    const ofDates = await snapshot.keep(
      calendar,
      `journey users ${first} ${last} ${key}`,
      [{ types: ACTIVITY_TYPES, first, last }],
      () => readJourneyUsers(snapshot, calendar, query, whole),
      (ofDates) => 8 * ofDates.length
    );
    counts.push(...ofDates);
  }
  const wholeRange = whole ? rangeOfDates(calendar, whole.first, whole.last) : { from: to, to };
  for (const edge of [
    ...byDate({ from, to: wholeRange.from }, calendar),
    ...byDate({ from: wholeRange.to, to }, calendar),
  ]) {
    const byGroup = new Map<string, { group: string[]; people: Set<string> }>();
    for (const { group, people } of await fetchPeopleOfEdge(snapshot, calendar, asked, edge)) {
      const groupName = groupKey(group);
      const known = byGroup.get(groupName) ?? { group, people: new Set<string>() };
      people.forEach((used, person) => hadJourney(used, asked) && known.people.add(person));
      byGroup.set(groupName, known);
    }
    for (const { group, people } of byGroup.values()) {
      counts.push(...(people.size > 0 ? [{ date: edge.date, group, users: people.size }] : []));
    }
  }
  return counts.map((count) => ({ ...count, bucket: bucketAt(query.edges, calendar.dayStart(count.date)) }));
}

/** Distinct users with a journey per local date and group: as they are counted already, as far as that is current. */
async function readJourneyUsers(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: JourneyUsersQuery,
  { first, last }: { first: LocalDate; last: LocalDate }
): Promise<UserCount[]> {
  const cube = countedCube(query.groupBy, query.filters);
  const range = rangeOfDates(calendar, first, last);
  const lagging = laggingDates(snapshot, calendar, range);
  const dates = datesBetween(first, last);
  const open = stretches(dates.filter((date) => lagging.has(date)));
  if (cube === null || open.length > MAX_STRETCHES) {
    return countJourneysOfDates(snapshot, calendar, query, range);
  }
  const settled = dates.filter((date) => !lagging.has(date));
  const counts = await fetchCounted(snapshot, settled, { ...query, cube, measure: 'journey_users' });
  for (const span of open) {
    const lateRange = rangeOfDates(calendar, span.first, span.last);
    counts.push(...(await countJourneysOfDates(snapshot, calendar, query, lateRange)));
  }
  return counts;
}

/** The same from activity, of a range that may begin and end at any time of a day. */
async function countJourneysOfDates(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: JourneyUsersQuery,
  range: Range
): Promise<UserCount[]> {
  const { sql, values } = await activity(snapshot, calendar, range);
  const { columns } = grouping(query.groupBy);
  const conditions = activityConditions(query.filters, query.groupBy, values);
  const rows = await snapshot.rows<CountRow>(
    `SELECT a.local_date AS date, count(DISTINCT a.user_id) AS users${groupColumns(columns)}
     FROM ${sql} a WHERE a.has_journey${conditions}
     GROUP BY ${[1, ...columns.map((_, index) => index + 3)].join(', ')}`,
    values
  );
  return rows.map((row) => readCount(row, query.groupBy));
}

const groupColumns = (columns: readonly string[]): string =>
  columns.map((column, index) => `, ${column} AS g${index}`).join('');

/** Counts of buckets that begin at any time of a day. */
async function countJourneysOfSpans(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: JourneyUsersQuery,
  range: Range
): Promise<BucketUserCount[]> {
  const spans = query.edges
    .slice(1)
    .flatMap((end, bucket) =>
      byDate({ from: query.edges[bucket] ?? range.from, to: end }, calendar).map((span) => ({ ...span, bucket }))
    );
  snapshot.noteRaw(range, 'day');
  const values: unknown[] = [];
  const sql = `(${rawActivity('journey', values, spans)})`;
  values.push(spans.map(({ bucket }) => bucket));
  const { columns } = grouping(query.groupBy);
  const bucketOf = `($${values.length}::int[])[a.span]`;
  const conditions = activityConditions(query.filters, query.groupBy, values);
  const rows = await snapshot.rows<CountRow & { bucket: number }>(
    `SELECT a.local_date AS date, count(DISTINCT a.user_id) AS users, ${bucketOf} AS bucket${groupColumns(columns)}
     FROM ${sql} a WHERE a.has_journey${conditions}
     GROUP BY ${[1, 3, ...columns.map((_, index) => index + 4)].join(', ')}`,
    values
  );
  return rows.map((row) => ({ ...readCount(row, query.groupBy), bucket: row.bucket }));
}
