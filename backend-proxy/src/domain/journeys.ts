import { mergeHistograms, percentile, type Histogram } from './histogram';
import { ratio, type MeasureSums } from './kpi-values';

/** The runs of one route that ended in one way. */
export interface RouteOutcome {
  /** Values of the dimensions grouped by. */
  group: string[];
  startPoint: string;
  endPoint: string;
  /** Where its abandoned runs were given up. */
  abandonmentPoint: string;
  sums: MeasureSums;
}

/** All runs from a start point to an end point. Rates are percent, durations seconds. */
export interface Route {
  group: string[];
  startPoint: string;
  endPoint: string;
  runs: number;
  completed: number;
  abandoned: number;
  completionRate: number | null;
  medianDuration: number | null;
  p90Duration: number | null;
  /** Mean of what was expected of each run. */
  expectedDuration: number | null;
  flagged: number;
  flaggedRate: number | null;
  efficiency: number | null;
  /** Where most of the abandoned runs were given up; the first by name of equals. */
  abandonmentPoint: string | null;
  hoursLost: number;
}

/** Median and 90th percentile of a route's durations, in seconds. */
export type DurationsOf = (key: string) => readonly [number | null, number | null];

/** What tells routes apart, as one text. */
export function routeKey(group: readonly string[], startPoint: string, endPoint: string): string {
  return JSON.stringify([...group, startPoint, endPoint]);
}

/** Reads the percentiles from histograms, one or more a route. */
export function durationsFrom(histograms: Iterable<readonly [string, Histogram]>): DurationsOf {
  const parts = new Map<string, Histogram[]>();
  for (const [key, histogram] of histograms) {
    parts.set(key, [...(parts.get(key) ?? []), histogram]);
  }
  return (key) => {
    const own = mergeHistograms(parts.get(key) ?? []);
    return [percentile(own, 0.5), percentile(own, 0.9)];
  };
}

function mostFrequent(outcomes: readonly RouteOutcome[]): string | null {
  const [first] = outcomes
    .map(({ abandonmentPoint, sums }) => ({ abandonmentPoint, runs: (sums['n'] ?? 0) - (sums['n_completed'] ?? 0) }))
    .filter(({ runs }) => runs > 0)
    .sort((a, b) => b.runs - a.runs || (a.abandonmentPoint < b.abandonmentPoint ? -1 : 1));
  return first?.abandonmentPoint ?? null;
}

function routeOf(outcomes: readonly [RouteOutcome, ...RouteOutcome[]], durationsOf: DurationsOf): Route {
  const [{ group, startPoint, endPoint }] = outcomes;
  const sum = (name: string): number => outcomes.reduce((total, { sums }) => total + (sums[name] ?? 0), 0);
  const [runs, completed, flagged] = [sum('n'), sum('n_completed'), sum('n_flagged')];
  const [medianDuration, p90Duration] = durationsOf(routeKey(group, startPoint, endPoint));
  return {
    group,
    startPoint,
    endPoint,
    runs,
    completed,
    abandoned: runs - completed,
    completionRate: ratio(completed, runs, 100),
    medianDuration,
    p90Duration,
    expectedDuration: ratio(sum('sum_expected_duration'), runs),
    flagged,
    flaggedRate: ratio(flagged, runs, 100),
    efficiency: ratio(sum('sum_efficiency'), runs, 100),
    abandonmentPoint: mostFrequent(outcomes),
    hoursLost: sum('sum_time_lost') / 3600,
  };
}

/** Puts outcomes together to routes: those that cost most time first, then the most frequent, then by name. */
export function routesOf(outcomes: readonly RouteOutcome[], durationsOf: DurationsOf): Route[] {
  const byRoute = new Map<string, [RouteOutcome, ...RouteOutcome[]]>();
  for (const outcome of outcomes) {
    const key = routeKey(outcome.group, outcome.startPoint, outcome.endPoint);
    const known = byRoute.get(key);
    if (known) {
      known.push(outcome);
    } else {
      byRoute.set(key, [outcome]);
    }
  }
  return [...byRoute.entries()]
    .map(([key, own]) => ({ key, route: routeOf(own, durationsOf) }))
    .sort((a, b) => b.route.hoursLost - a.route.hoursLost || b.route.runs - a.route.runs || (a.key < b.key ? -1 : 1))
    .map(({ route }) => route);
}
