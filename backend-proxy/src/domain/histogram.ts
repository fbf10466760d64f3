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

/** Observations per bin: `counts[i]` of them in `bins[i]`, bins ascending. */
export interface Histogram {
  readonly bins: readonly number[];
  readonly counts: readonly number[];
}

/** Adds up histograms. */
export function mergeHistograms(parts: readonly Histogram[]): Histogram {
  const [only] = parts;
  if (only && parts.length === 1) {
    return only;
  }
  const sums = new Map<number, number>();
  for (const { bins, counts } of parts) {
    for (let index = 0; index < bins.length; index++) {
      const bin = bins[index] ?? 0;
      sums.set(bin, (sums.get(bin) ?? 0) + (counts[index] ?? 0));
    }
  }
  const bins = [...sums.keys()].sort((a, b) => a - b);
  return { bins, counts: bins.map((bin) => sums.get(bin) ?? 0) };
}

function valueOf(bin: number): number {
  return bin === ZERO_BIN ? 0 : (2 * GAMMA ** bin) / (GAMMA + 1);
}

/** Percentiles that a histogram was asked for before: those of past dates are, at every refresh of a dashboard. */
const known = new WeakMap<Histogram, Map<number, number | null>>();

/**
 * The percentile (0–1) of a histogram, interpolated linearly between ranks as Postgres' percentile_cont does.
 * `null` when it is empty.
 */
export function percentile(histogram: Histogram, fraction: number): number | null {
  const own = known.get(histogram) ?? new Map<number, number | null>();
  const value = own.has(fraction) ? (own.get(fraction) ?? null) : computePercentile(histogram, fraction);
  known.set(histogram, own.set(fraction, value));
  return value;
}

function computePercentile({ bins, counts }: Histogram, fraction: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) {
    return null;
  }
  const rank = fraction * (total - 1);
  const at = (position: number): number => {
    let passed = 0;
    const index = counts.findIndex((count) => (passed += count) > position);
    return valueOf(bins[index] ?? ZERO_BIN);
  };
  const low = at(Math.floor(rank));
  const high = at(Math.ceil(rank));
  return low + (high - low) * (rank - Math.floor(rank));
}
