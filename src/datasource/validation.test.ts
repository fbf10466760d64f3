import { QUERY_DEFAULTS } from './defaults';
import { isComplete, validateQuery } from './validation';

const ref = { refId: 'A' };
const kpi = { ...QUERY_DEFAULTS.kpi, ...ref };
const funnel = { ...QUERY_DEFAULTS.funnel, ...ref };
const thresholds = { ...QUERY_DEFAULTS.thresholds, ...ref };

describe('validateQuery', () => {
  it('asks for a KPI', () => {
    expect(validateQuery(kpi).kpis).toBe('Choose at least one KPI.');
    expect(validateQuery({ ...kpi, kpis: ['dau'] })).toEqual({});
  });

  it('counts the steps of a funnel, but not what a variable will hold', () => {
    expect(validateQuery({ ...funnel, steps: ['a'] }).steps).toContain('this one has 1');
    expect(validateQuery({ ...funnel, steps: ['a', 'b'] })).toEqual({});
    expect(validateQuery({ ...funnel, steps: ['${steps}'] })).toEqual({});
  });

  it.each([
    ['15m', true],
    ['7d', true],
    ['$window', true],
    ['1.5h', true],
    ['7', false],
    ['soon', false],
  ])('takes %s for a duration: %s', (window, isValid) => {
    expect(validateQuery({ ...thresholds, window }).window === undefined).toBe(isValid);
  });

  it('wants whole numbers', () => {
    expect(validateQuery({ ...kpi, kpis: ['dau'], minN: -1 }).minN).toBeDefined();
    expect(validateQuery({ ...QUERY_DEFAULTS.events, ...ref, limit: 0 }).limit).toBeDefined();
    expect(validateQuery({ ...QUERY_DEFAULTS.retention, ...ref, periods: 1.5 }).periods).toBeDefined();
    expect(validateQuery({ ...QUERY_DEFAULTS.correlation, ...ref, maxLag: -1 }).maxLag).toBeDefined();
  });
});

describe('isComplete', () => {
  it('sends nothing that says too little to be asked', () => {
    expect(isComplete(kpi)).toBe(false);
    expect(isComplete(funnel)).toBe(false);
  });

  it('sends what is wrong, so that the answer says so', () => {
    expect(isComplete({ ...kpi, kpis: ['dau'], minN: -1 })).toBe(true);
    expect(isComplete({ ...funnel, steps: ['a'] })).toBe(true);
    expect(isComplete({ ...QUERY_DEFAULTS.health, ...ref })).toBe(true);
  });
});
