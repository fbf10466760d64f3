import { BackgroundLoop, type LoopTiming } from '../background-loop';
import { HOUR_MS, MINUTE_MS } from '../domain/calendar';

/** Share of the room from which it is called short. */
const SHORT_FROM = 0.8;
/** How often the size is looked at, in ms. */
const LOOK_EVERY_MS = MINUTE_MS;
/** How often a database that stays short of room is told again, in ms. */
const TELL_EVERY_MS = HOUR_MS;

/** How large the database is, against the room that `database.max_size` says there is. */
export interface StorageState {
  bytes: number;
  /** 0 where it is not watched. */
  limitBytes: number;
}

/** Told of what the watch sees. */
export interface StorageObserver {
  saw(state: StorageState): void;
  /** The database fills most of its room: at first sight, then once an hour. */
  short(state: StorageState): void;
  /** It was short of room and is not any more. */
  enough(state: StorageState): void;
}

export interface StorageTiming extends Partial<LoopTiming> {
  /** Measures how long ago it was told, ms. */
  elapsed?: () => number;
}

/** Whether a database fills most of its room. */
export function isShort({ bytes, limitBytes }: StorageState): boolean {
  return limitBytes > 0 && bytes >= SHORT_FROM * limitBytes;
}

/**
 * Watches the size of the database and warns while there is still time. Postgres does not tell how much room its disk
 * has, so the configuration does.
 */
export class StorageWatch {
  readonly #loop: BackgroundLoop;
  readonly #elapsed: () => number;
  #short: { toldAt: number } | null = null;

  constructor(
    private readonly size: () => Promise<number>,
    private readonly limitBytes: number,
    private readonly observer: StorageObserver,
    { firstLookMs = 0, lookEveryMs = LOOK_EVERY_MS, elapsed = () => performance.now() }: StorageTiming = {}
  ) {
    this.#elapsed = elapsed;
    this.#loop = new BackgroundLoop(() => this.#look(), { firstLookMs, lookEveryMs });
  }

  /** Begins; may be called once. */
  start(): void {
    this.#loop.start();
  }

  /** Ends after the look under way. */
  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #look(): Promise<void> {
    let state: StorageState;
    try {
      state = { bytes: await this.size(), limitBytes: this.limitBytes };
    } catch {
      // A database that is out of reach is told of by everything else.
      return;
    }
    this.observer.saw(state);
    if (isShort(state)) {
      if (this.#short === null || this.#elapsed() - this.#short.toldAt >= TELL_EVERY_MS) {
        this.#short = { toldAt: this.#elapsed() };
        this.observer.short(state);
      }
    } else if (this.#short !== null) {
      this.#short = null;
      this.observer.enough(state);
    }
  }
}
