import { QUERY_DEFAULTS } from './defaults';
import { changeQueryType } from './changeQueryType';
import { infoOf, QUERY_TYPES } from './queryTypes';
import type { LopanQuery, QueryType } from './types';

const types = Object.keys(QUERY_DEFAULTS) as QueryType[];

describe('the list of query types', () => {
  it('offers every type once', () => {
    expect(QUERY_TYPES.map(({ type }) => type).sort()).toEqual([...types].sort());
  });

  it.each(types)('offers formats for %s exactly where its query has one', (type) => {
    const query = QUERY_DEFAULTS[type];
    const format = 'format' in query ? query.format : undefined;
    expect((infoOf(type)?.formats.length ?? 0) > 0).toBe(format !== undefined);
    expect(format === undefined || infoOf(type)?.formats.includes(format)).toBe(true);
  });
});

describe('changeQueryType', () => {
  const kpi: LopanQuery = {
    ...QUERY_DEFAULTS.kpi,
    refId: 'B',
    kpis: ['dau'],
    groupBy: ['site'],
    filters: { userRole: ['operator'] },
    interval: '1d',
    minN: 10,
    hide: true,
  };

  it('keeps what has a meaning in the new type', () => {
    expect(changeQueryType(kpi, 'summary')).toEqual({
      ...QUERY_DEFAULTS.summary,
      refId: 'B',
      kpis: ['dau'],
      groupBy: ['site'],
      filters: { userRole: ['operator'] },
      minN: 10,
      hide: true,
    });
  });

  it('drops what has none', () => {
    expect(changeQueryType(kpi, 'freshness')).toEqual({ ...QUERY_DEFAULTS.freshness, refId: 'B', hide: true });
  });
});
