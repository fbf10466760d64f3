import { type DataFrame, type Field, FieldType } from '@grafana/data';
import { labels } from './labels';
import type { AdoptionHeatmapOptions, HeatmapOrder } from './types';

/**
 * What can be said of a cell: a share; nobody was there who could have used the feature; so few that the share is
 * withheld; or the answer has no row for it.
 */
export type CellState = 'value' | 'none_eligible' | 'too_few' | 'missing';

/** One cell of the grid. Shares are percent, changes percentage points. */
export interface Cell {
  state: CellState;
  rate: number | null;
  change: number | null;
  users: number | null;
  eligible: number | null;
  /** Events of its period may still arrive. */
  provisional: boolean;
  /** Row of the frame, for data links; `null` for totals and missing cells. */
  sourceRow: number | null;
}

/** A row or a column: the value it stands for, and how a person calls it. */
export interface Axis {
  id: string;
  title: string;
  isTotal: boolean;
}

/** A grid in which every feature has a cell in every column. */
export interface Grid {
  rows: Axis[];
  columns: Axis[];
  /** Row by row, `rows.length × columns.length` cells. */
  cells: Cell[];
  /** The field of the shares, for its display and links. */
  rateField: Field;
}

export type HeatmapModel = { kind: 'grid'; grid: Grid } | { kind: 'empty' } | { kind: 'undrawable' };

type GridOptions = Pick<AdoptionHeatmapOptions, 'mode' | 'rowOrder' | 'columnOrder' | 'showTotals'>;

const MISSING: Cell = {
  state: 'missing',
  rate: null,
  change: null,
  users: null,
  eligible: null,
  provisional: false,
  sourceRow: null,
};

const ALL_COLUMNS: Axis = { id: '', title: labels.total.column, isTotal: true };
const ALL_FEATURES: Axis = { id: '', title: labels.total.row, isTotal: true };

/** Turns the long table of an `adoption` query into a full grid. Pure; frames are left as they are. */
export function buildGrid(frames: DataFrame[], options: GridOptions): HeatmapModel {
  const frame = frames.find(isAdoptionFrame);
  if (!frame) {
    return { kind: frames.length === 0 ? 'empty' : 'undrawable' };
  }
  const fields = new Map(frame.fields.map((field) => [field.name, field]));
  const rateField = fields.get('rate');
  if (!rateField || frame.length === 0) {
    return { kind: 'empty' };
  }
  const byKey = new Map<string, Cell>();
  const features = new Map<string, string>();
  const columns = new Map<string, string>();
  for (let row = 0; row < frame.length; row++) {
    const feature = String(fields.get('feature')?.values[row] ?? '');
    const column = String(fields.get('column')?.values[row] ?? '');
    features.set(feature, String(fields.get('title')?.values[row] ?? feature));
    columns.set(column, column);
    byKey.set(key(feature, column), readCell(fields, row));
  }
  return { kind: 'grid', grid: arrange(features, columns, byKey, rateField, options) };
}

/** Whether a frame is the long table of an `adoption` query. */
export function isAdoptionFrame(frame: DataFrame): boolean {
  const types = new Map(frame.fields.map(({ name, type }) => [name, type]));
  return types.has('feature') && types.has('column') && types.get('rate') === FieldType.number;
}

/** The cell at a place of the grid; places outside of it are missing. */
export function cellAt({ cells, columns }: Grid, row: number, column: number): Cell {
  return cells[row * columns.length + column] ?? MISSING;
}

function readCell(fields: Map<string, Field>, row: number): Cell {
  const number = (name: string) => {
    const value: unknown = fields.get(name)?.values[row];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
  const rate = number('rate');
  const previous = number('previous_rate');
  const eligible = number('eligible');
  return {
    state: rate !== null ? 'value' : eligible === 0 ? 'none_eligible' : 'too_few',
    rate,
    change: rate === null || previous === null ? null : rate - previous,
    users: number('users'),
    eligible,
    provisional: fields.get('complete')?.values[row] === false,
    sourceRow: row,
  };
}

function arrange(
  features: Map<string, string>,
  columnNames: Map<string, string>,
  byKey: Map<string, Cell>,
  rateField: Field,
  options: GridOptions
): Grid {
  const cell = (row: Axis, column: Axis) => byKey.get(key(row.id, column.id)) ?? MISSING;
  const rowAxes = toAxes(features);
  const columnAxes = toAxes(columnNames);
  const rows = inOrder(rowAxes, options.rowOrder, (row) => total(columnAxes.map((column) => cell(row, column))));
  const columns = inOrder(columnAxes, options.columnOrder, (column) => total(rowAxes.map((row) => cell(row, column))));
  const body = rows.map((row) => columns.map((column) => cell(row, column)));
  // The answer has no counts of the previous range, so there is no change of a total.
  const withTotals = options.showTotals && options.mode === 'rate';
  return withTotals
    ? addTotals({ rows, columns, rateField, cells: [] }, body)
    : { rows, columns, rateField, cells: body.flat() };
}

/** Adds a last column over all columns and a last row over all features, each where there is more than one. */
function addTotals(grid: Grid, body: Cell[][]): Grid {
  const hasColumn = grid.columns.length > 1;
  const hasRow = grid.rows.length > 1;
  const last = grid.columns.map((_, column) => total(body.flatMap((cells) => cells[column] ?? [])));
  const lines = hasRow ? [...body, last] : body;
  const corner = total(body.flat());
  return {
    ...grid,
    rows: hasRow ? [...grid.rows, ALL_FEATURES] : grid.rows,
    columns: hasColumn ? [...grid.columns, ALL_COLUMNS] : grid.columns,
    cells: lines.flatMap((cells) => (hasColumn ? [...cells, cells === last ? corner : total(cells)] : cells)),
  };
}

/**
 * Share over several cells: sums before ratios. Users who are in several columns count in each of them; over features it
 * is the mean share.
 */
function total(cells: Cell[]): Cell {
  const counted = cells.filter(
    ({ state, eligible, users }) => state === 'value' && eligible !== null && users !== null
  );
  const users = sum(counted.map((cell) => cell.users ?? 0));
  const eligible = sum(counted.map((cell) => cell.eligible ?? 0));
  if (eligible === 0) {
    return { ...MISSING, state: cells.some(({ state }) => state === 'too_few') ? 'too_few' : 'none_eligible' };
  }
  const rate = (100 * users) / eligible;
  return { ...MISSING, state: 'value', rate, users, eligible, provisional: cells.some((cell) => cell.provisional) };
}

function inOrder(axes: Axis[], order: HeatmapOrder, totalOf: (axis: Axis) => Cell): Axis[] {
  if (order === 'data') {
    return axes;
  }
  if (order === 'name') {
    return [...axes].sort((a, b) => a.title.localeCompare(b.title, undefined, { numeric: true }));
  }
  const totals = new Map(axes.map((axis) => [axis, totalOf(axis).rate ?? -1]));
  return [...axes].sort((a, b) => (totals.get(b) ?? -1) - (totals.get(a) ?? -1));
}

const toAxes = (names: Map<string, string>): Axis[] => [...names].map(([id, title]) => ({ id, title, isTotal: false }));
const key = (feature: string, column: string) => JSON.stringify([feature, column]);
const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
