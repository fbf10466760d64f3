import type { Kpi } from '@lopan/catalogue';
import { field, frame, type JsonFrame, type Notice } from '../frames/frame';
import { kpiFieldConfig } from '../frames/kpi-config';
import { tableFrame, type TableColumn } from '../frames/table';
import { customMeta, kpiOf, type QueryContext } from './context';
import { evaluate } from './evaluate';
import { groupColumns } from './groups';
import type { KpiAnswer, KpiPoint, KpiSeries, Window } from './kpi-answer';
import type { KpiQuery } from './schema';
import { rangeWindow, seriesWindow } from './window';

/** A series' labels: the KPI, and the group's values by dimension. */
function labelsOf(kpi: Kpi, { group }: KpiSeries, { groupBy }: Window): Record<string, string> {
  return Object.fromEntries([
    ['kpi', kpi.id],
    ...groupBy.flatMap((name, index) => (group[index] === undefined ? [] : [[name, group[index]]])),
  ]);
}

/** What a person reads: the title, and the group's values behind it. */
function displayName(kpi: Kpi, { group }: KpiSeries): string {
  return [kpi.title, ...group].join(' · ');
}

function noticesOf(answer: KpiAnswer, points: readonly KpiPoint[]): Notice[] {
  const notices: Notice[] = answer.note === null ? [] : [{ severity: 'info', text: answer.note }];
  if (answer.method === 'sketch') {
    notices.push({
      severity: 'info',
      text: `${answer.kpi.title} is approximate: percentiles come from histograms with at most 1 % relative error.`,
    });
  }
  if (points.some(({ complete, value }) => !complete && value !== null)) {
    notices.push({ severity: 'info', text: 'The latest values are provisional: events for them may still arrive.' });
  }
  return notices;
}

function seriesFrame(
  query: KpiQuery,
  context: QueryContext,
  answer: KpiAnswer,
  series: KpiSeries,
  window: Window
): JsonFrame {
  const isShown = ({ complete }: KpiPoint, bucket: number): boolean =>
    (!query.completeBuckets || complete) && (!window.lookBack || holdsDate(context, window, bucket));
  const all = query.completeBuckets !== true && !window.lookBack;
  const shown = all ? [] : series.points.map(isShown);
  const points = all ? series.points : series.points.filter((_, bucket) => shown[bucket]);
  const starts = window.edges.slice(0, series.points.length);
  const times = all ? starts : starts.filter((_, bucket) => shown[bucket]);
  const name = displayName(answer.kpi, series);
  return frame(
    query.refId,
    name,
    {
      type: 'timeseries-multi',
      custom: customMeta(context, {
        n: points.map(({ n }) => n),
        complete: points.map(({ complete }) => complete),
        method: answer.method,
        interval: window.interval,
      }),
      notices: noticesOf(answer, series.points),
    },
    [
      field('time', 'time', times),
      field(
        answer.kpi.id,
        'number',
        points.map(({ value }) => value),
        {
          labels: labelsOf(answer.kpi, series, window),
          config: kpiFieldConfig(answer.kpi, context.config.reporting.currency, name),
        }
      ),
    ]
  );
}

/** Whether a bucket of a calendar series holds a whole date that counts. */
function holdsDate({ calendar, now, config }: QueryContext, { edges, completeOnly }: Window, bucket: number): boolean {
  const whole = calendar.wholeDates(edges[bucket] ?? 0, edges[bucket + 1] ?? 0);
  return whole !== null && (!completeOnly || calendar.dayEnd(whole.first) + config.collection.lateWindowMs <= now);
}

function numericFrame(
  query: KpiQuery,
  context: QueryContext,
  answer: KpiAnswer,
  series: KpiSeries | null,
  window: Window
): JsonFrame {
  const points = series?.points.slice(0, 1) ?? [];
  const name = series ? displayName(answer.kpi, series) : answer.kpi.title;
  return frame(
    query.refId,
    name,
    {
      type: 'numeric-multi',
      custom: customMeta(context, {
        n: points.map(({ n }) => n),
        complete: points.map(({ complete }) => complete),
        method: answer.method,
      }),
      notices: noticesOf(answer, points),
    },
    [
      field(
        answer.kpi.id,
        'number',
        points.map(({ value }) => value),
        {
          labels: series ? labelsOf(answer.kpi, series, window) : { kpi: answer.kpi.id },
          config: kpiFieldConfig(answer.kpi, context.config.reporting.currency, name),
        }
      ),
    ]
  );
}

