import type { Kpi } from '@lopan/catalogue';
import { datesBetween } from '../domain/calendar';
import { correlatePairs, type Correlation } from '../domain/correlation';
import { isComplete, kpiOf, type QueryContext } from './context';
import { evaluate } from './evaluate';
import type { KpiAnswer, Window } from './kpi-answer';
import type { SharedQuery } from './schema';
import { rangeWindow } from './window';

/** Technical metrics, and the business metrics that they may move. */
export const TECHNICAL_KPIS = [
  'launch_time',
  'memory_usage',
  'scroll_fps',
  'crash_free_rate',
  'performance_score',
] as const;
export const BUSINESS_KPIS = [
  'production_efficiency',
  'customer_satisfaction',
  'task_completion_rate',
  'productivity_index',
  'session_quality',
] as const;
/** Not technical, but asked about as a driver: of satisfaction only, since production efficiency is made of it. */
export const DRIVER = { technical: 'delivery_performance', business: 'customer_satisfaction' } as const;

export type TechnicalId = (typeof TECHNICAL_KPIS)[number] | typeof DRIVER.technical;
export type BusinessId = (typeof BUSINESS_KPIS)[number];

/** A pair of metrics, and how they go together. */
export interface CorrelatedPair {
  technical: Kpi;
  business: Kpi;
  correlation: Correlation;
}

export interface CorrelationData {
  pairs: CorrelatedPair[];
  /** Whether no date of the range can still change. */
  complete: boolean;
  /** `sketch` where a daily percentile is approximate. */
  method: string;
  /** Why metrics have no values, for people. */
  notes: string[];
  days: DailyValues;
}

/** What was correlated: position is the date. */
export interface DailyValues {
  /** Beginning of each date, epoch ms. */
  times: number[];
  /** Whether a date can no longer change. */
  complete: boolean[];
  /** Values by KPI id; null where nothing was observed. */
  values: ReadonlyMap<string, ReadonlyArray<number | null>>;
}

/** One bucket a date, over the dates that lie wholly within the range; null without any. */
function datesWindow(query: SharedQuery, { calendar, range }: QueryContext): Window | null {
  const dates = calendar.wholeDates(range.from, range.to);
  if (!dates) {
    return null;
  }
  const starts = datesBetween(dates.first, dates.last).map((date) => calendar.dayStart(date));
  const window = rangeWindow(query, range);
  return { ...window, edges: [...starts, calendar.dayEnd(dates.last)], interval: '1d', lookBack: true };
}

function valuesOf(answers: readonly KpiAnswer[], { id }: Kpi): Array<number | null> {
  const answer = answers.find(({ kpi }) => kpi.id === id);
  return answer?.series[0]?.points.map(({ value }) => value) ?? [];
}

/** Correlates daily values of metrics over the whole dates of the range, every technical one with every business one. */
export async function fetchCorrelations(
  context: QueryContext,
  query: SharedQuery,
  asked: { technical: readonly TechnicalId[]; business: readonly BusinessId[]; maxLag: number }
): Promise<CorrelationData> {
  const pairs = asked.technical.flatMap((technical) =>
    asked.business
      .filter((business) => technical !== DRIVER.technical || business === DRIVER.business)
      .map((business) => ({ technical: kpiOf(technical, context), business: kpiOf(business, context) }))
  );
  const kpis = [...new Set(pairs.flatMap(({ technical, business }) => [technical, business]))];
  const window = datesWindow(query, context);
  const answers = window && kpis.length > 0 ? await evaluate(context, kpis, window, 0) : [];
  const correlations = correlatePairs(
    pairs.map(({ technical, business }) => ({
      technical: valuesOf(answers, technical),
      business: valuesOf(answers, business),
      target: technical.target,
    })),
    asked.maxLag
  );
  return {
    pairs: correlations.flatMap((correlation, index) => {
      const pair = pairs[index];
      return pair ? [{ ...pair, correlation }] : [];
    }),
    complete: isComplete(window?.edges.at(-1) ?? context.range.to, context),
    method: answers.some(({ method }) => method === 'sketch') ? 'sketch' : 'exact',
    notes: answers.flatMap(({ note }) => (note === null ? [] : [note])),
    days: {
      times: window?.edges.slice(0, -1) ?? [],
      complete: window?.edges.slice(1).map((end) => isComplete(end, context)) ?? [],
      values: new Map(kpis.map((kpi) => [kpi.id, valuesOf(answers, kpi)])),
    },
  };
}
