import { labels } from './labels';
import { type Axis, type Cell, cellAt, type Grid } from './model';
import type { HeatmapMode } from './types';

/** A share as it is printed: "62.5%". */
export const percent = (rate: number) => `${rate.toFixed(1)}%`;

/** A change with its sign and unit: "+4.0 pp". */
export const points = (change: number) => labels.points(signed(change));

const signed = (change: number) => `${change > 0 ? '+' : ''}${change.toFixed(1)}`;

/** What stands in a cell; empty where its state has a mark instead. Changes go without their unit, which the legend has. */
export function cellText(cell: Cell, mode: HeatmapMode): string {
  const value = mode === 'change' ? cell.change : cell.rate;
  return value === null ? '' : mode === 'change' ? signed(value) : percent(value);
}

/** Lines of the tooltip: the value, the counts behind it and how it moved. */
export function cellLines(cell: Cell): string[] {
  if (cell.rate === null) {
    return [labels.state[cell.state]];
  }
  const counts = cell.users !== null && cell.eligible !== null ? [labels.users(cell.users, cell.eligible)] : [];
  const change = cell.change === null ? [] : [labels.change(points(cell.change))];
  return [percent(cell.rate), ...counts, ...change, ...(cell.provisional ? [labels.provisional] : [])];
}

/** How a cell is called: "Quality Control · operator". */
export const cellTitle = (row: Axis, column: Axis) => `${row.title} · ${column.title}`;

/** A cell in one sentence, for screen readers. */
export function cellSentence(row: Axis, column: Axis, cell: Cell): string {
  return `${row.title}, ${column.title}: ${cellLines(cell).join(', ')}`;
}

/** What the whole grid shows, in a sentence or three. */
export function gridSentence(grid: Grid): string {
  const columns = grid.columns.filter(({ isTotal }) => !isTotal);
  const rows = grid.rows.filter(({ isTotal }) => !isTotal);
  const named = rows.flatMap((row, rowIndex) =>
    columns.map((column, index) => ({
      name: `${row.title}, ${column.title}`,
      rate: cellAt(grid, rowIndex, index).rate,
    }))
  );
  const known = named.filter((cell): cell is { name: string; rate: number } => cell.rate !== null);
  const summary = labels.summary(rows.length, columns.length);
  const [first] = known;
  if (!first) {
    return summary;
  }
  const highest = known.reduce((best, cell) => (cell.rate > best.rate ? cell : best), first);
  const lowest = known.reduce((worst, cell) => (cell.rate < worst.rate ? cell : worst), first);
  const nameOf = ({ name, rate }: { name: string; rate: number }) => `${name} ${percent(rate)}`;
  return `${summary} ${labels.highest(nameOf(highest))} ${labels.lowest(nameOf(lowest))}`;
}
