import { QUERY_DEFAULTS } from './defaults';
import { migrateQuery } from './migrations';
import type { QueryType } from './types';

describe('migrateQuery', () => {
  it.each(Object.keys(QUERY_DEFAULTS) as QueryType[])('returns a present %s query unchanged', (type) => {
    const present = { refId: 'A', ...QUERY_DEFAULTS[type] };
    expect(migrateQuery(present)).toEqual(present);
  });

  it('takes a query without a version for the first one and fills it in', () => {
    expect(migrateQuery({ refId: 'A', queryType: 'summary' })).toEqual({ refId: 'A', ...QUERY_DEFAULTS.summary });
  });

  it('keeps what was stored', () => {
    const stored = { refId: 'A', queryType: 'kpi', kpis: ['dau'], completeOnly: false, minN: 30 };
    expect(migrateQuery(stored)).toMatchObject({ kpis: ['dau'], completeOnly: false, minN: 30 });
  });

  it('starts with KPI values where no type was chosen', () => {
    expect(migrateQuery({ refId: 'A' }).queryType).toBe('kpi');
    expect(migrateQuery({ refId: 'A', queryType: '' }).queryType).toBe('kpi');
  });

  it('leaves what it does not know to the backend, which refuses it by name', () => {
    const unknown = { refId: 'A', queryType: 'toString' };
    const newer = { refId: 'A', queryType: 'kpi', schemaVersion: 2 };
    expect(migrateQuery(unknown)).toBe(unknown);
    expect(migrateQuery(newer)).toBe(newer);
  });

  it('does not change what it was given', () => {
    const stored = Object.freeze({ refId: 'A', queryType: 'kpi' });
    expect(migrateQuery(stored)).not.toBe(stored);
  });
});
