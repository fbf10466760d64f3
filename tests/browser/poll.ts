import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 10_000;
const PAUSE_MS = 50;

/** Waits until a value is what is expected; fails with jest's words when it never is. */
export function poll<T>(read: () => T): { toEqual(expected: T): Promise<void> } {
  return {
    async toEqual(expected) {
      const end = Date.now() + PATIENCE_MS;
      for (;;) {
        try {
          // Jest's own equality: Node's tells lists of a browser's URL from those of a test, which are of two realms.
          expect(read()).toEqual(expected);
          return;
        } catch (error) {
          if (Date.now() >= end) {
            throw error;
          }
        }
        await sleep(PAUSE_MS);
      }
    },
  };
}
