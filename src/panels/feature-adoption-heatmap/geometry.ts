/** Where the grid is drawn, in px. The labels of rows and columns stand outside of it. */
export interface Geometry {
  labelWidth: number;
  headerHeight: number;
  cellWidth: number;
  cellHeight: number;
  /** Size of all cells; larger than the panel when they cannot be made smaller. */
  gridWidth: number;
  gridHeight: number;
  /** Every how many-th column carries its label, so that they do not overlap. */
  labelEvery: number;
  /** Column labels stand at an angle, because a cell is narrower than its label. */
  slanted: boolean;
  /** Width of a column label in px at most. */
  labelMax: number;
  /** Lines that a row label may take. */
  rowLines: 1 | 2;
  /** A share fits into a cell. */
  hasRoomForValues: boolean;
}

interface Input {
  rows: number;
  columns: number;
  width: number;
  height: number;
  /** Characters of the longest row and column label. */
  longestRow: number;
  longestColumn: number;
}

const CHARACTER = 6.2;
const MIN_CELL = { width: 6, height: 14 };
const MAX_CELL_HEIGHT = 48;
/** "100.0%" in small type. */
const VALUE = { width: 44, height: 16 };
const HEADER_HEIGHT = 22;
/** Room around the text of a column label, and its width at the most. */
const LABEL = { padding: 8, max: 96 };
/** Slanted labels are drawn at 45°, need cells of this width, and take no more than this share of the height. */
const SLANT = { perPixel: Math.SQRT1_2, from: 16, padding: 14, share: 0.35 };
/** Height from which a row label may take two lines. */
const TWO_LINES_FROM = 32;

/** Sizes for a grid that fills the panel and scrolls when its cells would become too small. Pure. */
export function layOutHeatmap({ rows, columns, width, height, longestRow, longestColumn }: Input): Geometry {
  const labelWidth = Math.round(Math.min(longestRow * CHARACTER + 12, width * 0.35));
  const cellWidth = Math.max(MIN_CELL.width, (width - labelWidth) / Math.max(columns, 1));
  const columnLabel = Math.min(longestColumn * CHARACTER + LABEL.padding, LABEL.max);
  const slanted = columnLabel > cellWidth && cellWidth >= SLANT.from;
  const slantedHeight = Math.min(columnLabel * SLANT.perPixel + SLANT.padding, height * SLANT.share);
  const headerHeight = slanted ? Math.max(HEADER_HEIGHT, Math.round(slantedHeight)) : HEADER_HEIGHT;
  const labelEvery = slanted ? 1 : Math.max(1, Math.ceil(columnLabel / cellWidth));
  const fitting = (height - headerHeight) / Math.max(rows, 1);
  const cellHeight = Math.min(MAX_CELL_HEIGHT, Math.max(MIN_CELL.height, fitting));
  return {
    labelWidth,
    headerHeight,
    cellWidth,
    cellHeight,
    gridWidth: cellWidth * columns,
    gridHeight: cellHeight * rows,
    labelEvery,
    slanted,
    labelMax: slanted ? (headerHeight - SLANT.padding) / SLANT.perPixel : cellWidth * labelEvery,
    rowLines: cellHeight >= TWO_LINES_FROM ? 2 : 1,
    hasRoomForValues: cellWidth >= VALUE.width && cellHeight >= VALUE.height,
  };
}

/** A place in the grid. */
export interface Place {
  row: number;
  column: number;
}

/** The place under a point of the grid, in px from its corner; `null` outside. */
export function placeAt(x: number, y: number, size: Place, { cellWidth, cellHeight }: Geometry): Place | null {
  const place = { row: Math.floor(y / cellHeight), column: Math.floor(x / cellWidth) };
  const isInside = place.row >= 0 && place.row < size.row && place.column >= 0 && place.column < size.column;
  return isInside ? place : null;
}

/** Where a key moves the cursor; `null` for keys that do not move it. It stops at the edges. */
export function moved({ row, column }: Place, pressed: string, size: Place): Place | null {
  const steps: Record<string, Place> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row, column: 0 },
    End: { row, column: size.column - 1 },
    PageUp: { row: 0, column },
    PageDown: { row: size.row - 1, column },
  };
  const next = steps[pressed];
  return next ? { row: clamp(next.row, size.row - 1), column: clamp(next.column, size.column - 1) } : null;
}

const clamp = (value: number, high: number) => Math.min(Math.max(value, 0), high);
