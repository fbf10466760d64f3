import fc from 'fast-check';
import { percentilesOf } from './percentiles';

describe('percentilesOf', () => {
  it('interpolates between ranks', () => {
    expect(percentilesOf([4, 1, 3, 2], [0, 0.1, 0.5, 0.9, 1])).toEqual([1, 1.3, 2.5, 3.7, 4]);
  });

  it('is the one value there is', () => {
    expect(percentilesOf([7], [0.1, 0.5])).toEqual([7, 7]);
  });

  it('is null without values', () => {
    expect(percentilesOf([], [0.5])).toEqual([null]);
  });

  it('sorts numbers as numbers, and leaves the list as it was', () => {
    const values = [10, 9, 100, 1];
    expect(percentilesOf(values, [1])).toEqual([100]);
    expect(values).toEqual([10, 9, 100, 1]);
  });

  it('lies between the least and the greatest value, and grows with the fraction', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (values) => {
        const found = percentilesOf(values, [0, 0.25, 0.5, 0.75, 1]).map(Number);
        // 0 is added, since −0 and 0 are the same value here.
        expect((found[0] ?? NaN) + 0).toBe(Math.min(...values) + 0);
        expect((found.at(-1) ?? NaN) + 0).toBe(Math.max(...values) + 0);
        // Rounding may take the last digit from a sum of the same two values.
        found.slice(1).forEach((next, index) => expect(next).toBeGreaterThanOrEqual((found[index] ?? 0) - 1e-9));
      })
    );
  });
});
