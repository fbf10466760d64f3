import type { Kpi } from '@lopan/catalogue';
import { EVENT_TYPES } from '../config/types';
import { datesBetween } from '../domain/calendar';
import { correlatePairs, type Correlation } from '../domain/correlation';
import { isComplete, kpiOf, type QueryContext } from './context';
import type { DateWindow } from './date-windows';
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

/** One bucket a date, over whole dates. */
function datesWindow(query: SharedQuery, { calendar, range }: QueryContext, dates: DateWindow): Window {
  const starts = datesBetween(dates.first, dates.last).map((date) => calendar.dayStart(date));
  const window = rangeWindow(query, range);
  return { ...window, edges: [...starts, calendar.dayEnd(dates.last)], interval: '1d', lookBack: true };
}

/** The daily values of a metric, and how they came about. */
interface DailyAnswer extends Pick<KpiAnswer, 'method' | 'note'> {
  id: string;
  values: ReadonlyArray<number | null>;
}

function valuesOf(answers: readonly DailyAnswer[], { id }: Kpi): ReadonlyArray<number | null> {
  return answers.find((answer) => answer.id === id)?.values ?? [];
}

type Pair = Pick<CorrelatedPair, 'technical' | 'business'>;

/** Metrics by day, and how each pair of them goes together. */
interface CorrelatedDays {
  answers: DailyAnswer[];
  correlations: Correlation[];
}

function correlated(answers: DailyAnswer[], pairs: readonly Pair[], maxLag: number): CorrelatedDays {
  const correlations = correlatePairs(
    pairs.map(({ technical, business }) => ({
      technical: valuesOf(answers, technical),
      business: valuesOf(answers, business),
      target: technical.target,
    })),
    maxLag
  );
  return { answers, correlations };
}

async function correlateDays(
  context: QueryContext,
  window: Window,
  kpis: readonly Kpi[],
  pairs: readonly Pair[],
  maxLag: number
): Promise<CorrelatedDays> {
  const answers = (await evaluate(context, kpis, window, 0)).map(({ kpi, series, method, note }) => ({
    id: kpi.id,
    values: series[0]?.points.map(({ value }) => value) ?? [],
    method,
    note,
  }));
  return correlated(answers, pairs, maxLag);
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
  const dates = context.calendar.wholeDates(context.range.from, context.range.to);
  const window = dates && datesWindow(query, context, dates);
  // A year of days is the same all day long: what is computed of it is kept until one of them changes.
  const { correlations, answers } =
    window && kpis.length > 0
      ? await context.snapshot.keep(
          context.calendar,
          `correlations ${JSON.stringify([pairs.map(({ technical, business }) => [technical.id, technical.target, business.id]), asked.maxLag, query.filters, context.config.privacy.minGroupSize, dates])}`,
          [{ types: EVENT_TYPES, ...dates }],
          () => correlateDays(context, window, kpis, pairs, asked.maxLag),
          (kept) => 15 * pairs.length + kept.answers.reduce((sum, { values }) => sum + values.length, 0)
        )
      : correlated([], pairs, asked.maxLag);
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
