/** What was read, and of which version of the stored data. */
interface Kept {
  version: string;
  /** The value, or the promise of it while it is being read. */
  value: unknown;
  /** Numbers in it, about. */
  size: number;
}

/** What an entry takes beside its numbers, counted in numbers: its key, its version and its place in the map. */
const OVERHEAD = 50;

/**
 * What was read of the database, kept while the version of the data that it was read from holds. Of each key there is one
 * version at a time; the least recently used entries go first. It belongs to one database.
 */
export class KeptReads {
  readonly #entries = new Map<string, Kept>();
  #numbers = 0;

  /** @param maxNumbers numbers that are kept at most; one with its list or object takes 10 to 25 bytes */
  constructor(private readonly maxNumbers: number) {}

  /** What was given to `set` under a key and version, if it is still kept. */
  get<T>(key: string, version: string): T | undefined {
    const kept = this.#entries.get(key);
    if (kept?.version !== version) {
      return undefined;
    }
    this.#entries.delete(key);
    this.#entries.set(key, kept);
    // The key names the reader, and with it the type of what it gives.
    return kept.value as T;
  }

  /** Keeps a value in place of an older version of it, and lets others go where there are too many. */
  set(key: string, version: string, value: unknown, size: number): void {
    const whole = size + OVERHEAD;
    this.#numbers += whole - (this.#entries.get(key)?.size ?? 0);
    this.#entries.delete(key);
    this.#entries.set(key, { version, value, size: whole });
    for (const [oldest, kept] of this.#entries) {
      if (this.#numbers <= this.maxNumbers || oldest === key) {
        break;
      }
      this.#entries.delete(oldest);
      this.#numbers -= kept.size;
    }
  }

  /**
   * What is kept under a key and version, or else is read now. Who asks while it is being read waits for the same; when
   * that fails, which may be for reasons of its reader alone, each reads by itself.
   */
  async share<T>(key: string, version: string, read: () => Promise<T>, sizeOf: (value: T) => number): Promise<T> {
    const known = this.get<T | Promise<T>>(key, version);
    if (known !== undefined) {
      return known instanceof Promise ? known.catch(read) : known;
    }
    const reading = read();
    this.set(key, version, reading, 0);
    try {
      const value = await reading;
      if (this.#entries.get(key)?.value === reading) {
        this.set(key, version, value, sizeOf(value));
      }
      return value;
    } catch (error) {
      const kept = this.#entries.get(key);
      if (kept?.value === reading) {
        this.#entries.delete(key);
        this.#numbers -= kept.size;
      }
      throw error;
    }
  }
}
