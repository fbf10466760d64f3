import { statusOf, type Kpi } from '@lopan/catalogue';
import { field, frame, type JsonFrame } from '../frames/frame';
import { kpiFieldConfig } from '../frames/kpi-config';
import { tableFrame } from '../frames/table';
import { durationMs } from './duration';
import { limitSeries } from './answer-kpi';
import { customMeta, QueryError, type QueryContext } from './context';
import { evaluate } from './evaluate';
import { groupColumns } from './groups';
import type { KpiPoint } from './kpi-answer';
import type { ThresholdsQuery } from './schema';
import { MAX_RANGE_MS, MAX_RANGE_YEARS } from './range-limit';
import { rangeWindow } from './window';

interface ThresholdRow {
  kpi: Kpi;
  group: string[];
  point: KpiPoint;
}

/** `thresholds`: the KPIs that have a critical threshold, with their severity, over a window that ends with the range. */
export async function answerThresholds(query: ThresholdsQuery, context: QueryContext): Promise<JsonFrame[]> {
  const { from, to } = context.range;
  const windowMs = query.window === undefined ? to - from : durationMs(query.window);
  if (windowMs <= 0) {
    throw new QueryError(400, 'window must be longer than 0.');
  }
  if (windowMs > MAX_RANGE_MS) {
    throw new QueryError(400, `window must be ${MAX_RANGE_YEARS} years at most.`);
  }
  const window = rangeWindow(query, { from: to - windowMs, to });
  const kpis = context.config.kpis.filter(({ threshold }) => threshold !== null);
  const answers = await evaluate(context, kpis, window, query.minN ?? 0);
  const rows: ThresholdRow[] = answers.flatMap(({ kpi, series }) =>
    series.flatMap(({ group, points }) => points.slice(0, 1).map((point) => ({ kpi, group, point })))
  );
  const customOf = (shown: readonly ThresholdRow[]): ReturnType<typeof customMeta> =>
    customMeta(context, {
      n: shown.map(({ point }) => point.n),
      complete: shown.map(({ point }) => point.complete),
      method: 'sum',
    });
  if (query.format === 'numeric') {
    const { currency } = context.config.reporting;
    const frames = rows.map((row) => {
      const name = [row.kpi.title, ...row.group].join(' · ');
      const labels = [
        ['metric', row.kpi.id],
        ...window.groupBy.map((dimension, index) => [dimension, row.group[index] ?? '']),
      ];
      return frame(query.refId, name, { type: 'numeric-multi', custom: customOf([row]) }, [
        field('value', 'number', [row.point.value], {
          labels: Object.fromEntries(labels) as Record<string, string>,
          config: kpiFieldConfig(row.kpi, currency, name),
        }),
      ]);
    });
    const empty = frame(query.refId, 'Thresholds', { type: 'numeric-multi', custom: customOf([]) }, [
      field('value', 'number', []),
    ]);
    return limitSeries(frames.length > 0 ? frames : [empty], context.config.query.maxSeries);
  }
  return [
    tableFrame(
      query.refId,
      'Thresholds',
      rows,
      [
        { name: 'metric', type: 'string', value: ({ kpi }) => kpi.id },
        ...groupColumns<ThresholdRow>(window.groupBy, ({ group }) => group),
        { name: 'value', type: 'number', value: ({ point }) => point.value },
        { name: 'threshold', type: 'number', value: ({ kpi }) => kpi.threshold },
        { name: 'severity', type: 'string', value: ({ kpi, point }) => statusOf(kpi, point.value) },
        { name: 'n', type: 'number', value: ({ point }) => point.n },
      ],
      customOf(rows)
    ),
  ];
}
