/** Reads one saved option of a panel; `undefined` where it is missing or impossible. */

export const flag = (value: unknown) => (typeof value === 'boolean' ? value : undefined);

export const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** A number from `low` to `high`, rounded to a whole one. */
export function inRange(value: unknown, low: number, high: number): number | undefined {
  return typeof value === 'number' && value >= low && value <= high ? Math.round(value) : undefined;
}

export function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((item) => item === value);
}
