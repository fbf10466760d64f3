import { DayCellCache } from './day-cell-cache';

const month = (size: number) => ({ days: [], total: null, size });

describe('DayCellCache', () => {
  it('keeps what it was given', () => {
    const cache = new DayCellCache();
    const kept = month(10);
    cache.set('a', kept);
    expect(cache.get('a')).toBe(kept);
    expect(cache.get('b')).toBeUndefined();
  });

  it('lets the least recently used go where there is too much', () => {
    const cache = new DayCellCache();
    cache.set('a', month(2_500_000));
    cache.set('b', month(2_500_000));
    cache.get('a');
    cache.set('c', month(2_500_000));
    expect(cache.get('a')).toBeDefined();
    expect(cache.get('b')).toBeUndefined();
    expect(cache.get('c')).toBeDefined();
  });

  it('counts a month once that is given twice', () => {
    const cache = new DayCellCache();
    for (let turn = 0; turn < 10; turn++) {
      cache.set('a', month(2_500_000));
    }
    cache.set('b', month(2_500_000));
    expect(cache.get('a')).toBeDefined();
    expect(cache.get('b')).toBeDefined();
  });

  it('keeps even what alone is too much, until the next comes', () => {
    const cache = new DayCellCache();
    cache.set('a', month(9_000_000));
    expect(cache.get('a')).toBeDefined();
    cache.set('b', month(1));
    expect(cache.get('a')).toBeUndefined();
    expect(cache.get('b')).toBeDefined();
  });
});
