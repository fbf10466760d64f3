import { currencySign, decimalsFor, type NumberStyle, printFixed, printTarget, printValue, unitSuffix } from './format';

const percentage: NumberStyle = { format: 'percentage', decimals: 1, currencySign: '$' };
const score: NumberStyle = { format: 'score', decimals: 1, currencySign: '$' };
const currency: NumberStyle = { format: 'currency', decimals: 0, currencySign: '$' };
const number: NumberStyle = { format: 'number', decimals: 0, currencySign: '$' };

describe('printFixed', () => {
  it.each([
    [0.5, 0, '0'],
    [1.5, 0, '2'],
    [2.5, 0, '2'],
    [-2.5, 0, '-2'],
    [12.25, 1, '12.2'],
    [12.75, 1, '12.8'],
    [0.125, 2, '0.12'],
    [1.005, 2, '1.00'],
    [2.675, 2, '2.67'],
    [1234567.8, 0, '1234568'],
    [-0.04, 1, '0.0'],
    [-0.5, 0, '0'],
    [0, 1, '0.0'],
  ])('prints %d with %d decimals as %s, like printf', (value, decimals, text) => {
    expect(printFixed(value, decimals)).toBe(text);
  });
});

describe('printValue', () => {
  it.each([
    [87.26, percentage, '87.3%'],
    [8.04, score, '8.0'],
    [123_456, currency, '$123K'],
    [-123_456, currency, '$-123K'],
    [1499, currency, '$1K'],
    [41.7, number, '42'],
  ])('prints %d in the format of the specification', (value, style, text) => {
    expect(printValue(value, style)).toBe(text);
  });

  it('takes the decimals of the KPI', () => {
    expect(printValue(99.912, { ...percentage, decimals: 2 })).toBe('99.91%');
  });
});

describe('decimalsFor', () => {
  const below = (limit: number) => [{ limit, direction: 'higher' as const }];
  const above = (limit: number) => [{ limit, direction: 'lower' as const }];

  it('keeps the usual decimals where nothing is missed', () => {
    expect(decimalsFor(85.04, percentage, [])).toBe(1);
  });

  it.each([
    [84.94, 85, '84.9%'],
    [84.96, 85, '84.96%'],
    [84.996, 85, '84.996%'],
    [84.99999, 85, '84.99999%'],
  ])('prints %d, which misses %d, as %s', (value, target, text) => {
    expect(printValue(value, percentage, decimalsFor(value, percentage, below(target)))).toBe(text);
  });

  it('does not round a missed value to the better side of its target either', () => {
    const value = 84.96;
    expect(printValue(value, percentage, decimalsFor(value, percentage, below(84.98)))).toBe('84.96%');
  });

  it('works downwards: a launch time of 1.504 s misses 1.5 s', () => {
    const style = { ...number, decimals: 2 };
    expect(printValue(1.504, style, decimalsFor(1.504, style, above(1.5)))).toBe('1.504');
  });

  it('counts money in thousands', () => {
    expect(printValue(99_900, currency, decimalsFor(99_900, currency, below(100_000)))).toBe('$99.9K');
  });

  it('gives up where value and limit are the same number', () => {
    expect(decimalsFor(1.5, score, above(1.5))).toBe(1);
  });

  it('satisfies several limits at once', () => {
    expect(decimalsFor(74.996, percentage, [...below(75), ...below(85)])).toBe(3);
  });
});

describe('printTarget', () => {
  it.each([
    [85, percentage, '85.0%'],
    [99.95, percentage, '99.95%'],
    [4.5, score, '4.5'],
    [100_000, currency, '$100K'],
    [1e-12, score, '0.00000000'],
  ])('prints %d exactly', (target, style, text) => {
    expect(printTarget(target, style)).toBe(text);
  });
});

describe('currencySign', () => {
  it.each([
    ['currencyUSD', '$'],
    ['currencyEUR', '€'],
    ['currencyJPY', '¥'],
    ['percent', '$'],
    [undefined, '$'],
  ])('of %s is %s', (unit, sign) => {
    expect(currencySign(unit)).toBe(sign);
  });
});

describe('unitSuffix', () => {
  it.each([
    ['s', 's'],
    ['decmbytes', 'MB'],
    ['suffix: fps', 'fps'],
    ['percent', ''],
    ['none', ''],
    [undefined, ''],
  ])('of %s is "%s"', (unit, suffix) => {
    expect(unitSuffix(unit)).toBe(suffix);
  });
});
