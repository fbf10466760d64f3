import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config/types';
import { sqlState } from '../db/transaction';
import type { Partitions } from '../db/stores/partitions';
import type { RetentionRun, RetentionRuns, RetentionState } from '../db/stores/retention-runs';
import { LOCK_NOT_AVAILABLE, type DroppedMonth, type Removed, type RetentionStore } from '../db/stores/retention-store';
import { DAY_MS, type ReportingCalendar } from '../domain/calendar';
import { describeDatabaseError } from '../errors';

/** How often a month is tried whose tables are in use, and the pause between two tries, in ms. */
const DROP_ATTEMPTS = 5;
const DROP_PAUSE_MS = 1000;

export interface RetentionParts {
  store: Pick<
    RetentionStore,
    'monthsEndingBy' | 'dropMonth' | 'removeIds' | 'removeRefused' | 'removeDerived' | 'foldIntakeLog'
  >;
  runs: Pick<RetentionRuns, 'add' | 'state'>;
  partitions: Pick<Partitions, 'forget'>;
  calendar: Pick<ReportingCalendar, 'dateOf'>;
  config: {
    collection: Pick<Config['collection'], 'retentionDays'>;
    privacy: Pick<Config['privacy'], 'dataRetentionDays'>;
  };
  now?: () => number;
  /** Pause between two tries of a drop, in ms. */
  pauseMs?: number;
}

/**
 * Bounds what is kept: raw rows by `collection.retention_days`, a whole month (UTC) at a time once every event of it is
 * rolled up, and refused events by the same days; everything derived by `privacy.data_retention_days`. Several proxies
 * may run it at once.
 */
export class Retention {
  readonly #now: () => number;

  constructor(private readonly parts: RetentionParts) {
    this.#now = parts.now ?? Date.now;
  }

  /** When it last ran well, and how far back raw rows reach. */
  state(): Promise<RetentionState> {
    return this.parts.runs.state();
  }

  /** One run. Never throws: a failed step is told in the run's note, and what was done stays done. */
  async run(signal?: AbortSignal): Promise<RetentionRun> {
    const startedAt = new Date(this.#now());
    const monthsDropped: string[] = [];
    const removed: Removed = {};
    let note: string | null = null;
    let ok = true;
    const { collection } = this.parts.config;
    const rawBefore = startedAt.getTime() - collection.retentionDays * DAY_MS;
    try {
      note = await this.#dropMonths(rawBefore, monthsDropped, signal);
      removed['event_ids'] = await this.parts.store.removeIds(signal);
      removed['rejected_events'] = await this.parts.store.removeRefused(new Date(rawBefore));
      const { dataRetentionDays } = this.parts.config.privacy;
      const before = this.parts.calendar.dateOf(startedAt.getTime() - dataRetentionDays * DAY_MS);
      Object.assign(removed, await this.parts.store.removeDerived(before));
      await this.parts.store.foldIntakeLog();
    } catch (error) {
      ok = false;
      note = signal?.aborted ? 'it was stopped' : describeDatabaseError(error);
    }
    const run = { startedAt, endedAt: new Date(this.#now()), ok, monthsDropped, removed, note };
    // A run that cannot be written down, since the database is away, is told by its note alone.
    await this.parts.runs.add(run).catch(() => undefined);
    return run;
  }

  /** Drops the months that are over, oldest first. @returns what is left to do, or null */
  async #dropMonths(before: number, dropped: string[], signal?: AbortSignal): Promise<string | null> {
    const { store, partitions } = this.parts;
    for (const month of await store.monthsEndingBy(before)) {
      signal?.throwIfAborted();
      const result = await this.#drop(month, signal);
      if (result === 'not rolled up') {
        // Raw rows must not have a hole: later months wait too.
        return `${month} waits: not all of its events are rolled up`;
      }
      partitions.forget();
      if (result === 'dropped') {
        dropped.push(month);
      }
    }
    return null;
  }

  async #drop(month: string, signal?: AbortSignal): Promise<DroppedMonth> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.parts.store.dropMonth(month);
      } catch (error) {
        if (attempt === DROP_ATTEMPTS || sqlState(error) !== LOCK_NOT_AVAILABLE) {
          throw error;
        }
        await sleep(this.parts.pauseMs ?? DROP_PAUSE_MS, undefined, { signal });
      }
    }
  }
}
