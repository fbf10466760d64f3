import type { Kpi } from '@lopan/catalogue';
import { fetchActiveUsers, fetchAdopters, fetchRetained, type UserCount } from '../db/read-models/activity';
import { fetchLicenses, seatsOn, type LicenseSet } from '../db/read-models/licenses';
import { addDays, datesBetween, type LocalDate } from '../domain/calendar';
import { ratio, type Observed } from '../domain/kpi-values';
import { isComplete, type QueryContext } from './context';
import { cubeDimensions, SeriesBuilder, type KpiAnswer, type KpiPoint, type Window } from './kpi-answer';

/** Dates that weekly and monthly active users look back over. */
const WEEK = 7;
const MONTH = 28;
/** Length of the adoption window, and of the stretch that a daily series of cohort KPIs looks back over. */
const COHORT_DAYS = 30;
/** Days that a retention bracket lasts beyond its first. */
const BRACKET_TAIL = 6;

/** The whole dates of one bucket. */
export interface DateWindow {
  first: LocalDate;
  last: LocalDate;
}

/** The whole dates of each bucket that count; null where a bucket holds none. */
export function dateWindows(context: QueryContext, { edges, completeOnly }: Window): Array<DateWindow | null> {
  return edges.slice(0, -1).map((from, bucket) => {
    const whole = context.calendar.wholeDates(from, edges[bucket + 1] ?? from);
    if (!whole) {
      return null;
    }
    let { last } = whole;
    while (completeOnly && last >= whole.first && !isComplete(context.calendar.dayEnd(last), context)) {
      last = addDays(last, -1);
    }
    return last >= whole.first ? { first: whole.first, last } : null;
  });
}

/** A value per bucket and group. */
type PointsByGroup = Map<string, { group: string[]; points: Array<Observed | null> }>;

function groupOf(map: PointsByGroup, group: string[], buckets: number): Array<Observed | null> {
  const key = JSON.stringify(group);
  const known = map.get(key) ?? { group, points: Array.from({ length: buckets }, () => null) };
  map.set(key, known);
  return known.points;
}

/** Active users of one group by date. */
interface ActiveGroup {
  group: string[];
  byDate: Map<LocalDate, number>;
}

function countsByGroup(counts: readonly UserCount[]): Map<string, ActiveGroup> {
  const groups = new Map<string, ActiveGroup>();
  for (const { date, group, users } of counts) {
    const key = JSON.stringify(group);
    const entry = groups.get(key) ?? { group, byDate: new Map<LocalDate, number>() };
    entry.byDate.set(date, users);
    groups.set(key, entry);
  }
  return groups;
}

/** Groups of counts; without grouping there is always the one group of all, even where nobody was active. */
function groupsOf(counts: readonly UserCount[], window: Window): ActiveGroup[] {
  const groups = [...countsByGroup(counts).values()];
  return groups.length === 0 && window.groupBy.length === 0 ? [{ group: [], byDate: new Map() }] : groups;
}

type Compute = (
  context: QueryContext,
  kpi: Kpi,
  window: Window,
  dates: Array<DateWindow | null>
) => Promise<PointsByGroup>;

function spanned(dates: ReadonlyArray<DateWindow | null>): LocalDate[] {
  return dates.flatMap((window) => (window ? datesBetween(window.first, window.last) : []));
}

async function dailyUsers(context: QueryContext, window: Window, dates: readonly LocalDate[]): Promise<UserCount[]> {
  return fetchActiveUsers(context.snapshot, context.calendar, {
    dates,
    days: 1,
    groupBy: window.groupBy,
    filters: window.filters,
  });
}

const dau: Compute = async (context, _kpi, window, dates) => {
  const result: PointsByGroup = new Map();
  for (const { group, byDate } of groupsOf(await dailyUsers(context, window, spanned(dates)), window)) {
    const points = groupOf(result, group, dates.length);
    dates.forEach((bucket, index) => {
      if (bucket) {
        const days = datesBetween(bucket.first, bucket.last);
        const users = days.reduce((sum, date) => sum + (byDate.get(date) ?? 0), 0);
        points[index] = { value: users / days.length, n: days.length };
      }
    });
  }
  return result;
};

/** Roles that hold seats and were not active at all: their rate is 0, not unknown. */
function idleRoles(
  licenses: readonly LicenseSet[],
  filtered: readonly string[],
  active: readonly ActiveGroup[]
): ActiveGroup[] {
  const seen = new Set(active.map(({ group }) => group[0]));
  const roles = new Set(licenses.flatMap(({ seats }) => seats.map(({ userRole }) => userRole)));
  return [...roles]
    .filter((role) => !seen.has(role) && (filtered.length === 0 || filtered.includes(role)))
    .map((role) => ({ group: [role], byDate: new Map<LocalDate, number>() }));
}

