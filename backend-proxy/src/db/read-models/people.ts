import type { UsedFeatures } from '../../domain/adoption';
import type { LocalDate, ReportingCalendar } from '../../domain/calendar';
import { MINUTE_GRAIN_MS } from '../../domain/cover';
import { edgePieces, inOrder, rowsWithin } from '../../domain/edge-pieces';
import type { Range } from '../../domain/intervals';
import { columnOf, type CubeDimension } from '../measures';
import type { Snapshot } from '../snapshot';
import { readGroup } from './activity';
import { activityOfWindows, ACTIVITY_TYPES, lastActivity, rangeOfDates, rawActivity } from './activity-source';
import { groupKey } from './cell-parts';
import { edgeUnit } from './edge-cells';
import { filterConditions, type Filters } from './filters';

/** What people are looked up for. */
export interface PeopleQuery {
  groupBy: readonly CubeDimension[];
  filters: Filters;
  /** Features whose use is told. */
  features: readonly string[];
}

/** People of one group: of each, a character for every feature of the query and a last one for journeys. */
export interface PeopleGroup {
  group: string[];
  people: UsedFeatures;
}

interface PersonRow {
  user_id: string;
  used: string;
  [group: string]: unknown;
}

/** Everything that tells apart queries over the same time. */
export function peopleKey({ groupBy, filters, features }: PeopleQuery): string {
  return `people ${JSON.stringify([groupBy, filters, features])}`;
}

/** What a person takes in memory, counted in numbers. */
const SIZE_OF_PERSON = 12;

/** Numbers that people take in memory, about. */
export function sizeOfPeople(groups: ReadonlyArray<{ people: UsedFeatures }>): number {
  return groups.reduce((sum, { people }) => sum + SIZE_OF_PERSON * people.size, 0);
}

/** Whether somebody had a journey, by what a query of so many features tells of them. */
export function hadJourney(used: string, { features }: PeopleQuery): boolean {
  return used[features.length] === '1';
}

function eitherUsed(a: string | undefined, b: string): string {
  if (a === undefined || a === b) {
    return b;
  }
  let both = '';
  for (let index = 0; index < b.length; index++) {
    both += a[index] === '1' || b[index] === '1' ? '1' : '0';
  }
  return both;
}

/** People by group; who comes in several rows used what any of them says. */
function grouped(rows: ReadonlyArray<{ group: string[]; user: string; used: string }>): PeopleGroup[] {
  const groups = new Map<string, { group: string[]; people: Map<string, string> }>();
  for (const { group, user, used } of rows) {
    const key = groupKey(group);
    const entry = groups.get(key) ?? { group, people: new Map<string, string>() };
    entry.people.set(user, eitherUsed(entry.people.get(user), used));
    groups.set(key, entry);
  }
  return [...groups.values()];
}

/** The conditions, group columns and bits of activity rows under the alias `a`; values are appended. */
function columnsOf(
  { groupBy, filters, features }: PeopleQuery,
  values: unknown[]
): { conditions: string; groups: string; bits: string[] } {
  const conditions = filterConditions(filters, (name) => `a.${columnOf(name)}`, values);
  // A parameter that a statement does not use has no type.
  values.push(...(features.length > 0 ? [features] : []));
  const list = `$${values.length}::text[]`;
  return {
    conditions,
    groups: groupBy.map((name, index) => `, a.${columnOf(name)} AS g${index}`).join(''),
    bits: [...features.map((_, index) => `(${list})[${index + 1}] = ANY(a.features)`), 'a.has_journey'],
  };
}

/** People who were active in a range, and what they used. */
export async function readPeople(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: PeopleQuery,
  range: Range
): Promise<PeopleGroup[]> {
  const { sql, values } = await activityOfWindows(snapshot, calendar, [range]);
  const { conditions, groups, bits } = columnsOf(query, values);
  const rows = await snapshot.rows<PersonRow>(
    // One row a user, by hashing; whoever counts users distinct sorts all activity.
    `SELECT a.user_id, concat(${bits.map((bit) => `bool_or(${bit})::int`).join(', ')}) AS used${groups}
     FROM ${sql} a WHERE true${conditions}
     GROUP BY ${[1, ...query.groupBy.map((_, index) => index + 3)].join(', ')}`,
    values
  );
  return grouped(rows.map((row) => ({ group: readGroup(row, query.groupBy), user: row.user_id, used: row.used })));
}

