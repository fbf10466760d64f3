import { fetchTransitions } from '../db/read-models/paths';
import { ratio } from '../domain/kpi-values';
import { pathGraph, type PathEdge, type PathGraph, type PathNode } from '../domain/paths';
import type { FieldConfig, JsonFrame, Notice } from '../frames/frame';
import { nodeGraphFrames } from '../frames/node-graph';
import { customMeta, isComplete, QueryError, type QueryContext } from './context';
import { leastPeople } from './privacy';
import { provisionalNotices, refuseDimensions } from './rows';
import type { PathsQuery } from './schema';

const KNOWN = ['userRole', 'deviceType', 'appVersion', 'site'] as const;
const DEFAULTS = { maxSteps: 6, top: 20 };

const RUNS: FieldConfig = { displayNameFromDS: 'Journeys', decimals: 0, min: 0 };
const SHARE: FieldConfig = { unit: 'percent', decimals: 1, min: 0, max: 100 };

function subtitleOf({ step, kind }: PathNode, maxSteps: number): string {
  if (kind === 'left') {
    return `after step ${step - 1}`;
  }
  return step > maxSteps ? `after step ${maxSteps}` : `step ${step}`;
}

function screens(count: number): string {
  return count === 1 ? '1 screen' : `${count} screens`;
}

/** Says which screens are not shown by their names. */
function noticesOf({ rare, few }: PathGraph, top: number, minN: number): Notice[] {
  const texts = [
    ...(rare > 0 ? [`In other: ${screens(rare)} beyond the ${top} most frequent of a step.`] : []),
    ...(few > 0 ? [`In other: ${screens(few)} that fewer than ${minN} journeys passed at a step.`] : []),
  ];
  return texts.map((text) => ({ severity: 'info', text }));
}

/** Whole ways are left out, so that what enters a node still leaves it. */
function waysNotices(least: number): Notice[] {
  const text = `Ways that fewer than ${least} people went are left out (privacy.min_group_size).`;
  return least > 0 ? [{ severity: 'info', text }] : [];
}

/** `paths`: the screens that journeys pass one after the other, as the two frames of a node graph. */
export async function answerPaths(query: PathsQuery, context: QueryContext): Promise<JsonFrame[]> {
  refuseDimensions(query, { groupBy: [], filters: KNOWN });
  const { maxSteps = DEFAULTS.maxSteps, top = DEFAULTS.top, minN = 0, startPoint } = query;
  const { maxRows } = context.config.query;
  const least = leastPeople(context);
  const transitions = await fetchTransitions(context.snapshot, {
    range: context.range,
    filters: query.filters ?? {},
    startPoint: startPoint === undefined || startPoint === '' ? null : startPoint,
    maxSteps,
    limit: maxRows + 1,
    leastPeople: least,
  });
  if (transitions.length > maxRows) {
    throw new QueryError(
      400,
      `Journeys went more than ${maxRows} different ways from screen to screen (query.max_rows); ask for a shorter range, fewer maxSteps or a startPoint.`
    );
  }
  const graph = pathGraph(transitions, { maxSteps, top, minN });
  const { nodes, edges } = graph;
  const all = nodes.reduce((sum, { step, count }) => sum + (step === 1 ? count : 0), 0);
  const countOf = new Map(nodes.map(({ id, count }) => [id, count]));
  const complete = isComplete(context.range.to, context);
  const customOf = (rows: ReadonlyArray<{ count: number }>): ReturnType<typeof customMeta> =>
    customMeta(context, { n: rows.map(({ count }) => count), complete: rows.map(() => complete), method: 'sum' });
  return nodeGraphFrames<PathNode, PathEdge>(
    query.refId,
    {
      rows: nodes,
      columns: [
        { name: 'id', type: 'string', value: ({ id }) => id },
        { name: 'title', type: 'string', value: ({ name }) => name },
        { name: 'subtitle', type: 'string', value: (node) => subtitleOf(node, maxSteps) },
        { name: 'mainstat', type: 'number', config: RUNS, value: ({ count }) => count },
        {
          name: 'secondarystat',
          type: 'number',
          config: { ...SHARE, displayNameFromDS: 'Share of all journeys' },
          value: ({ count }) => ratio(count, all, 100),
        },
        { name: 'detail__step', type: 'number', config: { displayNameFromDS: 'Step' }, value: ({ step }) => step },
      ],
      custom: customOf(nodes),
    },
    {
      rows: edges,
      columns: [
        { name: 'id', type: 'string', value: ({ id }) => id },
        { name: 'source', type: 'string', value: ({ source }) => source },
        { name: 'target', type: 'string', value: ({ target }) => target },
        { name: 'mainstat', type: 'number', config: RUNS, value: ({ count }) => count },
        {
          name: 'secondarystat',
          type: 'number',
          config: { ...SHARE, displayNameFromDS: 'Share of the step before' },
          value: ({ source, count }) => ratio(count, countOf.get(source) ?? 0, 100),
        },
      ],
      custom: customOf(edges),
    },
    [...waysNotices(least), ...noticesOf(graph, top, minN), ...provisionalNotices(nodes.map(() => complete))]
  );
}