const dauRate: Compute = async (context, _kpi, window, dates) => {
  const licenses = await fetchLicenses(context.snapshot);
  const filtered = window.filters.userRole ?? [];
  const roleIndex = window.groupBy.indexOf('userRole');
  const result: PointsByGroup = new Map();
  const groups = groupsOf(await dailyUsers(context, window, spanned(dates)), window);
  if (window.groupBy.length === 1 && roleIndex === 0) {
    groups.push(...idleRoles(licenses, filtered, groups));
  }
  for (const { group, byDate } of groups) {
    const role = group[roleIndex];
    const roles = role !== undefined ? [role] : filtered.length > 0 ? filtered : null;
    const points = groupOf(result, group, dates.length);
    dates.forEach((bucket, index) => {
      let [users, seats] = [0, 0];
      for (const date of bucket ? datesBetween(bucket.first, bucket.last) : []) {
        const seatsOfDate = seatsOn(licenses, date, roles);
        if (seatsOfDate !== null) {
          users += byDate.get(date) ?? 0;
          seats += seatsOfDate;
        }
      }
      points[index] = { value: ratio(users, seats, 100), n: seats };
    });
  }
  return result;
};

/** Distinct users of the `days` dates that end on the last date of each bucket. */
async function windowUsers(
  context: QueryContext,
  window: Window,
  dates: Array<DateWindow | null>,
  days: number
): Promise<UserCount[]> {
  return fetchActiveUsers(context.snapshot, context.calendar, {
    dates: dates.flatMap((bucket) => (bucket ? [bucket.last] : [])),
    days,
    groupBy: window.groupBy,
    filters: window.filters,
  });
}

function activeOver(days: number): Compute {
  return async (context, _kpi, window, dates) => {
    const result: PointsByGroup = new Map();
    for (const { group, byDate } of groupsOf(await windowUsers(context, window, dates, days), window)) {
      const points = groupOf(result, group, dates.length);
      dates.forEach((bucket, index) => {
        const users = bucket ? (byDate.get(bucket.last) ?? 0) : null;
        points[index] = { value: users, n: users ?? 0 };
      });
    }
    return result;
  };
}

const stickiness: Compute = async (context, _kpi, window, dates) => {
  const monthly = groupsOf(await windowUsers(context, window, dates, MONTH), window);
  const looked = dates.flatMap((bucket) => (bucket ? datesBetween(addDays(bucket.last, 1 - MONTH), bucket.last) : []));
  const daily = countsByGroup(await dailyUsers(context, window, [...new Set(looked)].sort()));
  const result: PointsByGroup = new Map();
  for (const { group, byDate } of monthly) {
    const perDay = daily.get(JSON.stringify(group))?.byDate;
    const points = groupOf(result, group, dates.length);
    dates.forEach((bucket, index) => {
      if (bucket) {
        const mau = byDate.get(bucket.last) ?? 0;
        const days = datesBetween(addDays(bucket.last, 1 - MONTH), bucket.last);
        const mean = days.reduce((sum, date) => sum + (perDay?.get(date) ?? 0), 0) / MONTH;
        points[index] = { value: ratio(mean, mau, 100), n: mau };
      }
    });
  }
  return result;
};

/** The dates of first sight whose cohort a bucket is about. */
function firstSeenOf(
  bucket: DateWindow,
  window: Window,
  /** Days from the first sight to the first and the last date that must lie in the range. */
  [begin, end]: [number, number]
): DateWindow {
  return window.lookBack
    ? { first: addDays(bucket.last, 1 - COHORT_DAYS - end), last: addDays(bucket.last, -end) }
    : { first: addDays(bucket.first, -begin), last: addDays(bucket.last, -end) };
}

function overall(cohorts: ReadonlyArray<DateWindow | null>): DateWindow | null {
  const present = cohorts.flatMap((cohort) => (cohort ? [cohort] : []));
  const [first, last] = [
    present.map((cohort) => cohort.first).sort()[0],
    present
      .map((cohort) => cohort.last)
      .sort()
      .at(-1),
  ];
  return first !== undefined && last !== undefined && first <= last ? { first, last } : null;
}

