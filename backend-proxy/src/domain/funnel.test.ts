import fc from 'fast-check';
import { funnelOf, furthestRun } from './funnel';

const HOUR = 3_600_000_000;

type Hit = [time: number, step: number];

/** Hits of the first `count` steps, by step. */
function hits(count: number, ...pairs: Hit[]): number[][] {
  return Array.from({ length: count }, (_, index) =>
    pairs.filter(([, step]) => step === index + 1).map(([time]) => time * HOUR)
  );
}

const inHours = (run: readonly number[]): number[] => run.map((time) => time / HOUR);

/** Tries every way through the hits: as slow as it is plain. */
function everyRun(hit: readonly Hit[], count: number, window: number): number {
  const walk = (from: number, start: number, step: number): number =>
    Math.max(
      step - 1,
      ...hit.map(([time, own]) =>
        step <= count && own === step && time > from && time - start <= window ? walk(time, start, step + 1) : 0
      )
    );
  return Math.max(0, ...hit.map(([time, step]) => (step === 1 ? walk(time, time, 2) : 0)));
}

describe('furthestRun', () => {
  it('takes each step strictly later than the one before', () => {
    expect(inHours(furthestRun(hits(3, [1, 1], [1, 2], [2, 3]), 10 * HOUR))).toEqual([1]);
    expect(inHours(furthestRun(hits(3, [1, 1], [1, 2], [2, 2], [3, 3]), 10 * HOUR))).toEqual([1, 2, 3]);
  });

  it('keeps all steps within the window of the first, its end included', () => {
    expect(inHours(furthestRun(hits(3, [0, 1], [5, 2], [10, 3]), 10 * HOUR))).toEqual([0, 5, 10]);
    expect(inHours(furthestRun(hits(3, [0, 1], [5, 2], [10, 3]), 10 * HOUR - 1))).toEqual([0, 5]);
  });

  it('begins anew where that leads further, and else stays with the earliest', () => {
    expect(inHours(furthestRun(hits(3, [0, 1], [1, 2], [8, 1], [9, 2], [10, 3]), 5 * HOUR))).toEqual([8, 9, 10]);
    expect(inHours(furthestRun(hits(3, [0, 1], [1, 2], [8, 1], [9, 2]), 5 * HOUR))).toEqual([0, 1]);
  });

  it('is nothing without the first step', () => {
    expect(furthestRun(hits(3, [0, 2], [1, 3]), HOUR)).toEqual([]);
  });

  it('comes as far as any way through the hits', () => {
    const hit = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(fc.array(hit, { maxLength: 9 }), fc.integer({ min: 1, max: 8 }), (all, window) => {
        const run = furthestRun(hits(4, ...all), window * HOUR);
        expect(run).toHaveLength(everyRun(all, 4, window));
      })
    );
  });
});

describe('funnelOf', () => {
  it('counts users, shares and the time from step to step', () => {
    expect(funnelOf([[0, 1e6, 5e6], [0, 3e6], [7e6], []], 3)).toEqual([
      { step: 1, users: 3, conversion: 100, stepConversion: 100, medianSeconds: null },
      {
        step: 2,
        users: 2,
        conversion: expect.closeTo(200 / 3, 9),
        stepConversion: expect.closeTo(200 / 3, 9),
        medianSeconds: 2,
      },
      { step: 3, users: 1, conversion: expect.closeTo(100 / 3, 9), stepConversion: 50, medianSeconds: 4 },
    ]);
  });

  it('has all its steps where nobody began', () => {
    expect(funnelOf([], 2)).toEqual([
      { step: 1, users: 0, conversion: null, stepConversion: null, medianSeconds: null },
      { step: 2, users: 0, conversion: null, stepConversion: null, medianSeconds: null },
    ]);
  });
});
