import fc from 'fast-check';
import {
  correlationP,
  falseDiscoveryRates,
  fitLine,
  lagOneAutocorrelation,
  pearson,
  spearman,
  studentQuantile,
} from './regression';

/** NIST Statistical Reference Datasets, linear regression, "Norris": y, x. */
const NORRIS: ReadonlyArray<readonly [number, number]> = [
  ...([
    [0.1, 0.2],
    [338.8, 337.4],
    [118.1, 118.2],
    [888.0, 884.6],
    [9.2, 10.1],
    [228.1, 226.5],
  ] as const),
  ...([
    [668.5, 666.3],
    [998.5, 996.3],
    [449.1, 448.6],
    [778.9, 777.0],
    [559.2, 558.2],
    [0.3, 0.4],
  ] as const),
  ...([
    [0.1, 0.6],
    [778.1, 775.5],
    [668.8, 666.9],
    [339.3, 338.0],
    [448.9, 447.5],
    [10.8, 11.6],
  ] as const),
  ...([
    [557.7, 556.0],
    [228.3, 228.1],
    [998.0, 995.8],
    [888.8, 887.6],
    [119.6, 120.2],
    [0.3, 0.3],
  ] as const),
  ...([
    [0.6, 0.3],
    [557.6, 556.8],
    [339.3, 339.1],
    [888.0, 887.2],
    [998.5, 999.0],
    [778.9, 779.0],
  ] as const),
  ...([
    [10.2, 11.1],
    [117.6, 118.3],
    [228.9, 229.2],
    [668.4, 669.1],
    [449.2, 448.9],
    [0.2, 0.5],
  ] as const),
];
const norrisX = NORRIS.map(([, x]) => x);
const norrisY = NORRIS.map(([y]) => y);

/** Hours of television a week against intelligence quotient: the usual worked example of rank correlation. */
const QUOTIENT = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110];
const HOURS = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17];

describe('line by least squares', () => {
  it('has the certified values of NIST for Norris', () => {
    const { slope, intercept, slopeError } = fitLine(norrisX, norrisY);
    expect(slope).toBeCloseTo(1.00211681802045, 12);
    expect(intercept).toBeCloseTo(-0.262323073774029, 10);
    expect(slopeError).toBeCloseTo(0.429796848199937e-3, 13);
    expect(pearson(norrisX, norrisY)! ** 2).toBeCloseTo(0.999993745883712, 13);
  });

  it('is none where x does not vary, and flat where y does not', () => {
    expect(fitLine([2, 2, 2], [1, 2, 3])).toEqual({ slope: null, intercept: null, slopeError: null });
    expect(fitLine([1, 2, 3], [5, 5, 5])).toEqual({ slope: 0, intercept: 5, slopeError: 0 });
    expect(fitLine([1, 2], [1, 3]).slopeError).toBeNull();
  });
});

describe('correlation coefficients', () => {
  it('ranks as the textbooks do', () => {
    expect(spearman(QUOTIENT, HOURS)).toBeCloseTo(-29 / 165, 12);
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
    expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
  });

  it('takes values for equal that differ beyond the ninth decimal only', () => {
    expect(spearman([0.1 + 0.2, 0.3, 1], [1, 2, 3])).toBeCloseTo(1.5 / Math.sqrt(1.5 * 2), 12);
    expect(pearson([0.1 + 0.2, 0.3, 0.3], [1, 2, 3])).toBeNull();
  });

  const series = fc.array(fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -1000, max: 1000 })), {
    minLength: 3,
    maxLength: 60,
  });
  const axes = (points: ReadonlyArray<readonly [number, number]>): [number[], number[]] => [
    points.map(([x]) => x),
    points.map(([, y]) => y),
  ];

  it.each([
    ['pearson', pearson],
    ['spearman', spearman],
  ])('%s lies in [−1, 1], is symmetric, and knows neither origin nor scale', (_name, correlate) => {
    fc.assert(
      fc.property(series, fc.integer({ min: -500, max: 500 }), fc.integer({ min: 1, max: 50 }), (points, shift, by) => {
        const [x, y] = axes(points);
        const r = correlate(x, y);
        if (r === null) {
          expect(Math.min(new Set(x).size, new Set(y).size)).toBe(1);
          return;
        }
        expect(Math.abs(r)).toBeLessThanOrEqual(1);
        expect(correlate(y, x)).toBeCloseTo(r, 9);
        expect(
          correlate(
            x.map((value) => value * by + shift),
            y
          )
        ).toBeCloseTo(r, 9);
        expect(
          correlate(
            x.map((value) => -value),
            y
          )
        ).toBeCloseTo(-r, 9);
      })
    );
  });

  it('correlates a series with its own next step', () => {
    // Differences −1.5, −0.5, 0.5, 1.5: (0.75 − 0.25 + 0.75) / 5.
    expect(lagOneAutocorrelation([1, 2, 3, 4])).toBeCloseTo(0.25, 12);
    expect(lagOneAutocorrelation([3, 3, 3])).toBeNull();
  });
});

describe('significance', () => {
  it.each([
    [1, 12.706],
    [2, 4.303],
    [5, 2.571],
    [10, 2.228],
    [30, 2.042],
    [120, 1.98],
  ])('has the printed 95 %% quantile of t with %d degrees of freedom', (dof, t) => {
    expect(studentQuantile(0.975, dof)).toBeCloseTo(t, 3);
  });

  it.each([
    // Critical values of r as tables print them: pairs, r, two-sided level.
    [10, 0.632, 0.05],
    [10, 0.765, 0.01],
    [30, 0.361, 0.05],
    [102, 0.254, 0.01],
  ])('of %d pairs, r = %d has p = %d', (n, r, p) => {
    expect(correlationP(r, n)).toBeCloseTo(p, 3);
    expect(correlationP(-r, n)).toBe(correlationP(r, n));
  });

  it('has the exact p of one degree of freedom, and 1 without any', () => {
    expect(correlationP(0.5, 3)).toBeCloseTo(1 - (2 / Math.PI) * Math.asin(0.5), 9);
    expect(correlationP(0.9, 2)).toBe(1);
    expect(correlationP(1, 12)).toBe(0);
    expect(correlationP(0, 12)).toBeCloseTo(1, 12);
  });

  it('controls false discoveries as Benjamini and Hochberg’s own example does', () => {
    const ps = [
      ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344],
      ...[0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1],
    ];
    const qs = falseDiscoveryRates(ps);
    expect(qs.filter((q) => q !== null && q <= 0.05)).toHaveLength(4);
    expect(qs[3]).toBeCloseTo((0.0095 * 15) / 4, 12);
    // The sixth is no surer than the seventh.
    expect(qs[5]).toBe(qs[6]);
  });

  it('counts only what has a p as a test, whatever the order', () => {
    expect(falseDiscoveryRates([0.04, null, 0.01])).toEqual([0.04, null, 0.02]);
    expect(falseDiscoveryRates([])).toEqual([]);
  });
});
