/** What a cell's colour says: the share itself, or how it moved against the previous range. */
export type HeatmapMode = 'rate' | 'change';

/** Order of rows or columns: as the answer has them, by name, or by their total, highest first. */
export type HeatmapOrder = 'data' | 'name' | 'total';

/** Whether the share stands in the cell: where there is room, or nowhere. */
export type ValueLabels = 'auto' | 'never';

/** Options of the panel as they are saved in a dashboard. */
export interface AdoptionHeatmapOptions {
  mode: HeatmapMode;
  rowOrder: HeatmapOrder;
  columnOrder: HeatmapOrder;
  /** A last column with the share over all columns, and a last row with the mean share of all features. */
  showTotals: boolean;
  valueLabels: ValueLabels;
  /** Number of colours, 2–20; 0 blends without steps. */
  steps: number;
  /** Percentage points at which the colours of changes end, 0–100; 0: at the largest change. */
  changeLimit: number;
  showLegend: boolean;
  /** Offers the same numbers as a table with CSV export. */
  showTableToggle: boolean;
  /** Dashboard variable that takes the feature's id when a cell is chosen; empty: none. */
  featureVariable: string;
  /** Dashboard variable that takes the column's value when a cell is chosen; empty: none. */
  columnVariable: string;
}

export const MAX_STEPS = 20;

/** Every option has a default, so a panel saved as `{}` draws. */
export const defaults: AdoptionHeatmapOptions = {
  mode: 'rate',
  rowOrder: 'data',
  columnOrder: 'data',
  showTotals: true,
  valueLabels: 'auto',
  steps: 0,
  changeLimit: 0,
  showLegend: true,
  showTableToggle: true,
  featureVariable: '',
  columnVariable: '',
};
