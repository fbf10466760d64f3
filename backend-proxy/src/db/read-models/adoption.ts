import {
  addPeople,
  countPeople,
  type AdoptionCounts,
  type CountedPeople,
  type UsedFeatures,
} from '../../domain/adoption';
import type { LocalDate, ReportingCalendar } from '../../domain/calendar';
import type { Range } from '../../domain/intervals';
import { columnOf, type CubeDimension } from '../measures';
import type { Snapshot } from '../snapshot';
import { activityOfWindows, ACTIVITY_TYPES, byDate, rangeOfDates } from './activity-source';
import { filterConditions, type Filters } from './filters';

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

/** People of a window and value of a dimension. */
interface WindowPeople {
  window: number;
  value: string;
  people: UsedFeatures;
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

/** The rows of a statement that says, a user of a window and value a row, which features they used; its parameters. */
async function usedBy(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  { windows, column, features, filters }: FeatureUseQuery
): Promise<{ sql: string; values: unknown[] }> {
  const { sql, values } = await activityOfWindows(snapshot, calendar, windows);
  const conditions = filterConditions(filters, (name) => `a.${columnOf(name)}`, values);
  const value = column === null ? `''::text` : `a.${columnOf(column)}`;
  // A parameter that a statement does not use has no type.
  values.push(...(features.length > 0 ? [features] : []));
  const used = features.map(
    (_, index) => `, bool_or(($${values.length}::text[])[${index + 1}] = ANY(a.features)) AS used_${index}`
  );
  // One row a user first, by hashing; counting users distinct would sort all activity.
  return {
    sql: `(SELECT a.bucket, ${value} AS value, a.user_id${used.join('')} FROM ${sql} a
       WHERE true${conditions} GROUP BY 1, 2, 3) active`,
    values,
  };
}

/** Counts of windows, added up where they are stored. */
async function readCounts(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: FeatureUseQuery
): Promise<FeatureUse[]> {
  const { features } = query;
  const { sql, values } = await usedBy(snapshot, calendar, query);
  const counts = features.map((_, index) => `, count(*) FILTER (WHERE used_${index}) AS users_${index}`);
  const rows = await snapshot.rows<{ bucket: number; value: string; eligible: number; [users: string]: unknown }>(
    `SELECT bucket, value, count(*) AS eligible${counts.join('')} FROM ${sql} GROUP BY bucket, value`,
    values
  );
  return rows.map(({ bucket, value, eligible, ...row }) => ({
    window: bucket,
    value,
    eligible,
    users: new Map(features.map((feature, index) => [feature, Number(row[`users_${index}`])])),
  }));
}

/** The people of windows, one by one, so that others can be added. */
async function readPeople(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: FeatureUseQuery
): Promise<WindowPeople[]> {
  const { sql, values } = await usedBy(snapshot, calendar, query);
  const used = query.features.map((_, index) => `used_${index}::int`).join(', ');
  const rows = await snapshot.rows<{ bucket: number; value: string; user_id: string; used: string }>(
    `SELECT bucket, value, user_id, concat(${used || `''`}) AS used FROM ${sql}`,
    values
  );
  const groups = new Map<string, { window: number; value: string; people: Map<string, string> }>();
  for (const row of rows) {
    const key = `${row.bucket} ${row.value}`;
    const group = groups.get(key) ?? { window: row.bucket, value: row.value, people: new Map<string, string>() };
    group.people.set(row.user_id, row.used);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Everything that tells apart queries over the same windows. */
function keyOf({ column, features, filters }: FeatureUseQuery): string {
  return JSON.stringify([column, features, filters]);
}

const sizeOfPeople = (groups: ReadonlyArray<{ people: UsedFeatures }>): number =>
  groups.reduce((sum, { people }) => sum + 5 * people.size, 0);

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

/** The people of a window's whole dates by value, counted. */
async function peopleOfDates(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: FeatureUseQuery,
  { dates }: SplitWindow
): Promise<ReadonlyMap<string, CountedPeople>> {
  if (!dates) {
    return new Map();
  }
  const { first, last } = dates;
  return snapshot.keep(
    calendar,
    `feature people ${first} ${last} ${keyOf(query)}`,
    [{ types: ACTIVITY_TYPES, first, last }],
    async () => {
      const groups = await readPeople(snapshot, calendar, { ...query, windows: [rangeOfDates(calendar, first, last)] });
      return new Map(groups.map(({ value, people }) => [value, countPeople(people, query.features.length)]));
    },
    (counted) => sizeOfPeople([...counted.values()])
  );
}

/** A window that begins or ends within a date: people of its whole dates, and those of its edges. */
async function countOpen(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  query: FeatureUseQuery,
  window: SplitWindow
): Promise<FeatureUse[]> {
  const whole = await peopleOfDates(snapshot, calendar, query, window);
  const { edges, index } = window;
  edges.forEach((edge) => snapshot.noteRaw(edge, 'day'));
  const atEdges = await snapshot.keepEdges(
    calendar,
    `feature people ${edges.map(({ from, to }) => `${from}-${to}`).join()} ${keyOf(query)}`,
    edges.map(({ date }) => ({ types: ACTIVITY_TYPES, first: date, last: date })),
    () => readPeople(snapshot, calendar, { ...query, windows: edges }),
    sizeOfPeople
  );
  const values = new Set([...whole.keys(), ...atEdges.map(({ value }) => value)]);
  return [...values].map((value) => ({
    window: index,
    value,
    ...addPeople(
      whole.get(value) ?? countPeople(new Map(), query.features.length),
      atEdges.filter((group) => group.value === value).map(({ people }) => people),
      query.features
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
