import type { ChoiceText } from '../../common/choices';
import type { CellState } from './model';
import type { HeatmapMode, HeatmapOrder, ValueLabels } from './types';

/** Every text of the panel in one place, so that a translation has one file to replace. */
export const labels = {
  empty: 'The query returned no cells.',
  undrawable: 'The heatmap needs an adoption query: a table with feature, column and rate.',
  failed: (messages: string) => `The query failed: ${messages}`,
  failedQueries: (messages: string) => `Some queries failed: ${messages}`,
  total: { row: 'Mean', column: 'All' },
  loading: 'Loading heatmap',
  heatmap: 'Adoption heatmap',
  instructions: 'Arrow keys move from cell to cell, Enter chooses one, Escape leaves.',
  links: (cell: string) => `Links of ${cell}`,
  state: {
    value: 'Share of users',
    none_eligible: 'Nobody could use it',
    too_few: 'Too few to tell',
    missing: 'Not in the answer',
  } satisfies Record<CellState, string>,
  provisional: 'provisional',
  provisionalCell: 'Provisional',
  users: (users: number, eligible: number) => `${users} of ${eligible} users`,
  points: (change: string) => `${change} pp`,
  change: (points: string) => `${points} against the previous range`,
  summary: (rows: number, columns: number) => `${rows} features by ${columns} columns.`,
  highest: (name: string) => `Highest: ${name}.`,
  lowest: (name: string) => `Lowest: ${name}.`,
  asTable: 'Show as table',
  asDrawing: 'Show as heatmap',
  legend: 'Legend',
  atMost: (value: string) => `≤ ${value}`,
  atLeast: (value: string) => `≥ ${value}`,
  below: (value: string) => `< ${value}`,
  above: (value: string) => `> ${value}`,
  between: (from: string, to: string) => `${from} – ${to}`,
  table: { feature: 'Feature' },
  twin: {
    caption: 'Adoption heatmap as a table',
    copy: 'Copy CSV',
    download: 'Download CSV',
    fileName: 'feature-adoption.csv',
  },
  /** The panel's options in the editor. */
  options: {
    categories: { content: 'Heatmap', choice: 'Choosing a cell' },
    mode: { name: 'Show' },
    modes: {
      rate: { label: 'Share' },
      change: { label: 'Change', description: 'Percentage points against the previous range' },
    } satisfies Record<HeatmapMode, ChoiceText>,
    rowOrder: { name: 'Order of features' },
    columnOrder: { name: 'Order of columns' },
    orders: {
      data: { label: 'As returned' },
      name: { label: 'By name' },
      total: { label: 'By share' },
    } satisfies Record<HeatmapOrder, ChoiceText>,
    showTotals: {
      name: 'Totals',
      description:
        'A last column over all columns, in which users of several count in each, and the mean of all features below.',
    },
    valueLabels: { name: 'Values in cells' },
    valueLabelChoices: {
      auto: { label: 'Where they fit' },
      never: { label: 'Never' },
    } satisfies Record<ValueLabels, ChoiceText>,
    steps: {
      name: 'Colour steps',
      description: '0 blends without steps. The scheme is the field option Color scheme, its ends are Min and Max.',
    },
    changeLimit: {
      name: 'Limit of changes',
      description: 'Percentage points at which the colours end. 0 takes the largest change.',
    },
    showLegend: { name: 'Legend' },
    featureVariable: {
      name: 'Variable for the feature',
      description: 'Dashboard variable that is set to the feature of a chosen cell. A data link goes before.',
    },
    columnVariable: {
      name: 'Variable for the column',
      description: 'Dashboard variable that is set to the role, week, version or device of a chosen cell.',
    },
  },
};
