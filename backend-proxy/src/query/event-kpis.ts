import type { Kpi, Stat } from '@lopan/catalogue';
import { EVENT_TYPES, type EventType } from '../config/types';
import { rangeOf, type AggregateQuery } from '../db/read-models/aggregates';
import { fetchExactPercentiles } from '../db/read-models/exact-percentiles';
import { fetchAggregates, fetchHistograms } from '../db/read-models/range-cells';
import { cellKey, type Cell } from '../db/read-models/cell-parts';
import { percentile } from '../domain/histogram';
import {
  DISTRIBUTION_KPIS,
  performanceImpactScore,
  performanceScore,
  ratio,
  SUM_KPIS,
  type DistributionKpi,
  type Observed,
} from '../domain/kpi-values';
import type { Measures } from '../domain/sums';
import { isComplete, type QueryContext } from './context';
import { cubeDimensions, SeriesBuilder, type KpiAnswer, type Window } from './kpi-answer';

/** Up to so many observations percentiles are computed from raw rows, exactly; beyond, from histograms. */
const EXACT_UP_TO = 5000;

const FRACTIONS = { p10: 0.1, p50: 0.5, p90: 0.9 } as const satisfies Partial<Record<Stat, number>>;
const ALL_FRACTIONS = Object.values(FRACTIONS);

/** The statistics that the performance scores are made of, and the KPIs they belong to. */
const SCORE_PARTS = { launch_time: 'p90', memory_usage: 'p50', scroll_fps: 'p50' } as const;

/** Sums and distributions of a window, read once for all KPIs of a query. */
export interface EventData {
  cells: Map<EventType, Map<string, Cell<Measures>>>;
  /** Percentile of a value in a cell; null without observations. */
  percentileOf: (metric: string, key: string, fraction: number) => number | null;
  percentileMethod: 'exact' | 'sketch';
}

/** What a KPI is computed from. */
interface Needs {
  /** Sums per event type, by the names of the rollups' columns. */
  sums: Partial<Record<EventType, readonly string[]>>;
  /** Values of performance events whose distribution is needed. */
  distributions: readonly string[];
}

const sumsOfMetrics = (metrics: readonly string[]): string[] => metrics.map((metric) => `sum_${metric}`);

function needsOf(kpi: Kpi): Needs {
  const sum = SUM_KPIS[kpi.id];
  if (sum) {
    return { sums: { [sum.type]: sum.sums }, distributions: [] };
  }
  const distribution = DISTRIBUTION_KPIS[kpi.id];
  if (distribution) {
    const metrics = [distribution.metric];
    return { sums: { [distribution.type]: sumsOfMetrics(metrics) }, distributions: metrics };
  }
  const metrics = Object.keys(SCORE_PARTS);
  switch (kpi.id) {
    case 'performance_score':
      return { sums: { performance: sumsOfMetrics(metrics) }, distributions: metrics };
    case 'performance_impact_score':
      return {
        sums: { performance: sumsOfMetrics(metrics), session: SUM_KPIS['productivity_index']?.sums ?? [] },
        distributions: metrics,
      };
    default:
      return { sums: {}, distributions: [] };
  }
}

/** Whether percentiles are among what KPIs of a window are computed from. */
export function needsDistributions(kpis: readonly Kpi[], { stat }: Window): boolean {
  return kpis.some((kpi) => needsOf(kpi).distributions.length > 0 && !(stat === 'mean' && kpi.id in DISTRIBUTION_KPIS));
}

/** Whether a KPI is computed from sums and distributions of events alone. */
export function isEventKpi({ id }: Kpi): boolean {
  return id in SUM_KPIS || id in DISTRIBUTION_KPIS || id === 'performance_score' || id === 'performance_impact_score';
}

async function fetchPercentiles(
  { snapshot, calendar }: QueryContext,
  query: AggregateQuery,
  observations: number,
  metrics: readonly string[],
  sketch: boolean
): Promise<Pick<EventData, 'percentileOf' | 'percentileMethod'>> {
  const { raw } = snapshot.floors();
  if (!sketch && observations <= EXACT_UP_TO && rangeOf(query).from >= raw) {
    const { from, to } = rangeOf(query);
    const { type, edges, groupBy, filters } = query;
    const cells = await snapshot.keepBriefly(
      calendar,
      `percentiles ${JSON.stringify([type, edges, groupBy, filters])}`,
      [{ types: [type], first: calendar.dateOf(from), last: calendar.dateOf(to - 1) }],
      () => fetchExactPercentiles(snapshot, query, calendar, ALL_FRACTIONS),
      (read) => 12 * read.length
    );
    const byKey = new Map(cells.map((cell) => [cellKey(cell.bucket, cell.group), cell.value]));
    return {
      percentileMethod: 'exact',
      percentileOf: (metric, key, fraction) =>
        byKey.get(key)?.get(metric)?.[ALL_FRACTIONS.indexOf(fraction as (typeof ALL_FRACTIONS)[number])] ?? null,
    };
  }
  const cells = await fetchHistograms(snapshot, query, calendar, metrics);
  const byKey = new Map(cells.map((cell) => [cellKey(cell.bucket, cell.group), cell.value]));
  return {
    percentileMethod: 'sketch',
    percentileOf: (metric, key, fraction) => {
      const histogram = byKey.get(key)?.get(metric);
      return histogram ? percentile(histogram, fraction) : null;
    },
  };
}

