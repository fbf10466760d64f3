import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE_MS, type LocalDate } from '../domain/calendar';
import type { SatisfactionCorrelation } from './satisfaction-correlation';

/** The first look comes this long after the start, so that it does not compete with what a start has to do, in ms. */
const FIRST_LOOK_MS = 2 * MINUTE_MS;
/** How often it is looked whether a date has become complete, in ms. */
const LOOK_EVERY_MS = 10 * MINUTE_MS;

/** Told of what the worker does. */
export interface DailyObserver {
  ran(date: LocalDate, rows: number): void;
  failed(error: unknown): void;
}

export interface DailyTiming {
  firstLookMs?: number;
  lookEveryMs?: number;
  now?: () => number;
}

/** Runs the daily job once for each local date that has become complete, and at the start. */
export class DailyWorker {
  readonly #stop = new AbortController();
  #loop: Promise<void> | null = null;
  #done: LocalDate = '';

  constructor(
    private readonly job: Pick<SatisfactionCorrelation, 'lastDate' | 'run'>,
    private readonly observer: DailyObserver,
    private readonly timing: DailyTiming = {}
  ) {}

  /** Begins; may be called once. */
  start(): void {
    this.#loop = this.#run();
  }

  /** Ends after the statement under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { firstLookMs = FIRST_LOOK_MS, lookEveryMs = LOOK_EVERY_MS, now = Date.now } = this.timing;
    await this.#pause(firstLookMs);
    while (!this.#stop.signal.aborted) {
      const date = this.job.lastDate(now());
      if (date > this.#done) {
        try {
          this.observer.ran(date, await this.job.run(now(), this.#stop.signal));
          this.#done = date;
        } catch (error) {
          if (!this.#stop.signal.aborted) {
            this.observer.failed(error);
          }
        }
      }
      await this.#pause(lookEveryMs);
    }
  }

  async #pause(ms: number): Promise<void> {
    // Unreferenced: a process with nothing else to do may end.
    await sleep(ms, undefined, { signal: this.#stop.signal, ref: false }).catch(() => undefined);
  }
}
