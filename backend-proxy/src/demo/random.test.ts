import { Random } from './random';

describe('Random', () => {
  const draw = (...keys: Array<number | string>) => {
    const random = new Random(...keys);
    return Array.from({ length: 20_000 }, () => random.next());
  };
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('gives the same numbers to the same keys, and others to others', () => {
    expect(draw(42, 'user', 7)).toEqual(draw(42, 'user', 7));
    const firsts = [
      draw(42, 'user', 7),
      draw(43, 'user', 7),
      draw(42, 'user', 8),
      draw(42, 'users', 7),
      draw(42, 7, 'user'),
    ];
    expect(new Set(firsts.map(([first]) => first)).size).toBe(5);
  });

  it('is even over its range, also over the first numbers of neighbouring keys', () => {
    for (const values of [draw(1), Array.from({ length: 20_000 }, (_, key) => new Random(1, 'day', key).next())]) {
      const counts = new Array<number>(10).fill(0);
      values.forEach((value) => counts.splice(Math.floor(value * 10), 1, (counts[Math.floor(value * 10)] ?? 0) + 1));
      expect(Math.min(...counts)).toBeGreaterThan(1850);
      expect(Math.max(...counts)).toBeLessThan(2150);
    }
  });

  it('draws from the distributions that it names', () => {
    const random = new Random(5);
    const many = (draw: () => number) => Array.from({ length: 20_000 }, draw);
    const normal = many(() => random.normal(10, 2));
    expect(mean(normal)).toBeCloseTo(10, 1);
    expect(Math.sqrt(mean(normal.map((value) => (value - 10) ** 2)))).toBeCloseTo(2, 1);
    expect(mean(many(() => random.count(1.5)))).toBeCloseTo(1.5, 1);
    expect(mean(many(() => random.integer(1, 6)))).toBeCloseTo(3.5, 1);
    expect(many(() => random.around(3, 0.5)).filter((value) => value < 3).length / 20_000).toBeCloseTo(0.5, 1);
    expect(
      mean(
        many(() =>
          random.pick([
            [0, 1],
            [1, 3],
          ])
        )
      )
    ).toBeCloseTo(0.75, 1);
  });

  it('cannot pick from nothing', () => {
    expect(() => new Random(1).pick([])).toThrow('nothing to pick from');
  });
});
