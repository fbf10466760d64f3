/** A fast seeded source of numbers in [0, 1) (mulberry32), so that two runs measure the same rows. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const hex = (value: number): string =>
  Math.floor(value * 4_294_967_296)
    .toString(16)
    .padStart(8, '0');

/** A random UUID (version 4) from a source of numbers. */
export function uuidFrom(next: () => number): string {
  const [a, b, c, d] = [hex(next()), hex(next()), hex(next()), hex(next())];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
}
