import { compare, statusOf, type Change, type Kpi } from '@lopan/catalogue';
import { EVENT_TYPES } from '../config/types';
import { bucketEdges, chooseInterval, previousRange, type Range } from '../domain/intervals';
import { addDays, dayNumber } from '../domain/calendar';
import { hasDemoEvents } from '../db/read-models/demo-mark';
import { demoIdRange } from '../demo/demoId';
import type { JsonFrame, Notice } from '../frames/frame';
import { displayUnitOf } from '../frames/kpi-config';
import { tableFrame, type TableColumn } from '../frames/table';
import { dateWindows } from './date-windows';
import { customMeta, kpiOf, type QueryContext } from './context';
import { evaluate } from './evaluate';
import { groupColumns } from './groups';
import type { KpiAnswer, KpiPoint } from './kpi-answer';
import type { SummaryQuery } from './schema';
import { narrowestBucket, rangeWindow } from './window';

/** Numbers in a sparkline at the most. */
const SPARKLINE_POINTS = 60;

interface SummaryRow {
  kpi: Kpi;
  group: string[];
  point: KpiPoint;
  previous: number | null;
  change: Change;
  sparkline: Array<number | null>;
  note: string | null;
}

/** The same for calendar KPIs: as many dates, ending the day before the first date of the range. */
function previousDates(query: SummaryQuery, context: QueryContext): Range | null {
  const [dates] = dateWindows(context, rangeWindow(query, context.range));
  if (!dates) {
    return null;
  }
  const count = dayNumber(dates.last) - dayNumber(dates.first) + 1;
  return {
    from: context.calendar.dayStart(addDays(dates.first, -count)),
    to: context.calendar.dayStart(dates.first),
  };
}

/** Answers of KPIs over a range; calendar KPIs over dates of their own where given. */
async function answersOver(
  query: SummaryQuery,
  context: QueryContext,
  kpis: readonly Kpi[],
  range: Range,
  dates: Range | null
): Promise<Map<string, KpiAnswer>> {
  const calendar = kpis.filter(({ source }) => source === 'calendar');
  const others = kpis.filter(({ source }) => source !== 'calendar');
  const answers = [
    ...(await evaluate(context, others, rangeWindow(query, range), query.minN ?? 0)),
    ...(dates ? await evaluate(context, calendar, rangeWindow(query, dates), query.minN ?? 0) : []),
  ];
  return new Map(answers.map((answer) => [answer.kpi.id, answer]));
}

async function sparklines(
  query: SummaryQuery,
  context: QueryContext,
  kpis: readonly Kpi[]
): Promise<Map<string, KpiAnswer>> {
  const interval = chooseInterval(context.range, SPARKLINE_POINTS, await narrowestBucket(context));
  const answers: KpiAnswer[] = [];
  for (const calendarKpi of [false, true]) {
    const own = kpis.filter(({ source }) => (source === 'calendar') === calendarKpi);
    const width = calendarKpi && !['1d', '1w', '1M'].includes(interval) ? '1d' : interval;
    const edges = bucketEdges(context.calendar, context.range, width).slice(-SPARKLINE_POINTS - 1);
    const window = { ...rangeWindow(query, context.range), edges, interval: width, lookBack: calendarKpi };
    answers.push(...(own.length > 0 ? await evaluate(context, own, window, query.minN ?? 0) : []));
  }
  return new Map(answers.map((answer) => [answer.kpi.id, answer]));
}

function pointsOf(answers: Map<string, KpiAnswer>, kpi: Kpi, group: readonly string[]): KpiPoint[] {
  const key = JSON.stringify(group);
  return answers.get(kpi.id)?.series.find((series) => JSON.stringify(series.group) === key)?.points ?? [];
}

