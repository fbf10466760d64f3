import { meetsTarget, type Kpi } from '@lopan/catalogue';
import { fetchAggregates } from '../db/read-models/range-cells';
import { fetchRouteUsers } from '../db/read-models/journeys';
import { ROUTE_TABLE } from '../db/measures';
import { routeKey } from '../domain/journeys';
import { withheldParts } from '../domain/suppression';
import type { FieldConfig, JsonFrame } from '../frames/frame';
import { tableFrame } from '../frames/table';
import { customMeta, isComplete, type QueryContext } from './context';
import { BUSINESS_KPIS, fetchCorrelations, TECHNICAL_KPIS, type CorrelatedPair } from './correlation-data';
import { evaluate } from './evaluate';
import { leastPeople, smallGroupNotices } from './privacy';
import { limitRows, provisionalNotices, refuseDimensions } from './rows';
import type { OpportunitiesQuery } from './schema';
import { rangeWindow } from './window';

/** Share of false discoveries that a pair may be among. */
const FALSE_DISCOVERY_RATE = 0.05;
const DIMENSIONS = ['userRole', 'deviceType', 'appVersion', 'site'] as const;
const HOURS: FieldConfig = { unit: 'h', decimals: 1, min: 0 };

interface Opportunity {
  kind: 'journey' | 'correlation';
  title: string;
  detail: string;
  hoursLost: number | null;
  predicted: number | null;
  n: number;
}

function keyOf([startPoint = '', endPoint = '']: readonly string[]): string {
  return routeKey([], startPoint, endPoint);
}

/** Keys of the routes that too few people took, or that would tell how many took another. */
async function smallRoutes(
  query: OpportunitiesQuery,
  { snapshot, range, ...context }: QueryContext,
  keys: readonly string[]
): Promise<Set<string>> {
  const least = leastPeople(context);
  if (least === 0) {
    return new Set();
  }
  const users = await fetchRouteUsers(snapshot, { range, groupBy: [], filters: query.filters ?? {} });
  // A route whose raw rows are gone was taken by somebody.
  const withheld = withheldParts(
    keys.map((key) => users.get(key) ?? 1),
    least
  );
  return new Set(keys.filter((_, index) => withheld[index]));
}

/** Journeys on which time is lost, most of it first. */
async function journeyOpportunities(
  query: OpportunitiesQuery,
  context: QueryContext
): Promise<{ opportunities: Opportunity[]; hasSmallGroups: boolean }> {
  const cells = await fetchAggregates(
    context.snapshot,
    {
      type: 'journey',
      edges: [context.range.from, context.range.to],
      groupBy: [],
      filters: query.filters ?? {},
      rollup: { table: ROUTE_TABLE, keys: ['start_point', 'end_point'] },
    },
    context.calendar
  );
  const small = await smallRoutes(
    query,
    context,
    cells.map(({ group }) => keyOf(group))
  );
  const opportunities = cells
    .map(({ group, value: sums }) => {
      const [runs, completed, flagged] = [sums['n'] ?? 0, sums['n_completed'] ?? 0, sums['n_flagged'] ?? 0];
      return {
        key: keyOf(group),
        kind: 'journey' as const,
        title: group.join(' → '),
        detail: `${runs} runs, ${flagged} much slower than expected, ${runs - completed} abandoned.`,
        hoursLost: (sums['sum_time_lost'] ?? 0) / 3600,
        predicted: null,
        n: runs,
      };
    })
    .filter(({ hoursLost, key }) => hoursLost > 0 && !small.has(key))
    .sort((a, b) => b.hoursLost - a.hoursLost || (a.title < b.title ? -1 : 1));
  return { opportunities, hasSmallGroups: small.size > 0 };
}

/** Technical metrics that miss their target over the range. */
async function missedTargets(query: OpportunitiesQuery, context: QueryContext): Promise<Map<Kpi['id'], number>> {
  const kpis = context.config.kpis.filter(({ id }) => TECHNICAL_KPIS.some((technical) => technical === id));
  const answers = await evaluate(context, kpis, rangeWindow(query, context.range), 0);
  return new Map(
    answers.flatMap(({ kpi, series }): Array<[string, number]> => {
      const value = series[0]?.points[0]?.value ?? null;
      return value !== null && meetsTarget(kpi, value) === false ? [[kpi.id, value]] : [];
    })
  );
}

