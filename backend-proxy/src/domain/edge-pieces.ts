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

/** Rows of a unit, each with its instant in µs since the epoch, of which a part is taken. */
export function rowsOfPart<Row extends { at: number }>(rows: readonly Row[], { part }: PartOfUnit): Row[] {
  const [from, to] = [part.from * 1000, part.to * 1000];
  return rows.filter(({ at }) => at >= from && at < to);
}
