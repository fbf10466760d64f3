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

const CHARACTER = 7;
const MIN_CELL = { width: 6, height: 14 };
const MAX_CELL_HEIGHT = 48;
/** "100.0%" in small type. */
const VALUE = { width: 44, height: 16 };
export const HEADER_HEIGHT = 22;

/** Sizes for a grid that fills the panel and scrolls when its cells would become too small. Pure. */
export function layOutHeatmap({ rows, columns, width, height, longestRow, longestColumn }: Input): Geometry {
  const labelWidth = Math.round(Math.min(longestRow * CHARACTER + 12, width * 0.35));
  const cellWidth = Math.max(MIN_CELL.width, (width - labelWidth) / Math.max(columns, 1));
  const fitting = (height - HEADER_HEIGHT) / Math.max(rows, 1);
  const cellHeight = Math.min(MAX_CELL_HEIGHT, Math.max(MIN_CELL.height, fitting));
  return {
    labelWidth,
    headerHeight: HEADER_HEIGHT,
    cellWidth,
    cellHeight,
    gridWidth: cellWidth * columns,
    gridHeight: cellHeight * rows,
    labelEvery: Math.max(1, Math.ceil(Math.min(longestColumn * CHARACTER + 8, 96) / cellWidth)),
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
