import fc from 'fast-check';
import { backoffDelay, MAX_RETRY_AFTER_MS, parseRetryAfter } from './backoff';

describe('backoffDelay', () => {
  const options = { baseMs: 1000, maxMs: 60_000 };

  it('doubles its ceiling up to the largest', () => {
    const ceilings = [1, 2, 3, 6, 7, 500].map((attempt) => backoffDelay(attempt, options, 0, () => 1));
    expect(ceilings).toEqual([1000, 2000, 4000, 32_000, 60_000, 60_000]);
  });

  it('lies anywhere between Retry-After and Retry-After plus the ceiling', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(10_000_000), unit, (attempt, retryAfter, random) => {
        const least = Math.min(retryAfter, MAX_RETRY_AFTER_MS);
        const delay = backoffDelay(attempt, options, retryAfter, () => random);
        expect(delay).toBeGreaterThanOrEqual(least);
        expect(delay).toBeLessThanOrEqual(least + options.maxMs);
      })
    );
  });
});

describe('parseRetryAfter', () => {
  const now = Date.UTC(2026, 2, 2, 8);

  it.each([
    ['2', 2000],
    [' 0 ', 0],
    ['Mon, 02 Mar 2026 08:00:05 GMT', 5000],
    ['Mon, 02 Mar 2026 07:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('reads %j as %j', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });
});
