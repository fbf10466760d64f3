import { KeptReads } from './kept-reads';

describe('KeptReads', () => {
  it('keeps what it was given, for its version only', () => {
    const kept = new KeptReads(1000);
    kept.set('a', '1', [1, 2], 2);
    expect(kept.get('a', '1')).toEqual([1, 2]);
    expect(kept.get('a', '2')).toBeUndefined();
    expect(kept.get('b', '1')).toBeUndefined();
  });

  it('keeps one version of a key', () => {
    const kept = new KeptReads(1000);
    kept.set('a', '1', 'old', 1);
    kept.set('a', '2', 'new', 1);
    expect(kept.get('a', '1')).toBeUndefined();
    expect(kept.get('a', '2')).toBe('new');
  });

  it('lets the least recently used go where there is too much', () => {
    const kept = new KeptReads(6_000);
    kept.set('a', '1', 'a', 2_500);
    kept.set('b', '1', 'b', 2_500);
    kept.get('a', '1');
    kept.set('c', '1', 'c', 2_500);
    expect(kept.get('a', '1')).toBe('a');
    expect(kept.get('b', '1')).toBeUndefined();
    expect(kept.get('c', '1')).toBe('c');
  });

  it('counts a key once that is given many times', () => {
    const kept = new KeptReads(6_000);
    for (let turn = 0; turn < 10; turn++) {
      kept.set('a', String(turn), turn, 2_500);
    }
    kept.set('b', '1', 'b', 2_500);
    expect(kept.get('a', '9')).toBe(9);
    expect(kept.get('b', '1')).toBe('b');
  });

  it('keeps even what alone is too much, until the next comes', () => {
    const kept = new KeptReads(6_000);
    kept.set('a', '1', 'a', 9_000);
    expect(kept.get('a', '1')).toBe('a');
    kept.set('b', '1', 'b', 1);
    expect(kept.get('a', '1')).toBeUndefined();
    expect(kept.get('b', '1')).toBe('b');
  });

  it('bounds the number of entries without numbers, too', () => {
    const kept = new KeptReads(1000);
    for (let key = 0; key < 100; key++) {
      kept.set(String(key), '1', key, 0);
    }
    expect(
      Array.from({ length: 100 }, (_, key) => kept.get(String(key), '1')).filter((v) => v !== undefined)
    ).toHaveLength(20);
  });

  it('reads once for all who ask meanwhile and after', async () => {
    const kept = new KeptReads(1000);
    const read = jest.fn(() => Promise.resolve([7]));
    const sizeOf = (list: number[]): number => list.length;
    const both = await Promise.all([kept.share('a', '1', read, sizeOf), kept.share('a', '1', read, sizeOf)]);
    expect(both).toEqual([[7], [7]]);
    expect(await kept.share('a', '1', read, sizeOf)).toEqual([7]);
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('reads anew for another version', async () => {
    const kept = new KeptReads(1000);
    expect(
      await kept.share(
        'a',
        '1',
        () => Promise.resolve(1),
        () => 1
      )
    ).toBe(1);
    expect(
      await kept.share(
        'a',
        '2',
        () => Promise.resolve(2),
        () => 1
      )
    ).toBe(2);
  });

  it('lets those who wait read by themselves when the reader fails, and keeps no failure', async () => {
    const kept = new KeptReads(1000);
    const failing = kept.share(
      'a',
      '1',
      () => Promise.reject(new Error('cancelled')),
      () => 1
    );
    const waiting = kept.share(
      'a',
      '1',
      () => Promise.resolve(3),
      () => 1
    );
    await expect(failing).rejects.toThrow('cancelled');
    expect(await waiting).toBe(3);
    expect(
      await kept.share(
        'a',
        '1',
        () => Promise.resolve(4),
        () => 1
      )
    ).toBe(4);
  });

  it('does not let a slow read of an old version replace a new one', async () => {
    const kept = new KeptReads(1000);
    let finish: (value: string) => void = () => undefined;
    const slow = kept.share(
      'a',
      '1',
      () => new Promise<string>((resolve) => (finish = resolve)),
      () => 1
    );
    kept.set('a', '2', 'new', 1);
    finish('old');
    expect(await slow).toBe('old');
    expect(kept.get('a', '2')).toBe('new');
  });
});
