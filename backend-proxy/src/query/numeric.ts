import { field, frame, type FieldConfig, type JsonFrame, type Notice } from '../frames/frame';
import { limitSeries } from './answer-kpi';
import { customMeta, QueryError, type QueryContext } from './context';
import type { SharedQuery } from './schema';

/** One number of an answer that an alert rule can watch. */
export interface NumericSeries {
  /** What a person reads. */
  name: string;
  /** Tell the series apart. */
  labels: Record<string, string>;
  value: number | null;
  n: number;
  complete: boolean;
  config: FieldConfig;
}

/** The measures that a query asks for by name; all where it names none. @throws QueryError for a name there is not */
export function chosenMetrics<Measure extends { name: string }>(
  measures: readonly Measure[],
  wanted: readonly string[] = []
): Measure[] {
  const names = measures.map(({ name }) => name);
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new QueryError(400, `metrics: there is no ${unknown.join(', ')}; expected some of ${names.join(', ')}.`);
  }
  return measures.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
}

/** A frame of one row per series (numeric-multi); without series an empty typed one. Notices stand on the first. */
export function numericFrames(
  query: SharedQuery,
  context: QueryContext,
  answer: {
    title: string;
    /** Name of the value's field. */
    field: string;
    series: readonly NumericSeries[];
    custom: { method: string } & Record<string, unknown>;
    notices: Notice[];
  }
): JsonFrame[] {
  const frameOf = (series: NumericSeries | null, notices: Notice[]): JsonFrame => {
    const own = series ? [series] : [];
    return frame(
      query.refId,
      series?.name ?? answer.title,
      {
        type: 'numeric-multi',
        custom: customMeta(context, {
          ...answer.custom,
          n: own.map(({ n }) => n),
          complete: own.map(({ complete }) => complete),
        }),
        notices,
      },
      [
        field(
          answer.field,
          'number',
          own.map(({ value }) => value),
          series ? { labels: series.labels, config: { displayNameFromDS: series.name, ...series.config } } : {}
        ),
      ]
    );
  };
  const frames = answer.series.map((series, index) => frameOf(series, index === 0 ? answer.notices : []));
  return limitSeries(
    frames.length > 0 ? frames : [frameOf(null, answer.notices)],
    Math.min(query.limit ?? Infinity, context.config.query.maxSeries)
  );
}
