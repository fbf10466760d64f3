import { AUTO_COLUMNS, type CardLayout } from './types';

/** Size in px that the grid may fill, and what is in it. */
export interface GridInput {
  count: number;
  width: number;
  height: number;
  /** Wished columns; `AUTO_COLUMNS` chooses. */
  columns: number;
  layout: CardLayout;
  /** Width of the widest value in em; the type is made as large as fits it. */
  widestValue: number;
  /** Width of the widest trend in px; it stands beside the value, or below it where the card is too narrow. 0: none. */
  trendWidth: number;
}

/** The grid to draw, sizes in px. */
export interface GridLayout {
  columns: number;
  rowHeight: number;
  valueFontSize: number;
  /** More rows than fit: the grid scrolls. */
  scrolls: boolean;
  /** What there is room for in a card of this size. */
  room: {
    status: boolean;
    /** Status and marks as words; an icon with the word for screen readers where there is less room. */
    words: boolean;
    target: boolean;
    details: boolean;
    sparkline: 'below' | 'beside' | null;
  };
}

export const GAP = 8;
/** Padding and border of a card, left and right, and above and below. */
const FRAME = { x: 30, y: 18 };
/** A line of small text with the gap above it. */
const LINE = 22;
const MIN_WIDTH: Record<CardLayout, number> = { standard: 160, compact: 140 };
/** A wished number of columns is given up where cards would be narrower than this share of the minimum: on a phone. */
const NARROWEST = 0.8;
const MIN_HEIGHT: Record<CardLayout, number> = { standard: 86, compact: 62 };
/** Two cards fit side by side down to this width: the specification's two columns hold on a phone. */
const TWO_COLUMNS_FROM = 240;
const FONT = { min: 14, max: 160, lineHeight: 1.15 };
/** Distance between value, trend and what else is in their line. */
const COLUMN_GAP = 8;
/** Below this width status and target stand on two lines. */
const ONE_LINE_STATUS = 190;
const MIN_SPARKLINE = { height: 24, width: 80 };
/** Widths from which words fit: beside a title, and in the value's line of a compact card. */
const WORDS_FROM: Record<CardLayout, number> = { standard: 240, compact: 96 };

/** Chooses columns, row height and type size. Pure: the same size always gives the same grid. */
export function layOutGrid(input: GridInput): GridLayout {
  const fitting = Math.max(2, Math.floor((input.width + GAP) / (MIN_WIDTH[input.layout] * NARROWEST + GAP)));
  const columns = input.columns === AUTO_COLUMNS ? bestColumns(input) : Math.min(input.columns, input.count, fitting);
  return layOut(Math.max(1, columns), input);
}

/** The number of columns that gives the largest type without scrolling, at the price of few empty cells. */
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
  // Where it scrolls anyway, more columns mean less of it.
  return valueFontSize - emptyCells * 4 - (scrolls ? FONT.max / columns : 0);
}

function layOut(columns: number, input: GridInput): GridLayout {
  const { count, width, height, layout } = input;
  const rows = Math.ceil(count / columns);
  const fitting = Math.floor((height - GAP * (rows - 1)) / rows);
  const rowHeight = Math.max(fitting, MIN_HEIGHT[layout]);
  const cardWidth = (width - GAP * (columns - 1)) / columns - FRAME.x;
  const valueFontSize = fontSize(input, cardWidth, rowHeight);
  const beside = cardWidth - input.widestValue * valueFontSize - COLUMN_GAP;
  const trendBelow = input.trendWidth > 0 && input.trendWidth > beside;
  const free = beside - (trendBelow ? 0 : input.trendWidth + COLUMN_GAP);
  const statusLines = cardWidth < ONE_LINE_STATUS ? 2 : 1;
  const left = rowHeight - FRAME.y - LINE - valueFontSize * FONT.lineHeight - (trendBelow ? LINE : 0);
  const details = left >= LINE * (statusLines + 1);
  return {
    columns,
    rowHeight,
    valueFontSize,
    scrolls: fitting < MIN_HEIGHT[layout],
    room: {
      status: left >= LINE,
      words: (layout === 'compact' ? free : cardWidth) >= WORDS_FROM[layout],
      target: left >= LINE * statusLines,
      details,
      sparkline: sparklinePlace(details ? left - LINE * (statusLines + 1) : 0, free),
    },
  };
}

/** Below the status where the card is high enough, beside the value where it is wide enough. */
function sparklinePlace(heightBelow: number, widthBeside: number): GridLayout['room']['sparkline'] {
  if (heightBelow >= MIN_SPARKLINE.height) {
    return 'below';
  }
  return widthBeside >= MIN_SPARKLINE.width ? 'beside' : null;
}

/** The largest type that fits the card's width and leaves its height to title and status. */
function fontSize({ layout, count, widestValue }: GridInput, cardWidth: number, rowHeight: number): number {
  const byWidth = cardWidth / Math.max(widestValue, 1);
  const withoutText = (rowHeight - FRAME.y - LINE * (layout === 'compact' ? 1 : 2)) / FONT.lineHeight;
  // A single card is a wall display: most of its height belongs to the number.
  const byShare = rowHeight * (count === 1 ? 0.45 : 0.29);
  const fitting = Math.floor(Math.min(byWidth, withoutText, byShare));
  return Math.min(FONT.max, Math.max(FONT.min, fitting));
}