function retention(days: number): Compute {
  return async (context, _kpi, window, dates) => {
    const cohorts = dates.map((bucket) => bucket && firstSeenOf(bucket, window, [days, days + BRACKET_TAIL]));
    const firstSeen = overall(cohorts);
    const counts = firstSeen
      ? await fetchRetained(context.snapshot, context.calendar, {
          firstSeen,
          from: days,
          to: days + BRACKET_TAIL,
          groupBy: cubeDimensions(window.groupBy),
          filters: window.filters,
        })
      : [];
    const result: PointsByGroup = new Map();
    if (window.groupBy.length === 0) {
      groupOf(result, [], dates.length);
    }
    counts.forEach(({ group }) => groupOf(result, group, dates.length));
    for (const { group, points } of result.values()) {
      const key = JSON.stringify(group);
      const own = counts.filter((count) => JSON.stringify(count.group) === key);
      cohorts.forEach((cohort, index) => {
        const members = cohort
          ? own.filter((count) => count.firstSeen >= cohort.first && count.firstSeen <= cohort.last)
          : [];
        const size = members.reduce((sum, count) => sum + count.cohort, 0);
        points[index] = {
          value: ratio(
            members.reduce((sum, count) => sum + count.reached, 0),
            size,
            100
          ),
          n: size,
        };
      });
    }
    return result;
  };
}

const featureAdoption: Compute = async (context, _kpi, window, dates) => {
  const wanted = window.filters.feature ?? [];
  const features = context.config.features
    .filter(({ id, core }) => (wanted.length > 0 ? wanted.includes(id) : core))
    .map(({ id }) => id);
  const cohorts = dates.map((bucket) => bucket && firstSeenOf(bucket, window, [COHORT_DAYS - 1, COHORT_DAYS - 1]));
  const firstSeen = overall(cohorts);
  const counts = firstSeen
    ? await fetchAdopters(context.snapshot, context.calendar, {
        firstSeen,
        from: 0,
        to: COHORT_DAYS - 1,
        groupBy: cubeDimensions(window.groupBy),
        filters: window.filters,
        features,
      })
    : [];
  const featureIndex = window.groupBy.indexOf('feature');
  const result: PointsByGroup = new Map();
  const groups = new Map(counts.map(({ group }) => [JSON.stringify(group), group]));
  if (window.groupBy.length === 0 || (window.groupBy.length === 1 && featureIndex === 0)) {
    groups.set('[]', []);
  }
  for (const [key, group] of groups) {
    const own = counts.filter((count) => JSON.stringify(count.group) === key);
    // Grouped by feature, each feature is a group of its own with the same cohort.
    for (const chosen of featureIndex < 0 ? [features] : features.map((feature) => [feature])) {
      const label = featureIndex < 0 ? group : group.toSpliced(featureIndex, 0, chosen[0] ?? '');
      const points = groupOf(result, label, dates.length);
      cohorts.forEach((cohort, index) => {
        const members = cohort
          ? own.filter((count) => count.firstSeen >= cohort.first && count.firstSeen <= cohort.last)
          : [];
        const size = members.reduce((sum, count) => sum + count.cohort, 0);
        const adopters = chosen.reduce(
          (sum, feature) => sum + members.reduce((users, count) => users + (count.adopters.get(feature) ?? 0), 0),
          0
        );
        points[index] = { value: ratio(adopters, size * chosen.length, 100), n: size };
      });
    }
  }
  return result;
};

const COMPUTE: Readonly<Record<string, Compute>> = {
  dau,
  dau_rate: dauRate,
  wau: activeOver(WEEK),
  mau: activeOver(MONTH),
  stickiness,
  retention_30: retention(30),
  retention_90: retention(90),
  feature_adoption: featureAdoption,
};

/** What a person can do where a calendar KPI has no value. */
function noteOf(
  kpi: Kpi,
  series: ReadonlyArray<{ points: KpiPoint[] }>,
  dates: ReadonlyArray<DateWindow | null>
): string | null {
  if (series.some(({ points }) => points.some(({ value }) => value !== null))) {
    return null;
  }
  if (dates.every((bucket) => bucket === null)) {
    return `${kpi.title} counts whole dates, and the range holds none that is complete.`;
  }
  return kpi.id === 'dau_rate' ? 'No licensed seats are known for these dates; set them with PUT /v1/licenses.' : null;
}

/** A calendar KPI over a window. */
export async function answerCalendarKpi(context: QueryContext, kpi: Kpi, window: Window): Promise<KpiAnswer> {
  const dates = dateWindows(context, window);
  const completeOf = (bucket: number): boolean => {
    const last = dates[bucket]?.last;
    return last !== undefined && isComplete(context.calendar.dayEnd(last), context);
  };
  const empty = (bucket: number): KpiPoint => ({ value: null, n: 0, complete: completeOf(bucket) });
  const builder = new SeriesBuilder(dates.length, empty);
  for (const { group, points } of (await COMPUTE[kpi.id]?.(context, kpi, window, dates))?.values() ?? []) {
    points.forEach((point, bucket) =>
      builder.set(group, bucket, point ? { ...point, complete: completeOf(bucket) } : empty(bucket))
    );
  }
  const series = builder.build();
  return { kpi, series, method: 'distinct', note: noteOf(kpi, series, dates) };
}
