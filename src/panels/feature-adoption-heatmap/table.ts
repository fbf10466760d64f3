import type { TwinTable } from '../../common/components/TableTwin';
import { labels } from './labels';
import { cellAt, type Grid } from './model';
import { cellText } from './texts';
import type { HeatmapMode } from './types';

/** The grid as a table: a row per feature, states in words. */
export function toTable(grid: Grid, mode: HeatmapMode): TwinTable {
  return {
    header: [labels.table.feature, ...grid.columns.map(({ title }) => title)],
    rows: grid.rows.map(({ title }, row) => [
      title,
      ...grid.columns.map((_, column) => {
        const cell = cellAt(grid, row, column);
        return cellText(cell, mode) || labels.state[cell.state === 'value' ? 'missing' : cell.state];
      }),
    ]),
  };
}

/** The grid for a spreadsheet: numbers where there are some, nothing where there are none. */
export function toCsvTable(grid: Grid, mode: HeatmapMode): TwinTable {
  return {
    header: [labels.table.feature, ...grid.columns.map(({ title }) => title)],
    rows: grid.rows.map(({ title }, row) => [
      title,
      ...grid.columns.map((_, column) => {
        const { rate, change } = cellAt(grid, row, column);
        return mode === 'change' ? change : rate;
      }),
    ]),
  };
}