function columnsOf(query: SummaryQuery, context: QueryContext): Array<TableColumn<SummaryRow>> {
  const { currency } = context.config.reporting;
  return [
    ...groupColumns<SummaryRow>(query.groupBy ?? [], ({ group }) => group),
    { name: 'kpi', type: 'string', value: ({ kpi }) => kpi.id },
    { name: 'title', type: 'string', value: ({ kpi }) => kpi.title },
    { name: 'value', type: 'number', value: ({ point }) => point.value },
    { name: 'unit', type: 'string', value: ({ kpi }) => (kpi.unit === 'currency' ? currency : kpi.unit) },
    { name: 'format', type: 'string', value: ({ kpi }) => kpi.format },
    { name: 'target', type: 'number', value: ({ kpi }) => kpi.target },
    { name: 'direction', type: 'string', value: ({ kpi }) => kpi.direction },
    { name: 'status', type: 'string', value: ({ kpi, point }) => statusOf(kpi, point.value) },
    { name: 'previous', type: 'number', value: ({ previous }) => previous },
    { name: 'change', type: 'number', value: ({ change }) => change.change },
    { name: 'change_points', type: 'number', value: ({ change }) => change.changePoints },
    { name: 'trend', type: 'string', value: ({ change }) => change.trend },
    { name: 'good', type: 'boolean', value: ({ change }) => change.good },
    { name: 'n', type: 'number', value: ({ point }) => point.n },
    { name: 'complete', type: 'boolean', value: ({ point }) => point.complete },
    { name: 'sparkline', type: 'string', value: ({ sparkline }) => JSON.stringify(sparkline) },
    { name: 'decimals', type: 'number', value: ({ kpi }) => kpi.decimals },
    { name: 'target_exclusive', type: 'boolean', value: ({ kpi }) => kpi.targetExclusive ?? false },
    { name: 'threshold', type: 'number', value: ({ kpi }) => kpi.threshold },
    { name: 'description', type: 'string', value: ({ kpi }) => kpi.description },
    { name: 'display_unit', type: 'string', value: ({ kpi }) => displayUnitOf(kpi, currency) },
    { name: 'as_of', type: 'time', value: () => Math.min(context.now, context.range.to) },
    { name: 'note', type: 'string', value: ({ note }) => note },
  ];
}

/** Whether any event is one of the demo; looked up again once events have come or gone, of any date. */
function isDemo({ snapshot, calendar, now }: QueryContext): Promise<boolean> {
  const last = addDays(calendar.dateOf(now), 2);
  const read = (): Promise<boolean> => hasDemoEvents(snapshot, demoIdRange);
  return snapshot.keep(calendar, 'demo', [{ types: EVENT_TYPES, first: null, last }], read, () => 1);
}

/** `summary`: a row per KPI (and group) with target, status, change against the previous range and a sparkline. */
export async function answerSummary(query: SummaryQuery, context: QueryContext): Promise<JsonFrame[]> {
  const kpis = query.kpis ? query.kpis.map((id) => kpiOf(id, context)) : context.config.kpis;
  const compared = query.compare === 'none' ? null : previousRange(context.range);
  // The series first: the value of the range is added up from it.
  const lines = await sparklines(query, context, kpis);
  const current = await answersOver(query, context, kpis, context.range, context.range);
  const before = compared
    ? await answersOver(query, context, kpis, compared, previousDates(query, context))
    : new Map<string, KpiAnswer>();
  const all: SummaryRow[] = kpis.flatMap((kpi) => {
    const answer = current.get(kpi.id);
    return (answer?.series ?? []).flatMap(({ group, points }) =>
      points.slice(0, 1).map((point) => {
        const previous = pointsOf(before, kpi, group)[0]?.value ?? null;
        return {
          kpi,
          group,
          point,
          previous,
          change: compare(point.value, previous, kpi, context.config.trend.stableBelow),
          sparkline: pointsOf(lines, kpi, group).map(({ value }) => value),
          note: answer?.note ?? null,
        };
      })
    );
  });
  const limit = Math.min(query.limit ?? Infinity, context.config.query.maxRows);
  const rows = all.slice(0, limit);
  const notices: Notice[] = [...new Set(rows.flatMap(({ note }) => (note === null ? [] : [note])))].map((text) => ({
    severity: 'info',
    text,
  }));
  if (rows.length < all.length) {
    notices.unshift({ severity: 'warning', text: `${all.length} rows were found and ${rows.length} are shown.` });
  }
  const demo = await isDemo(context);
  if (demo) {
    notices.unshift({
      severity: 'info',
      text: 'Demo data: a simulated plant, not yours (lopan-analytics demo clear).',
    });
  }
  const custom = customMeta(context, {
    n: rows.map(({ point }) => point.n),
    complete: rows.map(({ point }) => point.complete),
    method: [...new Set([...current.values()].map(({ method }) => method))].join(', '),
    demo,
    comparedFrom: compared && new Date(compared.from).toISOString(),
    comparedTo: compared && new Date(compared.to).toISOString(),
  });
  return [tableFrame(query.refId, 'Summary', rows, columnsOf(query, context), custom, notices)];
}
