import { BackgroundLoop, type LoopTiming } from '../background-loop';
import type { RetentionRun, RetentionState } from '../db/stores/retention-runs';
import { HOUR_MS, MINUTE_MS } from '../domain/calendar';
import type { Retention } from './retention';

/** The first look comes this long after the start, so that it does not compete with what a start has to do, in ms. */
const FIRST_LOOK_MS = MINUTE_MS;
/** How often it is looked whether a run is due, in ms. */
const LOOK_EVERY_MS = 5 * MINUTE_MS;
/** A run is due when the last good one, of any proxy, is older than this, in ms. */
const DUE_AFTER_MS = HOUR_MS;

/** Told of what the worker does and sees. */
export interface RetentionObserver {
  ran(run: RetentionRun): void;
  saw(state: RetentionState): void;
  failed(error: unknown): void;
}

export interface RetentionTiming extends Partial<LoopTiming> {
  now?: () => number;
}

/** Runs the retention every hour while the proxy serves; among several proxies one run an hour is enough. */
export class RetentionWorker {
  readonly #loop: BackgroundLoop;
  readonly #now: () => number;

  constructor(
    private readonly retention: Pick<Retention, 'run' | 'state'>,
    private readonly observer: RetentionObserver,
    { firstLookMs = FIRST_LOOK_MS, lookEveryMs = LOOK_EVERY_MS, now = Date.now }: RetentionTiming = {}
  ) {
    this.#now = now;
    this.#loop = new BackgroundLoop(
      (signal) => this.#look(signal).catch((error: unknown) => this.observer.failed(error)),
      { firstLookMs, lookEveryMs }
    );
  }

  /** Begins; may be called once. */
  start(): void {
    this.#loop.start();
  }

  /** Ends after the step under way. */
  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { lastRun } = await this.retention.state();
    // A run in the future is one that a clock which was set back since has dated; it must not hold up the next one.
    if (lastRun === null || Math.abs(this.#now() - lastRun.getTime()) > DUE_AFTER_MS) {
      this.observer.ran(await this.retention.run(signal));
    }
    this.observer.saw(await this.retention.state());
  }
}
