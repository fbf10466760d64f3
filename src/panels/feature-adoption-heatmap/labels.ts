import type { CellState } from './model';

/** Every text of the panel in one place, so that a translation has one file to replace. */
export const labels = {
  empty: 'The query returned no cells.',
  undrawable: 'The heatmap needs an adoption query: a table with feature, column and rate.',
  failed: (messages: string) => `The query failed: ${messages}`,
  loading: 'Loading heatmap',
  heatmap: 'Adoption heatmap',
  instructions: 'Arrow keys move from cell to cell, Enter chooses one.',
  state: {
    value: 'Share of users',
    none_eligible: 'Nobody could use it',
    too_few: 'Too few to tell',
    missing: 'Not in the answer',
  } satisfies Record<CellState, string>,
  provisional: 'provisional',
  users: (users: number, eligible: number) => `${users} of ${eligible} users`,
  change: (points: string) => `${points} against the previous range`,
  summary: (rows: number, columns: number) => `${rows} features by ${columns} columns.`,
  highest: (name: string) => `Highest: ${name}.`,
  lowest: (name: string) => `Lowest: ${name}.`,
  asTable: 'Show as table',
  asDrawing: 'Show as heatmap',
  legend: 'Legend',
  table: { feature: 'Feature' },
  twin: {
    caption: 'Adoption heatmap as a table',
    copy: 'Copy CSV',
    download: 'Download CSV',
    fileName: 'feature-adoption.csv',
  },
};
