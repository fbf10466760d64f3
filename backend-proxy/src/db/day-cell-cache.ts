/** What was read of a local date and group. */
export interface DayCell<T> {
  /** The instant at which the date begins, epoch ms. */
  at: number;
  group: string[];
  value: T;
}

/** The days of a month, and their sum per group once it is asked for. */
export interface Month<T> {
  days: ReadonlyArray<DayCell<T>>;
  total: ReadonlyArray<DayCell<T>> | null;
  size: number;
}

/** Numbers that are kept at most; a number with its list takes about 10 bytes. */
const MAX_NUMBERS = 6_000_000;

/**
 * Day rollups that were read already, a month at a time, kept while their version holds. The least recently used go
 * first. It belongs to one database and one calendar.
 */
export class DayCellCache {
  readonly #months = new Map<string, Month<unknown>>();
  #numbers = 0;

  /** What is kept under a key, if it is. */
  get<T>(key: string): Month<T> | undefined {
    const month = this.#months.get(key);
    if (month) {
      this.#months.delete(key);
      this.#months.set(key, month);
    }
    // The key names the reader, and with it the type of the values.
    return month as Month<T> | undefined;
  }

  /** Keeps a month, and lets others go where there are too many. */
  set<T>(key: string, month: Month<T>): void {
    this.#numbers += month.size - (this.#months.get(key)?.size ?? 0);
    this.#months.delete(key);
    this.#months.set(key, month as Month<unknown>);
    for (const [oldest, { size }] of this.#months) {
      if (this.#numbers <= MAX_NUMBERS || oldest === key) {
        break;
      }
      this.#months.delete(oldest);
      this.#numbers -= size;
    }
  }
}