/**
 * Reads what event KPIs need: each event type once, of it only the sums that are asked for, and distributions only where
 * a KPI asks for one.
 * @param options.further sums that are read beside them
 * @param options.sketch whether percentiles come from histograms even of few observations
 */
export async function fetchEventData(
  context: QueryContext,
  kpis: readonly Kpi[],
  window: Window,
  { further = {}, sketch = false }: { further?: Needs['sums']; sketch?: boolean } = {}
): Promise<EventData> {
  const needs = kpis.map(needsOf);
  const cells: EventData['cells'] = new Map();
  const queryOf = (type: EventType): AggregateQuery => ({
    type,
    edges: window.edges,
    interval: window.interval,
    groupBy: cubeDimensions(window.groupBy),
    filters: window.filters,
  });
  for (const type of EVENT_TYPES) {
    const sums = [...needs.flatMap((need) => need.sums[type] ?? []), ...(further[type] ?? [])];
    if (sums.length > 0) {
      const measures = [...new Set(['n', ...sums])];
      const rows = await fetchAggregates(context.snapshot, { ...queryOf(type), measures }, context.calendar);
      cells.set(type, new Map(rows.map((cell) => [cellKey(cell.bucket, cell.group), cell])));
    }
  }
  const metrics = new Set(needs.flatMap(({ distributions }) => distributions));
  if (metrics.size === 0) {
    return { cells, percentileOf: () => null, percentileMethod: 'exact' };
  }
  const observations = [...(cells.get('performance')?.values() ?? [])].reduce(
    (sum, { value }) => sum + (value['n'] ?? 0),
    0
  );
  return { cells, ...(await fetchPercentiles(context, queryOf('performance'), observations, [...metrics], sketch)) };
}

function distribution(kpi: DistributionKpi, stat: Stat, key: string, sums: Measures, data: EventData): Observed {
  const n = sums['n'] ?? 0;
  const value =
    stat === 'mean' ? ratio(sums[`sum_${kpi.metric}`] ?? 0, n) : data.percentileOf(kpi.metric, key, FRACTIONS[stat]);
  return { value: value === null ? null : value * kpi.scale, n };
}

function scoreParts(
  key: string,
  sums: Measures,
  data: EventData
): { launchTime: number | null; memoryUsage: number | null; scrollFps: number | null } {
  const part = (id: keyof typeof SCORE_PARTS): number | null => {
    const kpi = DISTRIBUTION_KPIS[id];
    return kpi ? distribution(kpi, SCORE_PARTS[id], key, sums, data).value : null;
  };
  return { launchTime: part('launch_time'), memoryUsage: part('memory_usage'), scrollFps: part('scroll_fps') };
}

/** The value of an event KPI in one bucket and group. */
export function eventValue(
  kpi: Kpi,
  key: string,
  data: EventData,
  range: { from: number; to: number },
  stat: Stat | undefined
): Observed {
  const sumsOf = (type: EventType): Measures => data.cells.get(type)?.get(key)?.value ?? {};
  const sum = SUM_KPIS[kpi.id];
  if (sum) {
    return sum.compute(sumsOf(sum.type), range);
  }
  const performance = sumsOf('performance');
  const distributed = DISTRIBUTION_KPIS[kpi.id];
  if (distributed) {
    return distribution(distributed, stat ?? kpi.stat ?? 'p50', key, performance, data);
  }
  const parts = scoreParts(key, performance, data);
  const n = performance['n'] ?? 0;
  if (kpi.id === 'performance_score') {
    return { value: performanceScore(parts), n };
  }
  const productivity = SUM_KPIS['productivity_index']?.compute(sumsOf('session'), range).value ?? null;
  return { value: performanceImpactScore(parts, productivity), n };
}

/** A KPI that events alone determine, over a window. */
export function answerEventKpi(context: QueryContext, kpi: Kpi, window: Window, data: EventData): KpiAnswer {
  const { edges, groupBy } = window;
  const pointAt = (key: string, bucket: number): { value: number | null; n: number; complete: boolean } => {
    const range = { from: edges[bucket] ?? 0, to: edges[bucket + 1] ?? 0 };
    return { ...eventValue(kpi, key, data, range, window.stat), complete: isComplete(range.to, context) };
  };
  const series = new SeriesBuilder(edges.length - 1, (bucket) => ({
    value: null,
    n: 0,
    complete: isComplete(edges[bucket + 1] ?? 0, context),
  }));
  if (groupBy.length === 0) {
    series.ensure([]);
  }
  const { sums, distributions } = needsOf(kpi);
  for (const type of Object.keys(sums) as EventType[]) {
    for (const [key, { bucket, group, value }] of data.cells.get(type) ?? []) {
      if ((value['n'] ?? 0) > 0) {
        series.set(group, bucket, pointAt(key, bucket));
      }
    }
  }
  const isDistribution = distributions.length > 0 && window.stat !== 'mean';
  return { kpi, series: series.build(), method: isDistribution ? data.percentileMethod : 'sum', note: null };
}
