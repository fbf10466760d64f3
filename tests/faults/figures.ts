import { FULL } from './scale';

/** Prints the figures of a fault as one line; in the short form too, where the runner shows what tests write. */
export function report(fault: string, figures: Readonly<Record<string, number | string | null>>): void {
  const parts = Object.entries(figures).map(([name, value]) => `${name} ${value ?? 'not told here'}`);
  process.stdout.write(`  fault (${FULL ? 'full' : 'short'}) · ${fault}: ${parts.join(', ')}\n`);
}

/** Median and largest of some durations in ms, as seconds. */
export function seconds(durationsMs: readonly number[]): string {
  const sorted = [...durationsMs].sort((a, b) => a - b);
  const inSeconds = (ms = 0) => (ms / 1000).toFixed(1);
  return `${inSeconds(sorted[Math.floor(sorted.length / 2)])} s (median), ${inSeconds(sorted.at(-1))} s (most)`;
}
