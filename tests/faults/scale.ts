/** How hard it is tried: `LOPAN_FAULTS=full` as `npm run test:faults` sets it, or in short, as a part of `npm test`. */
export const FULL = process.env['LOPAN_FAULTS'] === 'full';

/** The number for the full form, or for the short one. */
export function scaled(full: number, short: number): number {
  return FULL ? full : short;
}

/** Where random moments begin; a run can be repeated with the seed it printed. */
export const SEED = Number(process.env['LOPAN_FAULTS_SEED'] ?? 20261123);

/** Random numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
