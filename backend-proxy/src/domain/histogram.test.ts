import fc from 'fast-check';
import { LN_GAMMA, mergeHistograms, percentile, ZERO_BIN, type Histogram } from './histogram';

/** Promised to whoever reads a percentile over rollups. */
const PROMISED_ERROR = 0.01;

/** The bin of a value, as the SQL of `binOf` has it. */
const binOf = (value: number): number => (value > 0 ? Math.ceil(Math.log(value) / LN_GAMMA) : ZERO_BIN);

function histogramOf(values: readonly number[]): Histogram {
  return mergeHistograms(values.map((value) => ({ bins: [binOf(value)], counts: [1] })));
}

/** Linear interpolation between ranks: Postgres' percentile_cont. */
function exact(values: readonly number[], fraction: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = fraction * (sorted.length - 1);
  const low = sorted[Math.floor(rank)] ?? NaN;
  const high = sorted[Math.ceil(rank)] ?? NaN;
  return low + (high - low) * (rank - Math.floor(rank));
}

const values = fc.array(
  fc.oneof(
    fc.double({ min: 0, max: 99.99, noNaN: true }),
    fc.integer({ min: 0, max: 4e9 }),
    fc.constantFrom(0, 1, 60, 1e-9, 1.5, 200_000_000)
  ),
  { minLength: 1, maxLength: 60 }
);
const fraction = fc.oneof(fc.constantFrom(0, 0.1, 0.5, 0.9, 1), fc.double({ min: 0, max: 1, noNaN: true }));

describe('percentile', () => {
  it('is within 1 % of the exact one', () => {
    fc.assert(
      fc.property(values, fraction, (observed, at) => {
        const truth = exact(observed, at);
        const read = percentile(histogramOf(observed), at) ?? NaN;
        expect(Math.abs(read - truth)).toBeLessThanOrEqual(PROMISED_ERROR * truth);
      }),
      { numRuns: 1000 }
    );
  });

  it('is the same however observations were merged', () => {
    fc.assert(
      fc.property(values, values, fraction, (one, other, at) => {
        const merged = mergeHistograms([histogramOf(one), histogramOf(other)]);
        expect(percentile(merged, at)).toBe(percentile(histogramOf([...one, ...other]), at));
      })
    );
  });

  it('rises with the fraction', () => {
    fc.assert(
      fc.property(values, fraction, fraction, (observed, a, b) => {
        const histogram = histogramOf(observed);
        const [low, high] = [percentile(histogram, Math.min(a, b)), percentile(histogram, Math.max(a, b))];
        // Interpolation between equal values may differ in the last bit.
        expect(low ?? NaN).toBeLessThanOrEqual((high ?? NaN) * (1 + 1e-12));
      })
    );
  });

  it.each<[string, Histogram, number | null]>([
    ['nothing', { bins: [], counts: [] }, null],
    ['bins that were emptied', { bins: [3], counts: [0] }, null],
    ['zeros', histogramOf([0, 0, 0]), 0],
    ['half zeros, half ones', histogramOf([0, 1]), 0.5],
  ])('of %s', (_name, histogram, expected) => {
    const median = percentile(histogram, 0.5);
    if (expected === null) {
      expect(median).toBeNull();
    } else {
      expect(Math.abs((median ?? NaN) - expected)).toBeLessThanOrEqual(PROMISED_ERROR * expected);
    }
  });

  it('keeps the order of bins apart from the order in which they came', () => {
    const [one, two] = [histogramOf([1]), histogramOf([2])];
    const backwards = mergeHistograms([two, one]);
    expect(percentile(backwards, 0)).toBe(percentile(one, 0));
    expect(percentile(backwards, 1)).toBe(percentile(two, 0));
  });
});
