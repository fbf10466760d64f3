import { setTimeout as sleep } from 'node:timers/promises';
import type { RetentionRun, RetentionState } from '../db/stores/retention-runs';
import { HOUR_MS } from '../domain/calendar';
import { RetentionWorker, type RetentionObserver } from './worker';

const NOW = 1_000_000_000_000;
const RUN: RetentionRun = {
  startedAt: new Date(NOW),
  endedAt: new Date(NOW),
  ok: true,
  monthsDropped: [],
  removed: {},
  note: null,
};

function watch(state: () => Promise<RetentionState>) {
  const calls: string[] = [];
  const observer: RetentionObserver = {
    ran: () => calls.push('ran'),
    saw: () => calls.push('saw'),
    failed: () => calls.push('failed'),
  };
  const worker = new RetentionWorker({ state, run: () => Promise.resolve(RUN) }, observer, {
    firstLookMs: 0,
    lookEveryMs: HOUR_MS,
    now: () => NOW,
  });
  return { worker, calls };
}

const stateAt = (age: number | null) => () =>
  Promise.resolve({ lastRun: age === null ? null : new Date(NOW - age), oldestRow: null });

describe('RetentionWorker', () => {
  it.each([
    ['runs when it never ran', null, ['ran', 'saw']],
    ['runs when the last run is over an hour ago', HOUR_MS + 1, ['ran', 'saw']],
    ['runs when the last run lies ahead, since the clock was set back', -HOUR_MS - 1, ['ran', 'saw']],
    ['does not run when another proxy has just run', HOUR_MS / 2, ['saw']],
  ])('%s', async (_name, age, expected) => {
    const { worker, calls } = watch(stateAt(age));
    worker.start();
    await sleep(20);
    await worker.stop();
    expect(calls).toEqual(expected);
  });

  it('tells of a database that is away and goes on', async () => {
    const { worker, calls } = watch(() => Promise.reject(new Error('away')));
    worker.start();
    await sleep(20);
    await worker.stop();
    expect(calls).toEqual(['failed']);
  });

  it('stops at once while it waits, and before it ever began', async () => {
    const { worker } = watch(stateAt(0));
    await worker.stop();
    worker.start();
    await worker.stop();
  });
});
