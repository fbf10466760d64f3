import { AUTO_COLUMNS, type CardLayout } from './types';

/** Size in px that the grid may fill, and what is in it. */
export interface GridInput {
  count: number;
  width: number;
  height: number;
  /** Wished columns; `AUTO_COLUMNS` chooses. */
  columns: number;
  layout: CardLayout;
  /** Characters of the longest value; the type is made as large as fits it. */
  longestText: number;
}

/** The grid to draw, sizes in px. */
export interface GridLayout {
  columns: number;
  rowHeight: number;
  valueFontSize: number;
  /** More rows than fit: the grid scrolls. */
  scrolls: boolean;
  /** What there is room for in a card of this size. */
  room: { sparkline: boolean; footer: boolean; details: boolean };
}

export const GAP = 8;
const PADDING = 12;
const MIN_WIDTH: Record<CardLayout, number> = { standard: 200, compact: 150 };
const MIN_HEIGHT: Record<CardLayout, number> = { standard: 84, compact: 48 };
/** Two cards fit side by side down to this width: the specification's two columns hold on a phone. */
const TWO_COLUMNS_FROM = 240;
const FONT = { min: 14, max: 160 };
/** Width of a digit of the value's type, in em. */
const DIGIT_EM = 0.6;

/** Chooses columns, row height and type size. Pure: the same size always gives the same grid. */
export function layOutGrid(input: GridInput): GridLayout {
  const columns = input.columns === AUTO_COLUMNS ? bestColumns(input) : Math.min(input.columns, input.count);
  return layOut(Math.max(1, columns), input);
}

/** The number of columns that gives the largest type, and among equals the fewest empty cells. */
function bestColumns(input: GridInput): number {
  const byWidth = Math.floor((input.width + GAP) / (MIN_WIDTH[input.layout] + GAP));
  const most = Math.min(input.count, Math.max(byWidth, input.width >= TWO_COLUMNS_FROM ? 2 : 1));
  let best = 1;
  for (let columns = 2; columns <= most; columns++) {
    if (score(columns, input) > score(best, input)) {
      best = columns;
    }
  }
  return best;
}

function score(columns: number, input: GridInput): number {
  const { valueFontSize, scrolls } = layOut(columns, input);
  const emptyCells = Math.ceil(input.count / columns) * columns - input.count;
  return valueFontSize - emptyCells * 2 - (scrolls ? FONT.max / columns : 0);
}

function layOut(columns: number, { count, width, height, layout, longestText }: GridInput): GridLayout {
  const rows = Math.ceil(count / columns);
  const fitting = Math.floor((height - GAP * (rows - 1)) / rows);
  const rowHeight = Math.max(fitting, MIN_HEIGHT[layout]);
  const cardWidth = (width - GAP * (columns - 1)) / columns - 2 * PADDING;
  // A single card is a wall display: most of its height belongs to the number.
  const share = layout === 'compact' ? 0.42 : count === 1 ? 0.45 : 0.3;
  const byWidth = cardWidth / (Math.max(longestText, 4) * DIGIT_EM);
  const valueFontSize = Math.round(Math.min(FONT.max, Math.max(FONT.min, Math.min(byWidth, rowHeight * share))));
  const left = rowHeight - 2 * PADDING - valueFontSize * 1.2 - 18;
  return {
    columns,
    rowHeight,
    valueFontSize,
    scrolls: fitting < MIN_HEIGHT[layout],
    room: { footer: left >= 18, details: left >= 38, sparkline: left >= 64 },
  };
}
