import { BackgroundLoop, type LoopTiming } from '../background-loop';
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

export interface DailyTiming extends Partial<LoopTiming> {
  now?: () => number;
}

/** Runs the daily job once for each local date that has become complete, and at the start. */
export class DailyWorker {
  readonly #loop: BackgroundLoop;
  readonly #now: () => number;
  #done: LocalDate = '';

  constructor(
    private readonly job: Pick<SatisfactionCorrelation, 'lastDate' | 'run'>,
    private readonly observer: DailyObserver,
    { firstLookMs = FIRST_LOOK_MS, lookEveryMs = LOOK_EVERY_MS, now = Date.now }: DailyTiming = {}
  ) {
    this.#now = now;
    this.#loop = new BackgroundLoop((signal) => this.#look(signal), { firstLookMs, lookEveryMs });
  }

  /** Begins; may be called once. */
  start(): void {
    this.#loop.start();
  }

  /** Ends after the statement under way. */
  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #look(signal: AbortSignal): Promise<void> {
    const date = this.job.lastDate(this.#now());
    if (date <= this.#done) {
      return;
    }
    try {
      this.observer.ran(date, await this.job.run(this.#now(), signal));
      this.#done = date;
    } catch (error) {
      if (!signal.aborted) {
        this.observer.failed(error);
      }
    }
  }
}
