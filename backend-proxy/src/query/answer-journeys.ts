import type { Dimension } from '@lopan/catalogue';
import { fetchRoutes, fetchRouteUsers } from '../db/read-models/journeys';
import { routeKey, type Route } from '../domain/journeys';
import { withheldParts } from '../domain/suppression';
import type { FieldConfig, JsonFrame, Notice } from '../frames/frame';
import { tableFrame, type TableColumn } from '../frames/table';
import { customMeta, isComplete, type QueryContext } from './context';
import { groupColumns } from './groups';
import { cubeDimensions } from './kpi-answer';
import { numericFrames, type NumericSeries } from './numeric';
import { leastPeople, smallGroupNotices } from './privacy';
import { limitRows, provisionalNotices, refuseDimensions, withheldNotices } from './rows';
import type { JourneysQuery } from './schema';

const KNOWN = ['userRole', 'deviceType', 'appVersion', 'site'] as const;

const SKETCH: Notice = {
  severity: 'info',
  text: 'Durations are approximate: percentiles come from histograms with at most 1 % relative error.',
};

const PERCENT: FieldConfig = { unit: 'percent', decimals: 1, min: 0, max: 100 };
const SECONDS: FieldConfig = { unit: 's', decimals: 1, min: 0 };
const COUNT: FieldConfig = { decimals: 0, min: 0 };

/** A column of numbers; `counted` ones stay where the others are withheld. */
interface Measure {
  name: string;
  title: string;
  config: FieldConfig;
  counted?: boolean;
  value: (route: Route) => number | null;
}

const MEASURES: readonly Measure[] = [
  { name: 'runs', title: 'Runs', config: COUNT, counted: true, value: ({ runs }) => runs },
  { name: 'completed', title: 'Completed', config: COUNT, counted: true, value: ({ completed }) => completed },
  { name: 'abandoned', title: 'Abandoned', config: COUNT, counted: true, value: ({ abandoned }) => abandoned },
  { name: 'completion_rate', title: 'Completion', config: PERCENT, value: ({ completionRate }) => completionRate },
  { name: 'median_duration', title: 'Median duration', config: SECONDS, value: ({ medianDuration }) => medianDuration },
  { name: 'p90_duration', title: '90th percentile', config: SECONDS, value: ({ p90Duration }) => p90Duration },
  {
    name: 'expected_duration',
    title: 'Expected duration',
    config: SECONDS,
    value: ({ expectedDuration }) => expectedDuration,
  },
  { name: 'flagged', title: 'Flagged', config: COUNT, counted: true, value: ({ flagged }) => flagged },
  { name: 'flagged_rate', title: 'Flagged share', config: PERCENT, value: ({ flaggedRate }) => flaggedRate },
  { name: 'efficiency', title: 'Efficiency', config: PERCENT, value: ({ efficiency }) => efficiency },
];
const HOURS_LOST: Measure = {
  name: 'hours_lost',
  title: 'Hours lost',
  config: { unit: 'h', decimals: 1, min: 0 },
  value: ({ hoursLost }) => hoursLost,
};

function numericSeries(
  routes: readonly Route[],
  groupBy: readonly Dimension[],
  complete: boolean,
  valueOf: (measure: Measure, route: Route) => number | null,
  nOf: (route: Route) => number
): NumericSeries[] {
  return routes.flatMap((route) =>
    [...MEASURES, HOURS_LOST].map((measure) => ({
      name: [measure.title, `${route.startPoint} → ${route.endPoint}`, ...route.group].join(' · '),
      labels: {
        metric: measure.name,
        start_point: route.startPoint,
        end_point: route.endPoint,
        ...Object.fromEntries(groupBy.map((name, index) => [name, route.group[index] ?? ''])),
      },
      value: valueOf(measure, route),
      n: nOf(route),
      complete,
      config: measure.config,
    }))
  );
}

/** Routes that too few people took, or that would tell how many took another. */
function smallRoutes(routes: readonly Route[], users: ReadonlyMap<string, number>, least: number): Set<Route> {
  const withheld = withheldParts(
    // A route whose raw rows are gone was taken by somebody.
    routes.map(({ group, startPoint, endPoint }) => users.get(routeKey(group, startPoint, endPoint)) ?? 1),
    least
  );
  return new Set(routes.filter((_, index) => withheld[index]));
}

function byName(a: Route, b: Route): number {
  return routeKey(a.group, a.startPoint, a.endPoint) < routeKey(b.group, b.startPoint, b.endPoint) ? -1 : 1;
}

/** `journeys`: runs, completion, durations and time lost per start and end point. */
export async function answerJourneys(query: JourneysQuery, context: QueryContext): Promise<JsonFrame[]> {
  refuseDimensions(query, { groupBy: KNOWN, filters: KNOWN });
  const groupBy = query.groupBy ?? [];
  const asked = { range: context.range, groupBy: cubeDimensions(groupBy), filters: query.filters ?? {} };
  const { routes: all, method } = await fetchRoutes(context.snapshot, context.calendar, asked);
  const least = leastPeople(context);
  const small = least > 0 ? smallRoutes(all, await fetchRouteUsers(context.snapshot, asked), least) : new Set<Route>();
  const minN = query.minN ?? 0;
  // The order tells of values, too: what is withheld stands last.
  const routes = [...all.filter((route) => !small.has(route)), ...[...small].sort(byName)];
  const valueOf = ({ counted, value }: Measure, route: Route): number | null =>
    !small.has(route) && (counted || route.runs >= minN) ? value(route) : null;
  const nOf = (route: Route): number => (small.has(route) ? 0 : route.runs);
  const complete = isComplete(context.range.to, context);
  const notices: Notice[] = [
    ...smallGroupNotices('Journeys', small.size > 0, least),
    ...withheldNotices(routes.filter((route) => !small.has(route) && route.runs < minN).length, minN),
    ...(method === 'sketch' ? [SKETCH] : []),
    ...provisionalNotices(routes.map(() => complete)),
  ];
  if (query.format === 'numeric') {
    const series = numericSeries(routes, groupBy, complete, valueOf, nOf);
    return numericFrames(query, context, { title: 'Journeys', field: 'value', series, custom: { method }, notices });
  }
  const { shown, notices: cut } = limitRows(routes, query, context);
  const columnOf = (measure: Measure): TableColumn<Route> => ({
    name: measure.name,
    type: 'number',
    config: measure.config,
    value: (route) => valueOf(measure, route),
  });
  const custom = customMeta(context, {
    n: shown.map(nOf),
    complete: shown.map(() => complete),
    method,
  });
  return [
    tableFrame<Route>(
      query.refId,
      'Journeys',
      shown,
      [
        ...groupColumns<Route>(groupBy, ({ group }) => group),
        { name: 'start_point', type: 'string', value: ({ startPoint }) => startPoint },
        { name: 'end_point', type: 'string', value: ({ endPoint }) => endPoint },
        ...MEASURES.map(columnOf),
        {
          name: 'abandonment_point',
          type: 'string',
          value: (route) => (small.has(route) ? null : route.abandonmentPoint),
        },
        columnOf(HOURS_LOST),
        { name: 'title', type: 'string', value: ({ startPoint, endPoint }) => `${startPoint} → ${endPoint}` },
      ],
      custom,
      [...cut, ...notices]
    ),
  ];
}