/** A value in the KPI's decimals, and as many more as it takes to differ from another. */
function shown(value: number, { decimals, unit }: Kpi, other: number | null = null): string {
  let digits = decimals;
  while (other !== null && other !== value && digits < 9 && value.toFixed(digits) === other.toFixed(digits)) {
    digits++;
  }
  return `${value.toFixed(digits)} ${unit}`;
}

function signed(r: number): string {
  return `${r < 0 ? '−' : ''}${Math.abs(r).toFixed(2)}`;
}

function detailOf({ technical, business, correlation }: CorrelatedPair, value: number): string {
  const { r, q, n, predicted } = correlation;
  const sign = (predicted ?? 0) < 0 ? '−' : '+';
  const chance = q !== null && q < 0.001 ? 'q < 0.001' : `q = ${(q ?? 1).toFixed(3)}`;
  const change = `${sign}${shown(Math.abs(predicted ?? 0), business)}`;
  return (
    `${technical.title} is ${shown(value, technical, technical.target)}, its target ${shown(technical.target ?? 0, technical)}. ` +
    `Reaching it goes with ${change} of ${business.title} (r = ${signed(r ?? 0)}, ${chance}, ${n} days).`
  );
}

/** Pairs that are no chance find and whose technical metric misses its target, the largest prediction first. */
async function correlationOpportunities(query: OpportunitiesQuery, context: QueryContext): Promise<Opportunity[]> {
  const missed = await missedTargets(query, context);
  const { pairs } = await fetchCorrelations(context, query, {
    technical: TECHNICAL_KPIS,
    business: BUSINESS_KPIS,
    maxLag: 0,
  });
  return pairs
    .flatMap((pair) => {
      const { technical, business, correlation } = pair;
      const value = missed.get(technical.id);
      const { q, predicted, n } = correlation;
      if (value === undefined || q === null || q >= FALSE_DISCOVERY_RATE || predicted === null) {
        return [];
      }
      const title = `${technical.title} → ${business.title}`;
      return [{ kind: 'correlation' as const, title, detail: detailOf(pair, value), hoursLost: null, predicted, n }];
    })
    .sort((a, b) => Math.abs(b.predicted) - Math.abs(a.predicted) || (a.title < b.title ? -1 : 1));
}

/** `opportunities`: where time is lost and which technical target would move business, each kind in its own ranking. */
export async function answerOpportunities(query: OpportunitiesQuery, context: QueryContext): Promise<JsonFrame[]> {
  refuseDimensions(query, { groupBy: [], filters: DIMENSIONS });
  const { opportunities, hasSmallGroups } = await journeyOpportunities(query, context);
  const rankings: Opportunity[][] = [opportunities, await correlationOpportunities(query, context)];
  const minN = query.minN ?? 0;
  // Both kinds from their first place on, so that a limit leaves some of each.
  const ranked = rankings
    .flatMap((ranking) =>
      ranking.filter(({ n }) => n >= minN).map((opportunity, index) => ({ ...opportunity, rank: index + 1 }))
    )
    .sort((a, b) => a.rank - b.rank);
  const complete = isComplete(context.range.to, context);
  const { shown: rows, notices } = limitRows(ranked, query, context);
  return [
    tableFrame(
      query.refId,
      'Opportunities',
      rows,
      [
        { name: 'kind', type: 'string', value: ({ kind }) => kind },
        { name: 'title', type: 'string', value: ({ title }) => title },
        { name: 'detail', type: 'string', value: ({ detail }) => detail },
        { name: 'hours_lost', type: 'number', config: HOURS, value: ({ hoursLost }) => hoursLost },
        { name: 'predicted', type: 'number', config: { decimals: 2 }, value: ({ predicted }) => predicted },
        { name: 'rank', type: 'number', config: { decimals: 0 }, value: ({ rank }) => rank },
      ],
      customMeta(context, { n: rows.map(({ n }) => n), complete: rows.map(() => complete), method: 'sum' }),
      [
        ...notices,
        ...smallGroupNotices('Opportunities', hasSmallGroups, leastPeople(context)),
        ...provisionalNotices([complete]),
      ]
    ),
  ];
}
