import { setTimeout as sleep } from 'node:timers/promises';
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

export interface RetentionTiming {
  firstLookMs?: number;
  lookEveryMs?: number;
  now?: () => number;
}

/** Runs the retention every hour while the proxy serves; among several proxies one run an hour is enough. */
export class RetentionWorker {
  readonly #stop = new AbortController();
  #loop: Promise<void> | null = null;

  constructor(
    private readonly retention: Pick<Retention, 'run' | 'state'>,
    private readonly observer: RetentionObserver,
    private readonly timing: RetentionTiming = {}
  ) {}

  /** Begins; may be called once. */
  start(): void {
    this.#loop = this.#run();
  }

  /** Ends after the step under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { firstLookMs = FIRST_LOOK_MS, lookEveryMs = LOOK_EVERY_MS } = this.timing;
    await this.#pause(firstLookMs);
    while (!this.#stop.signal.aborted) {
      await this.#look().catch((error: unknown) => this.observer.failed(error));
      await this.#pause(lookEveryMs);
    }
  }

  async #look(): Promise<void> {
    const { now = Date.now } = this.timing;
    const { lastRun } = await this.retention.state();
    if (lastRun === null || now() - lastRun.getTime() > DUE_AFTER_MS) {
      this.observer.ran(await this.retention.run(this.#stop.signal));
    }
    this.observer.saw(await this.retention.state());
  }

  async #pause(ms: number): Promise<void> {
    // Unreferenced: a process with nothing else to do may end.
    await sleep(ms, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
  }
}
