import { textWidthEm, titleWidthPx, trendWidthPx } from './textWidth';

describe('textWidthEm', () => {
  it('counts narrow and wide characters as such', () => {
    expect(textWidthEm('1.1', '')).toBeLessThan(textWidthEm('111', ''));
    expect(textWidthEm('11%', '')).toBeGreaterThan(textWidthEm('111', ''));
  });

  it('adds the unit at its own size', () => {
    expect(textWidthEm('1.62', 's')).toBeCloseTo(textWidthEm('1.62', '') + 0.5 * (0.3 + 0.66));
  });
});

describe('trendWidthPx', () => {
  it('grows with its text', () => {
    expect(trendWidthPx('112.5%')).toBeGreaterThan(trendWidthPx('2.5%'));
  });
});

describe('titleWidthPx', () => {
  it('grows with the title', () => {
    expect(titleWidthPx('Production Efficiency')).toBeGreaterThan(titleWidthPx('Revenue'));
  });
});
