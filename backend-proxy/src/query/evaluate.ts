import type { Dimension, Kpi } from '@lopan/catalogue';
import { answerCalendarKpi } from './calendar-kpis';
import { answerEngagement, answerRoi, isRoiKpi } from './composite-kpis';
import { isComplete, type QueryContext } from './context';
import { isEventKpi } from './event-kpis';
import { answerEventKpis } from './event-series';
import type { KpiAnswer, Window } from './kpi-answer';
import { withoutSmallGroups } from './privacy';

/** The dimensions of a window that a KPI cannot be grouped or filtered by. */
function unsupported(kpi: Kpi, { groupBy, filters }: Window): Dimension[] {
  const used = new Set<Dimension>(groupBy);
  for (const name of Object.keys(filters) as Dimension[]) {
    if ((filters[name] ?? []).length > 0) {
      used.add(name);
    }
  }
  return [...used].filter((name) => !kpi.groups.includes(name));
}

/** The answer of a KPI that does not know a dimension: no value, and why. */
function refused(context: QueryContext, kpi: Kpi, { edges }: Window, dimensions: readonly Dimension[]): KpiAnswer {
  const points = edges.slice(1).map((end) => ({ value: null, n: 0, complete: isComplete(end, context) }));
  const known = kpi.groups.length > 0 ? `; it knows ${kpi.groups.join(', ')}` : '';
  return {
    kpi,
    series: [{ group: [], points }],
    method: 'none',
    note: `${kpi.title} cannot be grouped or filtered by ${dimensions.join(', ')}${known}.`,
  };
}

/** Takes values away that too few observations stand behind. */
function withoutFew(answer: KpiAnswer, minN: number): KpiAnswer {
  if (minN <= 0) {
    return answer;
  }
  let suppressed = 0;
  const series = answer.series.map(({ group, points }) => ({
    group,
    points: points.map((point) => {
      if (point.value === null || point.n >= minN) {
        return point;
      }
      suppressed++;
      return { ...point, value: null };
    }),
  }));
  return suppressed === 0
    ? answer
    : {
        ...answer,
        series,
        note: `${answer.kpi.title}: ${suppressed} of the values have fewer than ${minN} observations and are not shown.`,
      };
}

/**
 * Computes KPIs over a window, in their order. What several of them need is read once. Values that too few people stand
 * behind are withheld.
 * @param minN values with fewer observations are null with a note; 0 shows all
 */
export async function evaluate(
  context: QueryContext,
  kpis: readonly Kpi[],
  window: Window,
  minN: number
): Promise<KpiAnswer[]> {
  const fitting = kpis.filter((kpi) => unsupported(kpi, window).length === 0);
  const eventKpis = fitting.filter(isEventKpi);
  const eventAnswers = eventKpis.length > 0 ? await answerEventKpis(context, eventKpis, window) : [];
  const roiKpis = fitting.filter(isRoiKpi);
  const roiAnswers = roiKpis.length > 0 ? await answerRoi(context, roiKpis, window) : [];
  const computed = new Map([...eventAnswers, ...roiAnswers].map((answer) => [answer.kpi.id, answer]));
  const answers: KpiAnswer[] = [];
  for (const kpi of kpis) {
    const known = computed.get(kpi.id);
    const refusedBy = unsupported(kpi, window);
    if (refusedBy.length > 0) {
      answers.push(refused(context, kpi, window, refusedBy));
    } else if (known) {
      answers.push(known);
    } else if (kpi.id === 'engagement_score') {
      answers.push(await answerEngagement(context, kpi, window));
    } else {
      answers.push(await answerCalendarKpi(context, kpi, window));
    }
  }
  return (await withoutSmallGroups(context, answers, window)).map((answer) => withoutFew(answer, minN));
}
