import { relationInWords } from './relation';

describe('relationInWords', () => {
  const clear = { n: 29, r: -0.84, q: 0.001, lag: 0 };

  it.each([
    [clear, 'Higher Launch Time goes with lower Productivity: strong'],
    [{ ...clear, r: 0.7 }, 'Higher Launch Time goes with higher Productivity: strong'],
    [{ ...clear, r: 0.5 }, 'Higher Launch Time goes with higher Productivity: moderate'],
    [{ ...clear, r: -0.3 }, 'Higher Launch Time goes with lower Productivity: weak'],
    [{ ...clear, lag: 1 }, 'Higher Launch Time goes with lower Productivity a day later: strong'],
    [{ ...clear, lag: 3 }, 'Higher Launch Time goes with lower Productivity 3 days later: strong'],
    [{ ...clear, q: 0.05 }, 'Launch Time and Productivity: no relation that could not be chance'],
    [{ ...clear, r: null, q: null }, 'Launch Time and Productivity: one of them is the same every day'],
    [{ n: 9, r: null, q: null, lag: null }, 'Launch Time and Productivity: too few days to tell (9 of at least 10)'],
  ])('says %j as "%s"', (correlation, words) => {
    expect(relationInWords('Launch Time', 'Productivity', correlation)).toBe(words);
  });
});
