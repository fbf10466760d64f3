/** Rows of a `summary` answer for the gallery. */
import { FieldType, createDataFrame, type DataFrame } from '@grafana/data';

/** A row; what is left out is the same in all. */
export interface SummaryRow {
  kpi: string;
  title: string;
  value: number | null;
  unit?: string;
  displayUnit?: string;
  format?: 'percentage' | 'score' | 'currency' | 'number';
  decimals?: number;
  target?: number | null;
  threshold?: number | null;
  direction?: 'higher' | 'lower';
  status: 'critical' | 'warning' | 'off_target' | 'ok' | 'no_data';
  previous?: number | null;
  n?: number;
  complete?: boolean;
  note?: string;
  /** Epoch ms; default: the end of the range. */
  asOf?: number;
}

/** All fixtures stand at this time, so that pictures of the gallery are the same at each run. */
export const GALLERY_NOW = Date.UTC(2026, 2, 2, 12);

const SPARK_POINTS = 30;

/** Around the value, the same for the same row. */
function sparkline({ value, kpi }: SummaryRow): string | null {
  if (value === null) {
    return null;
  }
  const points = Array.from(
    { length: SPARK_POINTS },
    (_, index) => value * (1 + 0.05 * Math.sin(index / 3 + kpi.length))
  );
  return JSON.stringify([...points.slice(0, -1), value]);
}

function changeOf({ value, previous }: SummaryRow): number | null {
  return typeof value === 'number' && typeof previous === 'number' ? (value / previous - 1) * 100 : null;
}

function trendOf(row: SummaryRow): string | null {
  const change = changeOf(row);
  if (change === null) {
    return null;
  }
  return Math.abs(change) < 1 ? 'stable' : change > 0 ? 'up' : 'down';
}

function goodOf(row: SummaryRow): boolean | null {
  const change = changeOf(row);
  return change === null || Math.abs(change) < 1 ? null : change > 0 === ((row.direction ?? 'higher') === 'higher');
}

/** The frame that the proxy answers for these rows. */
export function summaryFrame(rows: SummaryRow[]): DataFrame {
  const column = (name: string, type: FieldType, of: (row: SummaryRow) => unknown) => ({
    name,
    type,
    values: rows.map(of),
  });
  return createDataFrame({
    refId: 'A',
    name: 'Summary',
    meta: { custom: { timezone: 'UTC', comparedFrom: '2026-01-01T12:00:00Z', comparedTo: '2026-01-31T12:00:00Z' } },
    fields: [
      column('kpi', FieldType.string, ({ kpi }) => kpi),
      column('title', FieldType.string, ({ title }) => title),
      column('value', FieldType.number, ({ value }) => value),
      column('unit', FieldType.string, ({ unit = 'percent' }) => unit),
      column('format', FieldType.string, ({ format = 'percentage' }) => format),
      column('target', FieldType.number, ({ target = 85 }) => target),
      column('direction', FieldType.string, ({ direction = 'higher' }) => direction),
      column('status', FieldType.string, ({ status }) => status),
      column('previous', FieldType.number, ({ previous = null }) => previous),
      column('change', FieldType.number, changeOf),
      column('change_points', FieldType.number, ({ value, previous, unit = 'percent' }) =>
        unit === 'percent' && typeof value === 'number' && typeof previous === 'number' ? value - previous : null
      ),
      column('trend', FieldType.string, trendOf),
      column('good', FieldType.boolean, goodOf),
      column('n', FieldType.number, ({ n = 1200 }) => n),
      column('complete', FieldType.boolean, ({ complete = true }) => complete),
      column('sparkline', FieldType.string, sparkline),
      column('decimals', FieldType.number, ({ decimals = 1 }) => decimals),
      column('threshold', FieldType.number, ({ threshold = 75 }) => threshold),
      column('description', FieldType.string, ({ title }) => `What "${title}" measures, in one sentence.`),
      column('as_of', FieldType.time, ({ value, asOf = GALLERY_NOW }) => (value === null ? null : asOf)),
      column('display_unit', FieldType.string, ({ displayUnit = 'percent' }) => displayUnit),
      column('note', FieldType.string, ({ note }) => note ?? null),
    ],
  });
}
