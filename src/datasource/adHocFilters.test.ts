import { adHocFilterError, applyAdHocFilters, NOTHING_MATCHES } from './adHocFilters';
import { QUERY_DEFAULTS } from './defaults';
import type { LopanQuery } from './types';

const query: LopanQuery = { ...QUERY_DEFAULTS.kpi, refId: 'A', filters: { userRole: ['a', 'b'] } };
const filter = (key: string, operator: string, value: string, values?: string[]) => ({ key, operator, value, values });

describe('applyAdHocFilters', () => {
  it('returns the query as it is without filters', () => {
    expect(applyAdHocFilters(query)).toBe(query);
    expect(applyAdHocFilters(query, [filter('', '=', '')])).toBe(query);
  });

  it('adds dimensions and narrows those that are filtered already', () => {
    const filters = [filter('site', '=', 'north'), filter('userRole', '=|', 'b', ['b', 'c'])];
    expect(applyAdHocFilters(query, filters).filters).toEqual({ site: ['north'], userRole: ['b'] });
  });

  it('matches nothing where two filters exclude each other', () => {
    expect(applyAdHocFilters(query, [filter('userRole', '=', 'z')]).filters).toEqual({ userRole: [NOTHING_MATCHES] });
  });
});

describe('adHocFilterError', () => {
  it('names what cannot be applied', () => {
    expect(adHocFilterError([filter('site', '!=', 'north')])).toBe(
      'Filter "site != north": only = (is) and =| (is one of) are supported.'
    );
    expect(adHocFilterError([filter('plant', '=', 'x')])).toContain('there is no such dimension');
  });

  it('accepts what can, and what is still being typed', () => {
    expect(adHocFilterError([filter('site', '=', 'north'), filter('', '=~', '')])).toBeNull();
    expect(adHocFilterError()).toBeNull();
  });
});
