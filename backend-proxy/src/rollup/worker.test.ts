import type { RollupRun } from '../db/stores/rollup-store';
import { RollupWorker } from './worker';

const DONE: RollupRun = { hadLock: true, marks: 1, more: false };

describe('RollupWorker', () => {
  /** Runs so far, and what the next ones answer. */
  let runs: number;
  let answers: Array<RollupRun | Error>;
  let pruned: number[];
  const observed = { ran: jest.fn(), failed: jest.fn() };
  let clock: number;
  /** How far somebody has set the clock, in ms. */
  let set: number;
  /** How long a run takes, in ms. */
  let takes: number;

  const workerOf = () =>
    new RollupWorker(
      {
        rollUpPending: async (options) => {
          expect(options).toEqual({ leaveFilling: true });
          runs++;
          clock += takes;
          const answer = answers.shift() ?? DONE;
          if (answer instanceof Error) {
            throw answer;
          }
          return answer;
        },
      },
      { pruneMinutes: async (now) => void pruned.push(now) },
      observed,
      () => clock + set,
      () => clock
    );
  const pass = async (ms: number) => {
    clock += ms;
    await jest.advanceTimersByTimeAsync(ms);
  };

  beforeEach(() => {
    jest.useFakeTimers();
    [runs, answers, pruned, clock, set, takes] = [0, [], [], 10_000_000, 0, 0];
    jest.clearAllMocks();
  });
  afterEach(() => jest.useRealTimers());

  it('runs at once, and then once a second', async () => {
    const worker = workerOf();
    worker.start();
    await pass(0);
    expect(runs).toBe(1);
    await pass(999);
    expect(runs).toBe(1);
    await pass(1);
    expect(runs).toBe(2);
    await worker.stop();
  });

  it('goes on soon while marks are left over, and leaves others their share of the time', async () => {
    takes = 700;
    answers = [
      { ...DONE, more: true },
      { ...DONE, more: true },
    ];
    const worker = workerOf();
    worker.start();
    await pass(0);
    expect(runs).toBe(1);
    await pass(301);
    expect(runs).toBe(2);
    await worker.stop();
  });

  it('rests no longer than a quarter of a minute', async () => {
    takes = 100_000;
    const worker = workerOf();
    worker.start();
    await pass(0);
    await pass(14_999);
    expect(runs).toBe(1);
    await pass(1);
    expect(runs).toBe(2);
    await worker.stop();
  });

  it('rests longer after long runs', async () => {
    takes = 1500;
    const worker = workerOf();
    worker.start();
    await pass(0);
    await pass(13_499);
    expect(runs).toBe(1);
    await pass(1);
    expect(runs).toBe(2);
    await worker.stop();
  });

  it('tells a failure and goes on', async () => {
    const failure = new Error('out of reach');
    answers = [failure];
    const worker = workerOf();
    worker.start();
    await pass(0);
    expect(observed.failed).toHaveBeenCalledWith(failure);
    await pass(1000);
    expect(observed.ran).toHaveBeenCalledTimes(1);
    await worker.stop();
  });

  it('prunes old minutes at the start and once an hour', async () => {
    const worker = workerOf();
    worker.start();
    await pass(0);
    expect(pruned).toHaveLength(1);
    await pass(1000);
    expect(pruned).toHaveLength(1);
    clock += 3_600_000;
    await pass(1000);
    expect(pruned).toHaveLength(2);
    await worker.stop();
  });

  it.each([-3_600_000, 3_600_000])('does not mind a clock that is set by %d ms during a run', async (step) => {
    const worker = workerOf();
    worker.start();
    set = step;
    await pass(0);
    expect(runs).toBe(1);
    await pass(1000);
    expect(runs).toBe(2);
    expect(pruned).toHaveLength(1);
    await worker.stop();
  });

  it('ends without waiting for its pause, and does not run again', async () => {
    const worker = workerOf();
    worker.start();
    await pass(0);
    await worker.stop();
    await pass(10_000);
    expect(runs).toBe(1);
  });

  it('can be stopped before it was started', async () => {
    await expect(workerOf().stop()).resolves.toBeUndefined();
  });
});
