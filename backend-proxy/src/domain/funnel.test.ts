import fc from 'fast-check';
import { funnelOf, furthestRun } from './funnel';

const HOUR = 3_600_000_000;

function hits(...pairs: Array<[time: number, step: number]>): { times: number[]; steps: number[] } {
  return { times: pairs.map(([time]) => time * HOUR), steps: pairs.map(([, step]) => step) };
}

const inHours = (run: readonly number[]): number[] => run.map((time) => time / HOUR);

/** Tries every way through the hits: as slow as it is plain. */
function everyRun(times: readonly number[], steps: readonly number[], count: number, window: number): number {
  const walk = (from: number, start: number, step: number): number =>
    Math.max(
      step - 1,
      ...times.map((time, index) =>
        step <= count && steps[index] === step && time > from && time - start <= window
          ? walk(time, start, step + 1)
          : 0
      )
    );
  return Math.max(0, ...times.map((time, index) => (steps[index] === 1 ? walk(time, time, 2) : 0)));
}

describe('furthestRun', () => {
  it('takes each step strictly later than the one before', () => {
    expect(inHours(furthestRun(hits([1, 1], [1, 2], [2, 3]), 3, 10 * HOUR))).toEqual([1]);
    expect(inHours(furthestRun(hits([1, 1], [1, 2], [2, 2], [3, 3]), 3, 10 * HOUR))).toEqual([1, 2, 3]);
  });

  it('keeps all steps within the window of the first, its end included', () => {
    expect(inHours(furthestRun(hits([0, 1], [5, 2], [10, 3]), 3, 10 * HOUR))).toEqual([0, 5, 10]);
    expect(inHours(furthestRun(hits([0, 1], [5, 2], [10, 3]), 3, 10 * HOUR - 1))).toEqual([0, 5]);
  });

  it('begins anew where that leads further, and else stays with the earliest', () => {
    expect(inHours(furthestRun(hits([0, 1], [1, 2], [8, 1], [9, 2], [10, 3]), 3, 5 * HOUR))).toEqual([8, 9, 10]);
    expect(inHours(furthestRun(hits([0, 1], [1, 2], [8, 1], [9, 2]), 3, 5 * HOUR))).toEqual([0, 1]);
  });

  it('is nothing without the first step', () => {
    expect(furthestRun(hits([0, 2], [1, 3]), 3, HOUR)).toEqual([]);
  });

  it('comes as far as any way through the hits', () => {
    const hit = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(fc.array(hit, { maxLength: 9 }), fc.integer({ min: 1, max: 8 }), (unsorted, window) => {
        const sorted = unsorted.sort(([a], [b]) => a - b);
        const { times, steps } = hits(...sorted);
        const run = furthestRun({ times, steps }, 4, window * HOUR);
        expect(run).toHaveLength(everyRun(times, steps, 4, window * HOUR));
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
