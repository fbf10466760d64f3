import { createDataFrame, type DataFrame, type Field, type FieldDTO, FieldType } from '@grafana/data';

/** One row of a `summary` answer. */
export interface SummaryRow {
  kpi: string;
  title: string;
  value: number | null;
  unit: string;
  format: string;
  target: number | null;
  direction: string | null;
  status: string;
  previous: number | null;
  change: number | null;
  change_points: number | null;
  trend: string | null;
  good: boolean | null;
  n: number;
  complete: boolean;
  sparkline: string | null;
  decimals: number;
  threshold: number | null;
  description: string;
  as_of: number | null;
  display_unit: string;
  note: string | null;
}

const TYPES: Partial<Record<keyof SummaryRow, FieldType>> = {
  value: FieldType.number,
  target: FieldType.number,
  previous: FieldType.number,
  change: FieldType.number,
  change_points: FieldType.number,
  good: FieldType.boolean,
  n: FieldType.number,
  complete: FieldType.boolean,
  decimals: FieldType.number,
  threshold: FieldType.number,
  as_of: FieldType.time,
};

/** A healthy row; a test names only what it is about. */
export function summaryRow(overrides: Partial<SummaryRow> = {}): SummaryRow {
  return {
    kpi: 'production_efficiency',
    title: 'Production Efficiency',
    value: 88.5,
    unit: 'percent',
    format: 'percentage',
    target: 85,
    direction: 'higher',
    status: 'ok',
    previous: 80,
    change: 10.625,
    change_points: 8.5,
    trend: 'up',
    good: true,
    n: 720,
    complete: true,
    sparkline: '[80, 84, null, 88.5]',
    decimals: 1,
    threshold: 75,
    description: 'How well production runs.',
    as_of: Date.UTC(2026, 2, 31, 17, 42),
    display_unit: 'percent',
    note: null,
    ...overrides,
  };
}

/** The `summary` table of the rows, with group columns in front where `groups` names them. */
export function summaryFrame(
  rows: SummaryRow[],
  {
    groups = {},
    config = {},
    meta,
  }: { groups?: Record<string, string[]>; config?: Field['config']; meta?: DataFrame['meta'] } = {}
): DataFrame {
  const names = Object.keys(summaryRow()) as Array<keyof SummaryRow>;
  const groupFields: FieldDTO[] = Object.entries(groups).map(([name, values]) => ({
    name,
    type: FieldType.string,
    values,
  }));
  const fields: FieldDTO[] = names.map((name) => ({
    name,
    type: TYPES[name] ?? FieldType.string,
    values: rows.map((row) => row[name]),
    config: name === 'value' ? config : {},
  }));
  return createDataFrame({ refId: 'A', meta, fields: [...groupFields, ...fields] });
}
