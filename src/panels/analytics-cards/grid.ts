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
  /** Width of the longest title in px. */
  titleWidth: number;
  /** The most marks (provisional, stale) that a card has beside its title. */
  marks: number;
}

/** Where the status stands: on a line of its own, beside the trend below the value, or in the corner of the title. */
export type StatusPlace = 'line' | 'trend' | 'title';

/** The grid to draw, sizes in px. Widths of the input are those of small type at scale 1. */
export interface GridLayout {
  columns: number;
  rowHeight: number;
  valueFontSize: number;
  /** By how much small type is enlarged: cards on a wall are read from afar. */
  scale: number;
  /** Lines that a title may take. */
  titleLines: 1 | 2;
  /** Lines that the note of a card without a value may take, at least 1. */
  noteLines: number;
  /** More rows than fit: the grid scrolls. */
  scrolls: boolean;
  /** What there is room for in a card of this size. */
  room: {
    status: StatusPlace;
    /** The status as a word beside its icon; else the word is for screen readers and on hover. */
    statusWord: boolean;
    /** Marks as words; an icon with the word for screen readers where there is less room. */
    markWords: boolean;
    /** The year in dates. */
    year: boolean;
    target: boolean;
    details: boolean;
    sparkline: 'below' | 'beside' | null;
  };
}

export const GAP = 8;
/** Padding and border of a card, left and right, and above and below. */
const FRAME = { x: 30, y: 18 };
/** A line of small text, alone and with the gap above it. */
const TEXT = 18;
const LINE = 22;
const MIN_WIDTH: Record<CardLayout, number> = { standard: 160, compact: 140 };
/** A wished number of columns is given up where cards would be narrower than this share of the minimum: on a phone. */
const NARROWEST = 0.8;
const MIN_HEIGHT: Record<CardLayout, number> = { standard: 86, compact: 62 };
/** Two cards fit side by side down to this width: the specification's two columns hold on a phone. */
const TWO_COLUMNS_FROM = 240;
/** `comfortable` is the smallest type that a value is given to make room for a line below it. */
const FONT = { min: 14, comfortable: 20, max: 480, lineHeight: 1.15 };
/** A card of this size is read at a desk; larger ones enlarge their small type too. */
const DESK = { width: 320, height: 220, largest: 5 };
/** Distance between value, trend and what else is in their line. */
const COLUMN_GAP = 8;
/** Below this width status and target stand on two lines. */
const ONE_LINE_STATUS = 190;
/** Width of the longest status, icon and word. */
const STATUS_WIDTH = 88;
const MARK = { icon: 26, word: 82 };
const MIN_SPARKLINE = { height: 24, width: 80 };
/** Width from which dates have their year. */
const YEAR_FROM = 240;
/** What words need in the value's line of a compact card. */
const COMPACT_WORDS_FROM = 96;
/** A missing value is printed this much smaller, which leaves room for the reason. */
const MISSING_ROOM = 0.4;

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
  const cardWidth = (width - GAP * (columns - 1)) / columns - FRAME.x;
  const scale = clamp(Math.min(cardWidth / DESK.width, fitting / DESK.height), 1, DESK.largest);
  const scrolls = fitting < MIN_HEIGHT[layout];
  const isLong = (input.titleWidth + input.marks * MARK.icon) * scale > cardWidth;
  const withLongTitle = MIN_HEIGHT[layout] + (isLong ? TEXT * scale : 0);
  const rowHeight = scrolls ? withLongTitle : fitting;
  const titleLines = isLong && rowHeight >= withLongTitle ? 2 : 1;
  const box = { cardWidth, scale, height: rowHeight - FRAME.y - (LINE + (titleLines - 1) * TEXT) * scale };
  const type = chooseType(input, box, rowHeight);
  return { columns, rowHeight, scale, titleLines, scrolls, ...type };
}

/** A card's inside: its width, and its height below the title. */
interface Box {
  cardWidth: number;
  height: number;
  scale: number;
}

/**
 * The largest type that fits the card's width and leaves its height to the status. Where the trend takes the line of the
 * status, the value is made a little smaller, so that the status keeps a line of its own.
 */
function chooseType(input: GridInput, box: Box, rowHeight: number) {
  const { cardWidth, height, scale } = box;
  const byWidth = cardWidth / Math.max(input.widestValue, 1);
  const leaving = (lines: number) => (height - LINE * scale * lines) / FONT.lineHeight;
  // A single card is a wall display: most of its height belongs to the number.
  const byShare = rowHeight * (input.count === 1 ? 0.45 : 0.29);
  const largest = Math.min(byWidth, byShare, leaving(input.layout === 'compact' ? 0 : 1));
  const withTrendBeside = (cardWidth - COLUMN_GAP - input.trendWidth * scale) / Math.max(input.widestValue, 1);
  const smaller = [leaving(2), withTrendBeside].map((size) => Math.min(size, largest));
  const sizes = [largest, ...smaller.filter((size) => size >= FONT.comfortable)];
  const candidates = sizes.map((size) => fill(fontOf(size), input, box));
  return candidates.find(({ room }) => room.status === 'line') ?? fill(fontOf(largest), input, box);
}

const fontOf = (size: number) => clamp(Math.floor(size), FONT.min, FONT.max);

/** What has room beside and below a value in this type. */
function fill(valueFontSize: number, input: GridInput, { cardWidth, height, scale }: Box) {
  const line = LINE * scale;
  const trendWidth = input.trendWidth * scale;
  const beside = cardWidth - input.widestValue * valueFontSize - COLUMN_GAP;
  const trendBelow = trendWidth > 0 && trendWidth > beside;
  const free = beside - (trendBelow ? 0 : trendWidth + COLUMN_GAP);
  const statusLines = cardWidth < ONE_LINE_STATUS * scale ? 2 : 1;
  const left = height - valueFontSize * FONT.lineHeight - (trendBelow ? line : 0);
  const details = left >= line * (statusLines + 1);
  const status: StatusPlace = left >= line ? 'line' : trendBelow ? 'trend' : 'title';
  const besideTrend = trendWidth + COLUMN_GAP + STATUS_WIDTH * scale <= cardWidth;
  const statusWord =
    input.layout === 'compact'
      ? free >= COMPACT_WORDS_FROM * scale
      : status === 'line' || (status === 'trend' && besideTrend);
  const forNote = left - line + (trendBelow ? line : 0) + valueFontSize * FONT.lineHeight * MISSING_ROOM;
  return {
    valueFontSize,
    noteLines: Math.max(1, Math.floor(forNote / (TEXT * scale))),
    room: {
      status,
      statusWord,
      markWords: cardWidth >= (input.titleWidth + input.marks * MARK.word) * scale,
      year: cardWidth >= YEAR_FROM * scale,
      target: left >= line * statusLines,
      details,
      sparkline: sparklinePlace(details ? left - line * (statusLines + 1) : 0, free),
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

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
