/** The value that a share of the samples stays under, by the nearest rank. @param share 0–1 */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? NaN;
}

export const median = (samples: readonly number[]): number => quantile(samples, 0.5);

/** Keeps three digits: more would claim a precision that no run has. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** How long work takes, in ms. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Durations of repeated work, in ms, after as many runs that do not count. */
export async function repeat(work: () => Promise<unknown>, count: { runs: number; warmUp: number }): Promise<number[]> {
  const [samples = []] = await inTurns([work], count);
  return samples;
}

/** The same for several works that take turns, so that whatever else goes on meanwhile befalls all of them alike. */
export async function inTurns(
  works: ReadonlyArray<() => Promise<unknown>>,
  { runs, warmUp }: { runs: number; warmUp: number }
): Promise<number[][]> {
  const samples = works.map((): number[] => []);
  for (let run = 0; run < warmUp + runs; run++) {
    for (const [index, work] of works.entries()) {
      const duration = await timed(work);
      if (run >= warmUp) {
        samples[index]?.push(duration);
      }
    }
  }
  return samples;
}
