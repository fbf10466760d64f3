import { ADOPTION_TAIL, fetchAdopters, fetchRetained } from '../db/read-models/activity';
import { addDays } from '../domain/calendar';
import { ratio } from '../domain/kpi-values';
import { groupOf, type Compute, type DateWindow, type PointsByGroup } from './date-windows';
import { cubeDimensions, type Window } from './kpi-answer';

/** Length of the adoption window, and of the stretch that a daily series of cohort KPIs looks back over. */
const COHORT_DAYS = 30;
/** Days that a retention bracket lasts beyond its first. */
const BRACKET_TAIL = 6;

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

/** User Retention after `days` days: who of a cohort was active in the bracket that begins then. */
export function retention(days: number): Compute {
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

/** Core Feature Adoption: mean over features of the share of a cohort that took it up within its first 30 days. */
export const featureAdoption: Compute = async (context, _kpi, window, dates) => {
  const wanted = window.filters.feature ?? [];
  const features = context.config.features
    .filter(({ id, core }) => (wanted.length > 0 ? wanted.includes(id) : core))
    .map(({ id }) => id);
  const cohorts = dates.map((bucket) => bucket && firstSeenOf(bucket, window, [ADOPTION_TAIL, ADOPTION_TAIL]));
  const firstSeen = overall(cohorts);
  const counts = firstSeen
    ? await fetchAdopters(context.snapshot, context.calendar, {
        firstSeen,
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
