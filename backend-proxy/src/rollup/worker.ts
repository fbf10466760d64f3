import type { RollupRun, RollupStore } from '../db/stores/rollup-store';
import type { RollupStateStore } from '../db/stores/rollup-state';
import { HOUR_MS } from '../domain/calendar';

/** Shortest pause between two runs, ms. */
const MIN_PAUSE_MS = 1000;
/** Longest pause, ms: what the rollups lag by grows with it, and what queries have to read from raw rows. */
const MAX_PAUSE_MS = 15_000;
/**
 * Runs take this share of the time while they keep up, more where the longest pause cuts in. Each reads whole buckets, and
 * answers do not wait for it.
 */
const CALM_DUTY = 0.1;
/** … and this share while marks are left over. */
const BUSY_DUTY = 0.7;
/** How often old minute rollups are removed, ms. */
const PRUNE_EVERY_MS = HOUR_MS;

/** The pause after a run of `took` ms that leaves it the given share of the time, ms. */
function pauseFor(took: number, duty: number): number {
  return Math.min(MAX_PAUSE_MS, took * (1 / duty - 1));
}

/** Told of what the worker does. */
export interface RollupObserver {
  ran(run: RollupRun, seconds: number): void;
  failed(error: unknown): void;
}

/** Works off pending marks in the background, as fast as they come and no faster than leaves room for others. */
export class RollupWorker {
  #stopped = false;
  #wake: (() => void) | null = null;
  #loop: Promise<void> | null = null;
  #prunedAt = -Infinity;

  constructor(
    private readonly store: Pick<RollupStore, 'rollUpPending'>,
    private readonly state: Pick<RollupStateStore, 'pruneMinutes'>,
    private readonly observer: RollupObserver,
    private readonly now: () => number = Date.now,
    /** Measures durations, which a clock that is set must not stretch. */
    private readonly elapsed: () => number = () => performance.now()
  ) {}

  /** Begins; may be called once. */
  start(): void {
    this.#loop = this.#run();
  }

  /** Ends after the transaction under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const started = this.elapsed();
      let more = false;
      try {
        const run = await this.store.rollUpPending({ leaveFilling: true });
        more = run.more;
        this.observer.ran(run, (this.elapsed() - started) / 1000);
        if (started - this.#prunedAt > PRUNE_EVERY_MS) {
          await this.state.pruneMinutes(this.now());
          this.#prunedAt = started;
        }
      } catch (error) {
        this.observer.failed(error);
      }
      const took = this.elapsed() - started;
      await this.#pause(more ? pauseFor(took, BUSY_DUTY) : Math.max(MIN_PAUSE_MS, pauseFor(took, CALM_DUTY)));
    }
  }

  #pause(ms: number): Promise<void> {
    if (this.#stopped) {
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wake = done;
    });
  }
}