/** Of the groups of a KPI the one that does worst, as a series without a group; one without a value where none has any. */
function worstOf({ kpi, series }: KpiAnswer): KpiSeries[] {
  const valueOf = ({ points }: KpiSeries): number => points[0]?.value ?? NaN;
  const sign = kpi.direction === 'higher' ? 1 : -1;
  const known = series.filter((one) => !Number.isNaN(valueOf(one)));
  const [worst = series[0]] = known.sort((a, b) => sign * (valueOf(a) - valueOf(b)));
  return worst ? [{ ...worst, group: [] }] : [];
}

interface KpiRow {
  answer: KpiAnswer;
  group: string[];
  point: KpiPoint;
}

function kpiTable(query: KpiQuery, context: QueryContext, answers: readonly KpiAnswer[], window: Window): JsonFrame {
  const rows: KpiRow[] = answers.flatMap((answer) =>
    answer.series.flatMap(({ group, points }) => points.slice(0, 1).map((point) => ({ answer, group, point })))
  );
  const columns: Array<TableColumn<KpiRow>> = [
    { name: 'kpi', type: 'string', value: ({ answer }) => answer.kpi.id },
    { name: 'title', type: 'string', value: ({ answer }) => answer.kpi.title },
    ...groupColumns<KpiRow>(window.groupBy, ({ group }) => group),
    { name: 'value', type: 'number', value: ({ point }) => point.value },
    { name: 'unit', type: 'string', value: ({ answer }) => answer.kpi.unit },
    { name: 'n', type: 'number', value: ({ point }) => point.n },
    { name: 'complete', type: 'boolean', value: ({ point }) => point.complete },
  ];
  const shown = rows.slice(0, Math.min(query.limit ?? Infinity, context.config.query.maxRows));
  return tableFrame(
    query.refId,
    'KPIs',
    shown,
    columns,
    customMeta(context, {
      n: shown.map(({ point }) => point.n),
      complete: shown.map(({ point }) => point.complete),
      method: [...new Set(answers.map(({ method }) => method))].join(', '),
    }),
    answers.flatMap((answer) =>
      noticesOf(
        answer,
        answer.series.flatMap(({ points }) => points)
      )
    )
  );
}

/** Cuts frames that are more than the configuration allows, and says so on the first. */
export function limitSeries(frames: JsonFrame[], limit: number): JsonFrame[] {
  const [first] = frames;
  if (frames.length <= limit || !first) {
    return frames;
  }
  const text = `${frames.length} series were found and ${limit} are shown (query.max_series or limit).`;
  first.schema.meta.notices = [{ severity: 'warning', text }, ...(first.schema.meta.notices ?? [])];
  return frames.slice(0, limit);
}

/** `kpi`: values of KPIs, as series, as one number each, or as a table. */
export async function answerKpi(query: KpiQuery, context: QueryContext): Promise<JsonFrame[]> {
  const kpis = query.kpis.map((id) => kpiOf(id, context));
  const minN = query.minN ?? 0;
  const limit = Math.min(query.limit ?? Infinity, context.config.query.maxSeries);
  if (query.format === 'numeric' || query.format === 'table') {
    const window = rangeWindow(query, context.range);
    const answers = await evaluate(context, kpis, window, minN);
    return query.format === 'table'
      ? [kpiTable(query, context, answers, window)]
      : limitSeries(
          answers.flatMap((answer) => {
            const shown = query.worst === true ? worstOf(answer) : answer.series;
            return shown.length === 0
              ? [numericFrame(query, context, answer, null, window)]
              : shown.map((series) => numericFrame(query, context, answer, series, window));
          }),
          limit
        );
  }
  const frames: JsonFrame[] = [];
  for (const calendarKpi of [false, true]) {
    const own = kpis.filter((kpi) => (kpi.source === 'calendar') === calendarKpi);
    const window = await seriesWindow(query, context, calendarKpi);
    for (const answer of own.length > 0 ? await evaluate(context, own, window, minN) : []) {
      const series = answer.series.length > 0 ? answer.series : [{ group: [], points: [] }];
      frames.push(...series.map((one) => seriesFrame(query, context, answer, one, window)));
    }
  }
  const order = new Map(kpis.map((kpi, index) => [kpi.id, index]));
  const indexOf = ({ schema }: JsonFrame): number => order.get(schema.fields[1]?.name ?? '') ?? 0;
  return limitSeries(
    frames.sort((a, b) => indexOf(a) - indexOf(b)),
    limit
  );
}
