import { correlatePairs, MIN_COMMON_DAYS, type Pair } from './correlation';
import { fitLine, pearson } from './regression';

/** Twelve days without much order, and what follows them exactly or roughly. */
const TECHNICAL = [1.4, 1.9, 1.2, 1.7, 1.1, 2.1, 1.6, 1.3, 2.0, 1.5, 1.8, 1.0];
const NOISE = [0.3, -0.4, 0.1, 0.5, -0.2, -0.3, 0.4, -0.1, 0.2, -0.5, 0.1, -0.1];
const BUSINESS = TECHNICAL.map((x, day) => 90 - 10 * x + (NOISE[day] ?? 0));

const only = (pair: Pair, maxLag = 0) => correlatePairs([pair], maxLag)[0];

describe('correlation of daily series', () => {
  it('says what reaching the target would change, with its interval', () => {
    const found = only({ technical: TECHNICAL, business: BUSINESS, target: 1.2 });
    const line = fitLine(TECHNICAL, BUSINESS);
    const way = 1.2 - TECHNICAL.reduce((sum, x) => sum + x, 0) / 12;
    expect(found).toMatchObject({ n: 12, lag: 0, slope: line.slope, intercept: line.intercept });
    expect(found?.predicted).toBeCloseTo(line.slope! * way, 12);
    // t(0.975, 10) = 2.228139.
    const margin = 2.228139 * line.slopeError! * Math.abs(way);
    expect(found?.low).toBeCloseTo(line.slope! * way - margin, 6);
    expect(found?.high).toBeCloseTo(line.slope! * way + margin, 6);
    expect(found?.p).toBeLessThan(0.001);
  });

  it('takes days on which both exist only, and tells nothing but their number under ten', () => {
    const without = (count: number): Array<number | null> => TECHNICAL.map((x, day) => (day < count ? null : x));
    expect(only({ technical: without(2), business: BUSINESS, target: null })).toMatchObject({ n: MIN_COMMON_DAYS });
    expect(only({ technical: without(3), business: BUSINESS, target: 1.2 })).toEqual({
      n: 9,
      ...{ effective: null, r: null, rho: null, p: null, q: null, lag: null, slope: null, intercept: null },
      ...{ predicted: null, low: null, high: null },
    });
  });

  it('predicts nothing without a target', () => {
    expect(only({ technical: TECHNICAL, business: BUSINESS, target: null })).toMatchObject({
      predicted: null,
      low: null,
      high: null,
    });
  });

  it('is worth fewer days where both drift, never fewer than two nor more than there are', () => {
    const drift = TECHNICAL.map((x, day) => day + x / 10);
    const slow = only({ technical: drift, business: drift.map((x, day) => x + (NOISE[day] ?? 0)), target: null });
    expect(slow?.effective).toBeLessThan(6);
    expect(slow?.effective).toBeGreaterThanOrEqual(2);
    const swing = NOISE.map((_, day) => (day % 2 === 0 ? 1 : -1));
    const other = drift.map((x) => -x);
    expect(only({ technical: swing, business: other, target: null })?.effective).toBe(12);
  });

  it('finds the lead, and lets p pay for each lag tried', () => {
    const business = BUSINESS.map((_, day) => (day < 2 ? null : (BUSINESS[day - 2] ?? null)));
    const found = only({ technical: TECHNICAL, business, target: null }, 2);
    expect(found).toMatchObject({ n: 10, lag: 2 });
    expect(found?.r).toBe(pearson(TECHNICAL.slice(0, 10), BUSINESS.slice(0, 10)));
    const alone = only({ technical: TECHNICAL.slice(0, 10), business: BUSINESS.slice(0, 10), target: null });
    expect(found?.p).toBeCloseTo(3 * (alone?.p ?? NaN), 15);
  });

  it('never has a p above 1', () => {
    const found = only({ technical: TECHNICAL, business: NOISE, target: null }, 2);
    expect(found?.p).toBeLessThanOrEqual(1);
  });

  it('has no coefficient, hence no test, where a series does not vary', () => {
    const flat = TECHNICAL.map(() => 60);
    const [constant, real] = correlatePairs(
      [
        { technical: flat, business: BUSINESS, target: 60 },
        { technical: TECHNICAL, business: BUSINESS, target: 1.2 },
      ],
      0
    );
    expect(constant).toMatchObject({ n: 12, effective: null, r: null, rho: null, p: null, q: null, slope: null });
    expect(real?.q).toBe(real?.p);
  });
});
