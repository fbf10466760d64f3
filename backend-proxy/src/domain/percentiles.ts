/**
 * Percentiles of values, interpolated linearly between ranks as Postgres' percentile_cont does.
 * @param fractions each 0–1
 * @returns one a fraction, null without values
 */
export function percentilesOf(values: ArrayLike<number>, fractions: readonly number[]): Array<number | null> {
  const sorted = Float64Array.from(values).sort();
  return fractions.map((fraction) => {
    const rank = fraction * (sorted.length - 1);
    const below = sorted[Math.floor(rank)];
    const above = sorted[Math.ceil(rank)];
    return below === undefined || above === undefined ? null : below + (rank - Math.floor(rank)) * (above - below);
  });
}
