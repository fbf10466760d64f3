import { readContract } from '../test/contract';
import type { Catalogue } from './catalogue';
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
    const paths = validateQuery({ ...QUERY_DEFAULTS.paths, ...ref, maxSteps: 99, top: 0 });
    expect(paths).toEqual({ maxSteps: 'Expected a whole number, 1 to 15.', top: 'Expected a whole number, 1 to 50.' });
  });
});

describe('names in a query', () => {
  const catalogue = readContract<Catalogue>('catalogue/catalogue.response');

  it('are judged once the catalogue is there', () => {
    const query = { ...kpi, kpis: ['nonsense', 'production_efficiency'] };
    expect(validateQuery(query)).toEqual({});
    expect(validateQuery(query, catalogue)).toEqual({ kpis: 'The catalogue has no KPI "nonsense".' });
    expect(validateQuery({ ...kpi, kpis: ['$kpi'] }, catalogue)).toEqual({});
  });

  it('tell which KPI cannot be grouped as asked', () => {
    const query = { ...kpi, kpis: ['production_efficiency'], groupBy: ['feature' as const] };
    expect(validateQuery(query, catalogue).groupBy).toBe('Production Efficiency cannot be grouped by feature.');
    expect(validateQuery({ ...query, groupBy: ['$dimension'] }, catalogue)).toEqual({});
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
