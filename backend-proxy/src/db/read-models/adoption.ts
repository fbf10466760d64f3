import { addPeople, countPeople, type AdoptionCounts, type CountedPeople } from '../../domain/adoption';
import type { LocalDate, ReportingCalendar } from '../../domain/calendar';
import type { Range } from '../../domain/intervals';
import { columnOf, type CubeDimension } from '../measures';
import type { Snapshot } from '../snapshot';
import { activityOfWindows, ACTIVITY_TYPES, byDate, rangeOfDates } from './activity-source';
import { filterConditions, type Filters } from './filters';
import { fetchPeopleOfDates, fetchPeopleOfEdge, sizeOfPeople, type PeopleGroup } from './people';

/** Who was active in a window with a value of the column's dimension, and who used which feature. */
export interface FeatureUse extends AdoptionCounts {
  /** Index of the window. */
  window: number;
  /** Value of the dimension; empty without one. */
  value: string;
}

interface FeatureUseQuery {
  windows: readonly Range[];
  /** null: one value for all. */
  column: CubeDimension | null;
  features: readonly string[];
  filters: Filters;
}

/** A window cut into its whole local dates and what is left at its ends. */
interface SplitWindow {
  index: number;
  range: Range;
  dates: { first: LocalDate; last: LocalDate } | null;
  edges: ReadonlyArray<Range & { date: LocalDate }>;
}

function splitWindow(range: Range, index: number, calendar: ReportingCalendar): SplitWindow {
  const dates = calendar.wholeDates(range.from, range.to);
  const whole = dates ? rangeOfDates(calendar, dates.first, dates.last) : { from: range.to, to: range.to };
  const edges = [
    { from: range.from, to: whole.from },
    { from: whole.to, to: range.to },
  ];
  return { index, range, dates, edges: edges.flatMap((edge) => byDate(edge, calendar)) };
}

/** Counts of windows, added up where they are stored. */
async function readCounts(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: FeatureUseQuery
): Promise<FeatureUse[]> {
  const { features, column, filters } = query;
  const { sql, values } = await activityOfWindows(snapshot, calendar, query.windows);
  const conditions = filterConditions(filters, (name) => `a.${columnOf(name)}`, values);
  const value = column === null ? `''::text` : `a.${columnOf(column)}`;
  // A parameter that a statement does not use has no type.
  values.push(...(features.length > 0 ? [features] : []));
  const used = features.map(
    (_, index) => `, bool_or(($${values.length}::text[])[${index + 1}] = ANY(a.features)) AS used_${index}`
  );
  const counts = features.map((_, index) => `, count(*) FILTER (WHERE used_${index}) AS users_${index}`);
  const rows = await snapshot.rows<{ bucket: number; value: string; eligible: number; [users: string]: unknown }>(
    // One row a user first, by hashing; counting users distinct would sort all activity.
    `SELECT bucket, value, count(*) AS eligible${counts.join('')}
     FROM (
       SELECT a.bucket, ${value} AS value, a.user_id${used.join('')} FROM ${sql} a WHERE true${conditions} GROUP BY 1, 2, 3
     ) active
     GROUP BY bucket, value`,
    values
  );
  return rows.map(({ bucket, value, eligible, ...row }) => ({
    window: bucket,
    value,
    eligible,
    users: new Map(features.map((feature, index) => [feature, Number(row[`users_${index}`])])),
  }));
}

/** Everything that tells apart queries over the same windows. */
function keyOf({ column, features, filters }: FeatureUseQuery): string {
  return JSON.stringify([column, features, filters]);
}

/** Windows made of whole dates, which few requests read anew. */
async function countDates(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: FeatureUseQuery,
  windows: readonly SplitWindow[]
): Promise<FeatureUse[]> {
  if (windows.length === 0) {
    return [];
  }
  const counts = await snapshot.keep(
    calendar,
    `feature use ${windows.map(({ range }) => `${range.from}-${range.to}`).join()} ${keyOf(query)}`,
    windows.flatMap(({ dates }) => (dates ? [{ types: ACTIVITY_TYPES, ...dates }] : [])),
    () => readCounts(snapshot, calendar, { ...query, windows: windows.map(({ range }) => range) }),
    (uses) => uses.length * (4 + 2 * query.features.length)
  );
  return counts.map((use) => ({ ...use, window: windows[use.window]?.index ?? 0 }));
}

/** A window that begins or ends within a date: people of its whole dates, and those of its edges. */
async function countOpen(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  { column, features, filters }: FeatureUseQuery,
  { dates, edges, index }: SplitWindow
): Promise<FeatureUse[]> {
  const query = { groupBy: column === null ? [] : [column], features, filters };
  const byValue = (groups: readonly PeopleGroup[]): Map<string, CountedPeople> =>
    new Map(groups.map(({ group, people }) => [group[0] ?? '', countPeople(people, features.length)]));
  const counted = {
    name: 'counted',
    of: byValue,
    sizeOf: (whole: Map<string, CountedPeople>) => sizeOfPeople([...whole.values()]),
  };
  const whole = dates ? await fetchPeopleOfDates(snapshot, calendar, query, dates, counted) : byValue([]);
  const atEdges: PeopleGroup[] = [];
  for (const edge of edges) {
    atEdges.push(...(await fetchPeopleOfEdge(snapshot, calendar, query, edge)));
  }
  const valueOf = ({ group }: PeopleGroup): string => group[0] ?? '';
  return [...new Set([...whole.keys(), ...atEdges.map(valueOf)])].map((value) => ({
    window: index,
    value,
    ...addPeople(
      whole.get(value) ?? countPeople(new Map(), features.length),
      atEdges.filter((group) => valueOf(group) === value).map(({ people }) => people),
      features
    ),
  }));
}

/**
 * Distinct users per window and value of a dimension: those with any activity, and those whose activity used each
 * feature. Who was active on whole dates is kept in memory as long as the dates do not change.
 */
export async function fetchFeatureUse(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: FeatureUseQuery
): Promise<FeatureUse[]> {
  const split = query.windows.map((window, index) => splitWindow(window, index, calendar));
  const uses = await countDates(
    snapshot,
    calendar,
    query,
    split.filter(({ edges, dates }) => dates && edges.length === 0)
  );
  for (const window of split.filter(({ edges }) => edges.length > 0)) {
    uses.push(...(await countOpen(snapshot, calendar, query, window)));
  }
  return uses;
}
