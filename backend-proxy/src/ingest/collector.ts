import type { Config } from '../config/types';
import type { EventBatch, EventStore, RejectedEvent } from '../db/stores/event-store';
import type { StorableEvent } from '../db/stores/event-columns';
import { isDatabaseUnavailable, isTransient, RETRY_AFTER_SECONDS, unavailable } from '../errors';

/**
 * Rows that may wait for their commit, in largest commits (`ingest.max_rows`). A database that falls behind must not fill
 * the proxy's memory: beyond this, requests are told to come again, and the clients keep their queues.
 */
const BACKLOG_COMMITS = 10;

/**
 * Commits under way at once. Two keep the database busy while the proxy prepares the next one; with more, each would take
 * fewer rows, and a commit costs much whatever it holds. What comes meanwhile waits for the next and makes it larger.
 */
const COMMITS_AT_ONCE = 2;

/** What one request hands in. */
export interface Submission {
  events: StorableEvent[];
  rejected: RejectedEvent[];
  skewMs: number | null;
}

/** What became of the events of one request, in their order. */
export interface Receipt {
  /** Whether each event was stored now (true) or was there before (false). */
  stored: boolean[];
}

const rowsOf = ({ events, rejected }: Submission): number => events.length + rejected.length;

interface Waiting {
  submission: Submission;
  resolve: (receipt: Receipt) => void;
  reject: (error: unknown) => void;
}

/** Told of every commit, for metrics. */
export interface CommitObserver {
  (commit: { rows: number; seconds: number }): void;
}

/**
 * Gathers the events of concurrent requests into one commit, which is what a disk can do only so many of a second.
 * A request's promise settles when its events are committed, or when they are known not to be.
 */
export class Collector {
  #waiting: Waiting[] = [];
  #waitingRows = 0;
  /** Rows handed in and not settled: those that wait and those of commits under way. */
  #openRows = 0;
  #timer: NodeJS.Timeout | null = null;
  /** Whether what waits is to be committed as soon as one more commit may be under way. */
  #due = false;
  readonly #commits = new Set<Promise<void>>();

  constructor(
    private readonly store: Pick<EventStore, 'store'>,
    private readonly settings: Pick<Config['ingest'], 'maxWaitMs' | 'maxRows'> & { lateWindowMs: number },
    private readonly onCommit: CommitObserver = () => undefined,
    private readonly now: () => number = Date.now
  ) {}

  /** Rows that are not committed yet. */
  get backlog(): number {
    return this.#openRows;
  }

  /**
   * Hands in the events of a request; resolves once they are committed.
   * @throws ProblemError 503 while too many rows wait; what is handed in alone is always taken
   */
  async submit(submission: Submission): Promise<Receipt> {
    const rows = rowsOf(submission);
    if (this.#openRows > 0 && this.#openRows + rows > BACKLOG_COMMITS * this.settings.maxRows) {
      throw unavailable(
        `${this.#openRows} events wait for the database. Nothing was acknowledged. Try again in ${RETRY_AFTER_SECONDS} seconds.`
      );
    }
    this.#openRows += rows;
    try {
      return await this.#enqueue(submission, rows);
    } finally {
      this.#openRows -= rows;
    }
  }

  #enqueue(submission: Submission, rows: number): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ submission, resolve, reject });
      this.#waitingRows += rows;
      if (this.#waitingRows >= this.settings.maxRows) {
        this.#flush();
      } else if (!this.#due) {
        this.#timer ??= setTimeout(() => this.#flush(), this.settings.maxWaitMs);
      }
    });
  }

  /** Commits what waits and returns when every commit under way has ended. */
  async drain(): Promise<void> {
    this.#flush();
    while (this.#commits.size > 0) {
      await Promise.all(this.#commits);
    }
  }

  /** What waits has waited long enough, or is enough. */
  #flush(): void {
    if (this.#timer) {
      clearTimeout(this.#timer);
      this.#timer = null;
    }
    this.#due = true;
    this.#begin();
  }

  /** Begins the commits that are due, as far as there may be more under way. */
  #begin(): void {
    while (this.#due && this.#commits.size < COMMITS_AT_ONCE) {
      const batch = this.#takeBatch();
      this.#due = this.#waiting.length > 0;
      if (batch.length === 0) {
        return;
      }
      const commit = this.#commit(batch).finally(() => {
        this.#commits.delete(commit);
        this.#begin();
      });
      this.#commits.add(commit);
    }
  }

  /** The requests that have waited longest, up to the one that makes a largest commit. */
  #takeBatch(): Waiting[] {
    let count = 0;
    let rows = 0;
    for (const { submission } of this.#waiting) {
      if (rows >= this.settings.maxRows) {
        break;
      }
      rows += rowsOf(submission);
      count++;
    }
    this.#waitingRows -= rows;
    return this.#waiting.splice(0, count);
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.#commitTogether(batch);
    } catch (error) {
      // What fails for all would only fail again, one after the other, while more requests come.
      if (batch.length === 1 || isTransient(error)) {
        batch.forEach(({ reject }) => reject(error));
        if (isDatabaseUnavailable(error)) {
          this.#giveUp(error);
        }
        return;
      }
      // One request's rows are at fault; its neighbours must not suffer for it.
      for (const waiting of batch) {
        await this.#commitTogether([waiting]).catch(waiting.reject);
      }
    }
  }

  /** Tells those who wait at once what they would learn after as long a wait for the database. */
  #giveUp(error: unknown): void {
    const waiting = this.#waiting.splice(0);
    this.#waitingRows = 0;
    waiting.forEach(({ reject }) => reject(error));
  }

  async #commitTogether(batch: readonly Waiting[]): Promise<void> {
    const started = performance.now();
    // The first bearer of an id is the one that counts.
    const first = new Map<string, StorableEvent>();
    for (const { submission } of batch) {
      for (const event of submission.events) {
        if (!first.has(event.event.id)) {
          first.set(event.event.id, event);
        }
      }
    }
    const skews = batch.flatMap(({ submission }) => (submission.skewMs === null ? [] : [submission.skewMs]));
    const events = [...first.values()];
    const eventBatch: EventBatch = {
      events,
      repeated: batch.flatMap(({ submission }) =>
        submission.events.filter((event) => first.get(event.event.id) !== event)
      ),
      rejected: batch.flatMap(({ submission }) => submission.rejected),
      skewMs: skews.length > 0 ? skews.reduce((sum, skew) => sum + skew, 0) / skews.length : null,
      lateBefore: this.now() - this.settings.lateWindowMs,
    };
    const stored = await this.store.store(eventBatch);
    this.onCommit({ rows: events.length, seconds: (performance.now() - started) / 1000 });
    for (const { submission, resolve } of batch) {
      resolve({
        stored: submission.events.map((event) => first.get(event.event.id) === event && stored.has(event.event.id)),
      });
    }
  }
}