interface TimedPerson {
  /** µs since the epoch. */
  at: number;
  group: string[];
  user: string;
  used: string;
}

/** Single events of people within a span of one date. */
async function readTimedPeople(
  snapshot: Snapshot,
  query: PeopleQuery,
  span: Range & { date: LocalDate }
): Promise<TimedPerson[]> {
  const values: unknown[] = [];
  const raw = ACTIVITY_TYPES.map((type) => rawActivity(type, values, [span]));
  const { conditions, groups, bits } = columnsOf(query, values);
  const rows = await snapshot.rows<PersonRow & { at: number }>(
    `SELECT (extract(epoch FROM a."timestamp") * 1000000)::bigint AS at, a.user_id,
       concat(${bits.map((bit) => `(${bit})::int`).join(', ')}) AS used${groups}
     FROM (${raw.join(' UNION ALL ')}) a WHERE true${conditions}`,
    values
  );
  return rows.map((row) => ({
    at: row.at,
    group: readGroup(row, query.groupBy),
    user: row.user_id,
    used: row.used,
  }));
}

/** People who were active on whole local dates, kept in memory as long as the dates do not change. */
export function fetchPeopleOfDates<T>(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: PeopleQuery,
  { first, last }: { first: LocalDate; last: LocalDate },
  { name, of, sizeOf }: { name: string; of: (groups: PeopleGroup[]) => T; sizeOf: (value: T) => number }
): Promise<T> {
  return snapshot.keep(
    calendar,
    `${name} ${first} ${last} ${peopleKey(query)}`,
    [{ types: ACTIVITY_TYPES, first, last }],
    async () => of(await readPeople(snapshot, calendar, query, rangeOfDates(calendar, first, last))),
    sizeOf
  );
}

/**
 * People who were active in a part of a date, in one or more lists a group. What they are told from is kept under names
 * that stay the same while the edge moves within a bucket.
 */
export async function fetchPeopleOfEdge(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: PeopleQuery,
  edge: Range & { date: LocalDate }
): Promise<readonly PeopleGroup[]> {
  snapshot.noteRaw(edge, 'day');
  if (edge.from < snapshot.floors().raw) {
    return readPeople(snapshot, calendar, query, edge);
  }
  const { date } = edge;
  if (edge.from === calendar.dayStart(date) && (await lastActivity(snapshot, calendar, date)) < edge.to * 1000) {
    // As with every range that ends now: what has happened on the date is all there is.
    const all = { name: 'all', of: (groups: PeopleGroup[]) => groups, sizeOf: sizeOfPeople };
    return fetchPeopleOfDates(snapshot, calendar, query, { first: date, last: date }, all);
  }
  const dates = [{ types: ACTIVITY_TYPES, first: date, last: date }];
  const { whole, parts } = edgePieces(edge, edgeUnit(snapshot, edge, calendar));
  const key = peopleKey(query);
  const groups = whole
    ? [
        ...(await snapshot.keep(
          calendar,
          `${key} ${whole.from}-${whole.to}`,
          dates,
          () => readPeople(snapshot, calendar, query, whole),
          sizeOfPeople
        )),
      ]
    : [];
  for (const { unit, part } of parts) {
    const timed = await snapshot.keep(
      calendar,
      `${key} each ${unit.from}-${unit.to}`,
      dates,
      async () => inOrder(await readTimedPeople(snapshot, query, { ...unit, date })),
      (rows) => SIZE_OF_PERSON * rows.length
    );
    // Many rows of an hour are gathered once in five minutes, not with each refresh.
    const { whole: slices, parts: rest } = edgePieces(part, MINUTE_GRAIN_MS);
    const gathered = slices
      ? await snapshot.keep(
          calendar,
          `${key} of each ${slices.from}-${slices.to}`,
          dates,
          () => Promise.resolve(grouped(rowsWithin(timed, slices))),
          sizeOfPeople
        )
      : [];
    groups.push(...gathered, ...grouped(rest.flatMap(({ part: span }) => rowsWithin(timed, span))));
  }
  return groups;
}
