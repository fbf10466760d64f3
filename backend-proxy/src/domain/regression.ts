import { jStat } from 'jstat';
import { ratio } from './kpi-values';

/** Decimals beyond which values count as equal: sums of equal values differ in their last bits only. */
const DECIMALS = 9;
/** Values that are equal when rounded lie no further apart. */
const SAME = 2e-9;

/** Sums of squares of two series around their means. */
interface Moments {
  n: number;
  meanX: number;
  meanY: number;
  xx: number;
  yy: number;
  xy: number;
}

/** A line by least squares; null where the points do not determine it. */
export interface Line {
  slope: number | null;
  intercept: number | null;
  /** Standard error of the slope; null under three points. */
  slopeError: number | null;
}

function rounded(value: number): number {
  return Number(value.toFixed(DECIMALS));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Differences from the mean; exactly 0 where all values are the same but for rounding. */
function centred(values: readonly number[]): number[] {
  const [first = 0] = values;
  // Rounding is dear, and values that differ by more than the last decimal need none.
  if (
    values.every((value) => Math.abs(value - first) <= SAME) &&
    values.every((value) => rounded(value) === rounded(first))
  ) {
    return values.map(() => 0);
  }
  const middle = mean(values);
  return values.map((value) => value - middle);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

function momentsOf(x: readonly number[], y: readonly number[]): Moments {
  const [dx, dy] = [centred(x), centred(y)];
  return { n: x.length, meanX: mean(x), meanY: mean(y), xx: dot(dx, dx), yy: dot(dy, dy), xy: dot(dx, dy) };
}

/** Pearson's r of two series of equal length; null where one of them does not vary. */
export function pearson(x: readonly number[], y: readonly number[]): number | null {
  const { xx, yy, xy } = momentsOf(x, y);
  const r = ratio(xy, Math.sqrt(xx) * Math.sqrt(yy));
  return r === null ? null : Math.max(-1, Math.min(1, r));
}

/** Spearman's rho: Pearson's r of the ranks, ties under the mean of theirs. Values are rounded to 9 decimals first. */
export function spearman(x: readonly number[], y: readonly number[]): number | null {
  return pearson(ranks(x.map(rounded)), ranks(y.map(rounded)));
}

/** Ranks from 1, ties under the mean of theirs. jStat has them too, in time that grows with the square of the values. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const result = values.map(() => 0);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) {
      end++;
    }
    for (const index of order.slice(start, end)) {
      result[index] = (start + 1 + end) / 2;
    }
    start = end;
  }
  return result;
}

/** Correlation of a series with itself a step later; null where it does not vary. */
export function lagOneAutocorrelation(values: readonly number[]): number | null {
  const deltas = centred(values);
  return ratio(dot(deltas.slice(1), deltas.slice(0, -1)), dot(deltas, deltas));
}

/** The line through points by least squares. */
export function fitLine(x: readonly number[], y: readonly number[]): Line {
  const { n, meanX, meanY, xx, yy, xy } = momentsOf(x, y);
  const slope = ratio(xy, xx);
  if (slope === null) {
    return { slope, intercept: null, slopeError: null };
  }
  // Of points on the line, rounding would leave a residual a little under 0.
  const residual = Math.max(0, yy - slope * xy);
  return { slope, intercept: meanY - slope * meanX, slopeError: n > 2 ? Math.sqrt(residual / (n - 2) / xx) : null };
}

/**
 * Two-sided p of a correlation from Student's t with `size − 2` degrees of freedom. With t = r·√(df / (1 − r²)) the
 * tail is the incomplete beta function at 1 − r², which also holds its limit: without a degree of freedom left, p is 1.
 * @param size effective number of observations, at least 2
 */
export function correlationP(r: number, size: number): number {
  const half = (size - 2) / 2;
  return half <= 0 ? 1 : jStat.ibeta(1 - r * r, half, 0.5);
}

/** Quantile of Student's t. @param dof degrees of freedom, at least 1 */
export function studentQuantile(p: number, dof: number): number {
  return jStat.studentt.inv(p, dof);
}

/** Benjamini and Hochberg's q of p-values, in their order; what has no p is no test and has no q. */
export function falseDiscoveryRates(ps: ReadonlyArray<number | null>): Array<number | null> {
  const tests = ps.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => b.p - a.p);
  const qs: Array<number | null> = ps.map(() => null);
  let least = 1;
  tests.forEach(({ p, index }, position) => {
    least = Math.min(least, (p * tests.length) / (tests.length - position));
    qs[index] = least;
  });
  return qs;
}
