import { migrateOptions } from './migrations';
import { defaults } from './types';

describe('migrateOptions', () => {
  it('fills a panel saved without options', () => {
    expect(migrateOptions({ options: {} })).toEqual(defaults);
    expect(migrateOptions({ options: undefined })).toEqual(defaults);
  });

  it('leaves present options as they are', () => {
    const present = { ...defaults, columns: 2, layout: 'compact', changeUnit: 'points', showTrend: false };
    expect(migrateOptions({ options: present })).toEqual(present);
  });

  it('replaces what is impossible and drops what is unknown', () => {
    const options = { columns: 99, layout: 'round', calculation: 7, showTrend: 'yes', staleAfterMinutes: -1, extra: 1 };
    expect(migrateOptions({ options })).toEqual(defaults);
  });

  it('does not change what it was given', () => {
    const options = Object.freeze({ columns: 3 });
    expect(migrateOptions({ options }).columns).toBe(3);
  });
});
