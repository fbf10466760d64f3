/**
 * Mergeable histograms on a logarithmic scale, as DDSketch has them (Masson, Rim, Lee: "DDSketch: a fast and
 * fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019): bin i holds the values in
 * (γ^(i−1), γ^i], and any value in it is known to within a relative error of α. Bins are filled by SQL, so that
 * merging is a sum; this file reads them.
 */

/** Relative error α of a value read from a bin; below the 1 % that is promised, so that rounding cannot pass it. */
export const RELATIVE_ERROR = 0.008;
const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);

/** Natural logarithm of γ, for the SQL that finds a value's bin: ceil(ln(x) / LN_GAMMA). */
export const LN_GAMMA = Math.log(GAMMA);

/** The bin of the value 0, which has no logarithm; lower than any other. */
export const ZERO_BIN = -1_000_000;

/** Observations per bin. */
export type Histogram = Map<number, number>;

/** Adds to a histogram: counts[i] observations in bins[i]. */
export function addBins(target: Histogram, bins: readonly number[], counts: readonly number[]): void {
  bins.forEach((bin, index) => target.set(bin, (target.get(bin) ?? 0) + (counts[index] ?? 0)));
}

function valueOf(bin: number): number {
  return bin === ZERO_BIN ? 0 : (2 * GAMMA ** bin) / (GAMMA + 1);
}

/**
 * The percentile (0–1) of a histogram, interpolated linearly between ranks as Postgres' percentile_cont does.
 * `null` when it is empty.
 */
export function percentile(histogram: Histogram, fraction: number): number | null {
  const bins = [...histogram].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = bins.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) {
    return null;
  }
  const rank = fraction * (total - 1);
  const at = (position: number): number => {
    let passed = 0;
    for (const [bin, count] of bins) {
      passed += count;
      if (position < passed) {
        return valueOf(bin);
      }
    }
    return valueOf(bins.at(-1)?.[0] ?? ZERO_BIN);
  };
  const low = at(Math.floor(rank));
  const high = at(Math.ceil(rank));
  return low + (high - low) * (rank - Math.floor(rank));
}
