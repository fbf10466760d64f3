import type { Range } from './intervals';

/** A part of a unit of time, for which single rows have to be looked at. */
export interface PartOfUnit {
  unit: Range;
  part: Range;
}

/** An edge of a range: what is made of whole units of time, and the parts of units at its ends. */
export interface EdgePieces {
  whole: Range | null;
  parts: PartOfUnit[];
}

/**
 * Cuts a span at multiples of a width. As time goes on, a range that ends now begins and ends with other parts of the
 * same units: what was read of a unit serves for all of them.
 * @param width of a unit, ms
 */
export function edgePieces({ from, to }: Range, width: number): EdgePieces {
  const first = Math.ceil(from / width) * width;
  const last = Math.floor(to / width) * width;
  if (first > last) {
    return { whole: null, parts: [{ unit: { from: last, to: last + width }, part: { from, to } }] };
  }
  const parts: PartOfUnit[] = [];
  if (from < first) {
    parts.push({ unit: { from: first - width, to: first }, part: { from, to: first } });
  }
  if (last < to) {
    parts.push({ unit: { from: last, to: last + width }, part: { from: last, to } });
  }
  return { whole: first < last ? { from: first, to: last } : null, parts };
}

/** Rows with their instants, µs since the epoch, in the order of time. */
export function inOrder<Row extends { at: number }>(rows: Row[]): Row[] {
  return rows.sort((a, b) => a.at - b.at);
}

/** The rows of a part of what they were read of. @param rows in the order of time */
export function rowsWithin<Row extends { at: number }>(rows: readonly Row[], { from, to }: Range): Row[] {
  return rows.slice(firstFrom(rows, from * 1000), firstFrom(rows, to * 1000));
}

/** Index of the first row that is not earlier than an instant. */
function firstFrom(rows: ReadonlyArray<{ at: number }>, at: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.at ?? Infinity) < at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
