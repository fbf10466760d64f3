import { isDeepStrictEqual } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 10_000;

/** Waits until a value is what is expected; fails with jest's words when it never is. */
export function poll<T>(read: () => T): { toEqual(expected: T): Promise<void> } {
  return {
    async toEqual(expected) {
      const end = Date.now() + PATIENCE_MS;
      while (!isDeepStrictEqual(read(), expected) && Date.now() < end) {
        await sleep(50);
      }
      expect(read()).toEqual(expected);
    },
  };
}
