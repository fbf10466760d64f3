import type { Kpi } from '@lopan/catalogue';
import { fetchActiveUsers, type UserCount } from '../db/read-models/active-users';
import { ACTIVITY_TYPES } from '../db/read-models/activity-source';
import { licensesIn, seatsOn, type LicenseSet } from '../db/read-models/licenses';
import { addDays, datesBetween, type LocalDate } from '../domain/calendar';
import { edgesKey } from '../domain/intervals';
import { ratio, type Observed } from '../domain/kpi-values';
import { featureAdoption, retention } from './cohort-kpis';
import { isComplete, type QueryContext } from './context';
import { dateWindows, groupOf, type Compute, type DateWindow, type PointsByGroup } from './date-windows';
import { SeriesBuilder, type KpiAnswer, type KpiPoint, type Window } from './kpi-answer';

/** Dates that weekly and monthly active users look back over. */
const WEEK = 7;
const MONTH = 28;

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

function spanned(dates: ReadonlyArray<DateWindow | null>): LocalDate[] {
  return dates.flatMap((window) => (window ? datesBetween(window.first, window.last) : []));
}

async function dailyUsers(
  context: QueryContext,
  window: Window,
  dates: readonly LocalDate[]
): Promise<readonly UserCount[]> {
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
  const licenses = await licensesIn(context.snapshot);
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
): Promise<readonly UserCount[]> {
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

/**
 * Names the dates that count in each bucket: they follow from the edges, but for those that are left out at both ends.
 */
function datesKey(dates: ReadonlyArray<DateWindow | null>, { edges, interval }: Window): string {
  const [from, to] = [dates.findIndex((bucket) => bucket !== null), dates.findLastIndex((bucket) => bucket !== null)];
  const inner = edgesKey(edges.slice(from + 1, to + 1), interval);
  return `${dates.length} ${from} ${dates[from]?.first ?? ''} ${inner} ${dates[to]?.last ?? ''}`;
}

interface GroupPoints {
  group: string[];
  points: ReadonlyArray<Observed | null>;
}

/** The points of every group, which depend on nothing but dates: kept until one of them, or what lies before, changes. */
async function computedPoints(
  context: QueryContext,
  kpi: Kpi,
  window: Window,
  dates: Array<DateWindow | null>
): Promise<readonly GroupPoints[]> {
  const last = dates.findLast((bucket) => bucket !== null)?.last;
  const compute = async (): Promise<GroupPoints[]> => [
    ...((await COMPUTE[kpi.id]?.(context, kpi, window, dates))?.values() ?? []),
  ];
  if (last === undefined) {
    return compute();
  }
  const { groupBy, filters, lookBack } = window;
  const core = context.config.features.flatMap((feature) => (feature.core ? [feature.id] : []));
  return context.snapshot.keep(
    context.calendar,
    `calendar ${JSON.stringify([kpi.id, groupBy, filters, lookBack, core])} ${datesKey(dates, window)}`,
    [{ types: ACTIVITY_TYPES, first: null, last }],
    compute,
    (groups) => groups.reduce((sum, { points }) => sum + 5 * points.length, 0)
  );
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
  for (const { group, points } of await computedPoints(context, kpi, window, dates)) {
    points.forEach((point, bucket) =>
      builder.set(group, bucket, point ? { ...point, complete: completeOf(bucket) } : empty(bucket))
    );
  }
  const series = builder.build();
  return { kpi, series, method: 'distinct', note: noteOf(kpi, series, dates) };
}
