import type { ReportingCalendar } from '../../domain/calendar';
import { durationsFrom, routeKey, routesOf, type DurationsOf, type Route } from '../../domain/journeys';
import type { Range } from '../../domain/intervals';
import { ROUTE_TABLE, type CubeDimension } from '../measures';
import type { Snapshot } from '../snapshot';
import { type AggregateQuery } from './aggregates';
import { fetchExactPercentiles } from './exact-percentiles';
import { filterConditions, rawDimension, type Filters } from './filters';
import { fetchAggregates, fetchHistograms } from './range-cells';

/** Up to so many runs percentiles are computed from raw rows, exactly; beyond, from histograms. */
const EXACT_UP_TO = 5000;
const FRACTIONS = [0.5, 0.9];
const METRIC = 'completion_time';

export interface RouteQuery {
  range: Range;
  groupBy: readonly CubeDimension[];
  filters: Filters;
}

/**
 * Distinct users per route, by the route's key; read from raw rows, so that past their life there are fewer than there
 * were.
 */
export async function fetchRouteUsers(
  snapshot: Snapshot,
  { range, groupBy, filters }: RouteQuery
): Promise<Map<string, number>> {
  const values: unknown[] = [new Date(range.from), new Date(range.to)];
  const conditions = filterConditions(filters, rawDimension, values);
  const columns = [...groupBy.map(rawDimension), 'e.start_point', 'e.end_point'];
  const rows = await snapshot.rows<{ users: number; [group: string]: unknown }>(
    `SELECT ${columns.map((column, index) => `${column} AS g${index}`).join(', ')}, count(DISTINCT e.user_id) AS users
     FROM ${ROUTE_TABLE.raw} e
     WHERE e."timestamp" >= $1 AND e."timestamp" < $2 AND e.voided_at IS NULL${conditions}
     GROUP BY ${columns.map((_, index) => index + 1).join(', ')}`,
    values
  );
  return new Map(
    rows.map((row) => {
      const keys = columns.map((_, index) => String(row[`g${index}`]));
      return [routeKey(keys.slice(0, groupBy.length), keys.at(-2) ?? '', keys.at(-1) ?? ''), row.users];
    })
  );
}

/** All routes of a range, and how their percentiles came about. */
export interface Routes {
  routes: Route[];
  method: 'exact' | 'sketch';
}

/** Splits a cell's group into the dimensions' values and the keys of the route. */
function splitGroup(group: readonly string[], dimensions: number): { group: string[]; keys: string[] } {
  return { group: group.slice(0, dimensions), keys: group.slice(dimensions) };
}

/** Journeys per start and end point: sums from rollups where they are current, else from raw rows. */
export async function fetchRoutes(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  { range, groupBy, filters }: RouteQuery
): Promise<Routes> {
  const queryOf = (...keys: string[]): AggregateQuery => ({
    type: 'journey',
    edges: [range.from, range.to],
    groupBy,
    filters,
    rollup: { table: ROUTE_TABLE, keys },
  });
  const cells = await fetchAggregates(snapshot, queryOf('start_point', 'end_point', 'abandonment_point'), calendar);
  const outcomes = cells.map(({ group: all, value: sums }) => {
    const { group, keys } = splitGroup(all, groupBy.length);
    const [startPoint = '', endPoint = '', abandonmentPoint = ''] = keys;
    return { group, startPoint, endPoint, abandonmentPoint, sums };
  });
  const runs = outcomes.reduce((sum, { sums }) => sum + (sums['n'] ?? 0), 0);
  const { raw } = snapshot.floors();
  const method = runs <= EXACT_UP_TO && range.from >= raw ? 'exact' : 'sketch';
  const routeQuery = queryOf('start_point', 'end_point');
  const keyOf = (all: readonly string[]): string => {
    const { group, keys } = splitGroup(all, groupBy.length);
    return routeKey(group, keys[0] ?? '', keys[1] ?? '');
  };
  let durationsOf: DurationsOf;
  if (method === 'exact') {
    const percentiles = await fetchExactPercentiles(snapshot, routeQuery, calendar, FRACTIONS);
    const byRoute = new Map(percentiles.map(({ group, value }) => [keyOf(group), value.get(METRIC)]));
    durationsOf = (key) => [byRoute.get(key)?.[0] ?? null, byRoute.get(key)?.[1] ?? null];
  } else {
    const histograms = await fetchHistograms(snapshot, routeQuery, calendar, [METRIC]);
    durationsOf = durationsFrom(
      histograms.map(({ group, value }) => [keyOf(group), value.get(METRIC) ?? { bins: [], counts: [] }] as const)
    );
  }
  return { routes: routesOf(outcomes, durationsOf), method };
}
