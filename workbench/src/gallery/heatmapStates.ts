/** The states of the adoption heatmap. */
import { FieldType, LoadingState, createDataFrame, type DataFrame, type FieldConfigSource } from '@grafana/data';
import type { GalleryState } from './states';

/** A cell of the long table that an `adoption` query answers. */
interface Cell {
  feature: string;
  column: string;
  users: number | null;
  eligible: number;
  rate: number | null;
  previous: number | null;
  complete: boolean;
}

const FEATURES = ['Customer Management', 'Batch Processing', 'Inventory Tracking', 'Quality Control'];
const ROLES = ['operator', 'shift_lead', 'quality', 'manager', 'planner'];

const ELIGIBLE = 40;

/** The same number for the same cell, 0 to `ELIGIBLE`. */
const usersOf = (row: number, column: number) => Math.round((ELIGIBLE * (1 + Math.sin(row * 1.7 + column * 0.9))) / 2);

function cell(feature: string, row: number, column: string, index: number): Cell {
  const users = usersOf(row, index);
  return {
    feature,
    column,
    users,
    eligible: ELIGIBLE,
    rate: (100 * users) / ELIGIBLE,
    previous: (100 * usersOf(row, index + 1)) / ELIGIBLE,
    complete: true,
  };
}

function grid(features: string[], columns: string[]): Cell[] {
  return features.flatMap((feature, row) => columns.map((column, index) => cell(feature, row, column, index)));
}

function frame(cells: Cell[]): DataFrame {
  const column = (name: string, type: FieldType, of: (one: Cell) => unknown) => ({ name, type, values: cells.map(of) });
  return createDataFrame({
    refId: 'A',
    name: 'Adoption',
    fields: [
      column('feature', FieldType.string, ({ feature }) => feature.toLowerCase().replaceAll(' ', '_')),
      column('title', FieldType.string, ({ feature }) => feature),
      column('column', FieldType.string, ({ column: name }) => name),
      column('users', FieldType.number, ({ users }) => users),
      column('eligible', FieldType.number, ({ eligible }) => eligible),
      column('rate', FieldType.number, ({ rate }) => rate),
      column('previous_rate', FieldType.number, ({ previous }) => previous),
      column('complete', FieldType.boolean, ({ complete }) => complete),
    ],
  });
}

/** Nobody eligible, too few, provisional, and a cell that is missing altogether. */
function withHoles(cells: Cell[]): Cell[] {
  const hollow = { users: null, rate: null, previous: null };
  return cells
    .map((one, index): Cell => {
      if (index % 7 === 1) {
        return { ...one, ...hollow, users: 0, eligible: 0 };
      }
      return index % 7 === 3 ? { ...one, ...hollow, eligible: 3 } : { ...one, complete: index % 7 !== 5 };
    })
    .filter((_, index) => index !== 12);
}

const WEEKS = Array.from({ length: 13 }, (_, week) =>
  new Date(Date.UTC(2025, 11, 1 + 7 * week)).toISOString().slice(0, 10)
);

/** Ends of the colour scale, in percent. */
const limited = (min: number, max: number): FieldConfigSource => ({ defaults: { min, max }, overrides: [] });

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);

export const HEATMAP_STATES: GalleryState[] = [
  { name: 'heatmap-full', title: 'Features by role', series: [frame(grid(FEATURES, ROLES))] },
  {
    name: 'heatmap-partial',
    title: 'Nobody eligible, too few, provisional, missing',
    series: [frame(withHoles(grid(FEATURES, ROLES)))],
  },
  {
    name: 'heatmap-change',
    title: 'Change against the previous range, up to 30 points',
    options: { mode: 'change', changeLimit: 30 },
    series: [frame(withHoles(grid(FEATURES, ROLES)))],
  },
  {
    name: 'heatmap-steps',
    title: 'In five steps, 20 to 80 %, highest first',
    options: { steps: 5, rowOrder: 'total', columnOrder: 'total' },
    fieldConfig: limited(20, 80),
    series: [frame(grid(FEATURES, ROLES))],
  },
  {
    name: 'heatmap-weeks',
    title: 'By week, without totals',
    options: { showTotals: false },
    series: [frame(grid(FEATURES, WEEKS))],
  },
  {
    name: 'heatmap-choice',
    title: 'Choosing a cell sets a variable',
    options: { featureVariable: 'feature', columnVariable: 'role' },
    series: [frame(grid(FEATURES, ROLES))],
  },
  {
    name: 'heatmap-link',
    title: 'Choosing a cell follows a link',
    fieldConfig: {
      defaults: { links: [{ title: 'Explore', url: '/explore?feature=${__data.fields.feature}' }] },
      overrides: [],
    },
    series: [frame(grid(FEATURES, ROLES))],
  },
  { name: 'heatmap-phone', title: 'On a phone', width: 340, series: [frame(grid(FEATURES, ROLES))] },
  {
    name: 'heatmap-huge',
    title: '200 features by 104 weeks',
    height: 500,
    series: [frame(grid(numbered('Feature', 200), numbered('week', 104)))],
  },
  {
    name: 'heatmap-loading',
    title: 'Heatmap: first answer under way',
    state: LoadingState.Loading,
    series: [],
  },
  {
    name: 'heatmap-failing',
    title: 'Heatmap: one of two queries has failed',
    state: LoadingState.Error,
    error: 'The proxy answers with 429: too many requests',
    series: [frame(grid(FEATURES, ROLES))],
  },
  { name: 'heatmap-none', title: 'Heatmap: no answer at all', series: [] },
  { name: 'heatmap-empty', title: 'Heatmap: an answer without rows', series: [frame([])] },
  {
    name: 'heatmap-error',
    title: 'Heatmap: the query has failed',
    state: LoadingState.Error,
    error: 'The range is too long: at most 400 days',
    series: [],
  },
];
