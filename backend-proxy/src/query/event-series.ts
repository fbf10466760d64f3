import type { Kpi } from '@lopan/catalogue';
import { EVENT_TYPES } from '../config/types';
import { groupKey } from '../db/read-models/cell-parts';
import { addDays } from '../domain/calendar';
import { edgesKey, isDateInterval } from '../domain/intervals';
import { isComplete, type QueryContext } from './context';
import { answerEventKpi, fetchEventData, needsDistributions } from './event-kpis';
import type { KpiAnswer, KpiPoint, KpiSeries, Window } from './kpi-answer';

/** Series of the buckets that lie between the first and the last one, kept from one request to the next. */
interface InnerSeries {
  answers: KpiAnswer[];
  /** Whether every point was complete when it was computed, and so for good. */
  complete: boolean;
  /** Whether percentiles come from histograms, as then those of the first and last bucket must, too. */
  sketched: boolean;
}

/** All event KPIs over one window. @param sketch whether percentiles come from histograms however few observations there are */
async function answerWindow(
  context: QueryContext,
  kpis: readonly Kpi[],
  window: Window,
  sketch = false
): Promise<{ answers: KpiAnswer[]; sketched: boolean }> {
  const data = await fetchEventData(context, kpis, window, { sketch });
  const answers = kpis.map((kpi) => answerEventKpi(context, kpi, window, data));
  return { answers, sketched: data.percentileMethod === 'sketch' };
}

/** Computes the buckets of a window but its first and last one, which the ends of the range cut. */
async function answerInner(context: QueryContext, kpis: readonly Kpi[], window: Window): Promise<InnerSeries> {
  const { calendar, snapshot } = context;
  const { edges, groupBy, filters, stat } = window;
  const inner = edges.slice(1, -1);
  const dates = {
    first: calendar.dateOf(inner[0] ?? 0),
    last: addDays(calendar.dateOf(inner.at(-1) ?? 0), -1),
  };
  return snapshot.keep(
    calendar,
    `series ${JSON.stringify([kpis.map(({ id }) => id), stat, groupBy, filters])} ${edgesKey(inner, window.interval)}`,
    [{ types: EVENT_TYPES, ...dates }],
    async () => {
      const { answers, sketched } = await answerWindow(context, kpis, { ...window, edges: inner });
      return { answers, complete: isComplete(inner.at(-1) ?? 0, context), sketched };
    },
    ({ answers }) => 6 * kpis.length * inner.length * Math.max(1, ...answers.map(({ series }) => series.length))
  );
}

const emptyPoint = (context: QueryContext, end: number): KpiPoint => ({
  value: null,
  n: 0,
  complete: isComplete(end, context),
});

/** Puts the series of a KPI together again. A group that is missing in a part observed nothing there. */
function joined(
  context: QueryContext,
  { edges }: Window,
  [first, inner, last]: readonly [KpiAnswer, KpiAnswer, KpiAnswer],
  complete: boolean
): KpiSeries[] {
  const bySide = [first, inner, last].map(
    ({ series }) => new Map(series.map((one) => [groupKey(one.group), one] as const))
  );
  const groups = new Map(bySide.flatMap((side) => [...side].map(([key, { group }]) => [key, group] as const)));
  const ends = edges.slice(1);
  const innerEnds = ends.slice(1, -1);
  const pointsOf = (side: number, key: string): KpiPoint[] | undefined => bySide[side]?.get(key)?.points;
  const middleOf = (key: string): KpiPoint[] => {
    const known = pointsOf(1, key) ?? innerEnds.map((end) => emptyPoint(context, end));
    return complete
      ? known
      : known.map((point, index) => ({ ...point, complete: isComplete(innerEnds[index] ?? 0, context) }));
  };
  const series = [...groups].map(([key, group]) => ({
    group,
    points: [
      pointsOf(0, key)?.[0] ?? emptyPoint(context, ends[0] ?? 0),
      ...middleOf(key),
      pointsOf(2, key)?.[0] ?? emptyPoint(context, ends.at(-1) ?? 0),
    ],
  }));
  const byName = series.map((one) => [JSON.stringify(one.group), one] as const);
  return byName.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

/**
 * KPIs that events alone determine, over a window, in their order. Of a series by dates, weeks or months only the first
 * and the last bucket are computed at every refresh; what lies between is kept until one of its dates changes.
 */
export async function answerEventKpis(
  context: QueryContext,
  kpis: readonly Kpi[],
  window: Window
): Promise<KpiAnswer[]> {
  const { edges, interval } = window;
  if (edges.length < 4 || interval === undefined || !isDateInterval(interval)) {
    return (await answerWindow(context, kpis, window)).answers;
  }
  const inner = await answerInner(context, kpis, window);
  if (!inner.sketched && needsDistributions(kpis, window)) {
    // Few observations: all of a series are taken from raw rows together, or none.
    return (await answerWindow(context, kpis, window)).answers;
  }
  const { interval: _interval, ...single } = window;
  const ends = [edges.slice(0, 2), edges.slice(-2)];
  const [first, last] = [
    await answerWindow(context, kpis, { ...single, edges: ends[0] ?? [] }, inner.sketched),
    await answerWindow(context, kpis, { ...single, edges: ends[1] ?? [] }, inner.sketched),
  ];
  return inner.answers.flatMap((answer, index) => {
    const [before, after] = [first.answers[index], last.answers[index]];
    return before && after
      ? [{ ...answer, series: joined(context, window, [before, answer, after], inner.complete) }]
      : [];
  });
}
