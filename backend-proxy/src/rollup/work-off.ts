import { setTimeout as sleep } from 'node:timers/promises';
import type { RollupStore } from '../db/stores/rollup-store';
import type { RollupStateStore } from '../db/stores/rollup-state';

/** Pause while another proxy holds the lock and does the work, in ms. */
const OTHER_AT_IT_MS = 200;

/** How far the work has come. */
export interface WorkProgress {
  /** Marks that were there and are gone. */
  done: number;
  /** 0–1. */
  share: number;
}

/**
 * Works off all pending marks, together with proxies that may be at it too; returns when none of those that were there
 * is left.
 * @throws the signal's reason, between two transactions
 */
export async function workOff(
  store: Pick<RollupStore, 'rollUpPending'>,
  state: Pick<RollupStateStore, 'countPending'>,
  onProgress: (progress: WorkProgress) => void = () => undefined,
  signal?: AbortSignal
): Promise<number> {
  const total = await state.countPending();
  for (let remaining = total; remaining > 0; remaining = await state.countPending()) {
    signal?.throwIfAborted();
    onProgress({ done: Math.max(0, total - remaining), share: Math.max(0, 1 - remaining / total) });
    const run = await store.rollUpPending();
    if (run.hadLock && !run.more) {
      break;
    }
    if (!run.hadLock) {
      await sleep(OTHER_AT_IT_MS, undefined, { signal });
    }
  }
  onProgress({ done: total, share: 1 });
  return total;
}
