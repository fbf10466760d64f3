import type { Pool } from 'pg';
import { EVENT_TYPES } from '../../config/types';
import { MEASURE_TABLES } from '../measures';
import type { Removed } from './retention-store';

/** One run of the retention. */
export interface RetentionRun {
  startedAt: Date;
  endedAt: Date;
  ok: boolean;
  /** Months (`YYYY-MM`, UTC) whose raw rows were dropped. */
  monthsDropped: string[];
  removed: Removed;
  /** Why it did not end well, or what it left for the next run. */
  note: string | null;
}

/** How far retention has come. */
export interface RetentionState {
  /** When a run last ended well; null before the first. */
  lastRun: Date | null;
  /** Instant of the oldest raw row; null when there is none. */
  oldestRow: Date | null;
}

/** The book of the retention's runs. */
export class RetentionRuns {
  constructor(private readonly pool: Pool) {}

  async add({ startedAt, endedAt, ok, monthsDropped, removed, note }: RetentionRun): Promise<void> {
    await this.pool.query(
      `INSERT INTO retention_runs (started_at, ended_at, ok, months_dropped, removed, note)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [startedAt, endedAt, ok, monthsDropped, JSON.stringify(removed), note]
    );
  }

  async state(): Promise<RetentionState> {
    const oldest = EVENT_TYPES.map((type) => `(SELECT min("timestamp") FROM ${MEASURE_TABLES[type].raw})`);
    const { rows } = await this.pool.query<{ last_run: Date | null; oldest_row: Date | null }>(
      `SELECT (SELECT max(ended_at) FROM retention_runs WHERE ok) AS last_run, least(${oldest.join(', ')}) AS oldest_row`
    );
    return { lastRun: rows[0]?.last_run ?? null, oldestRow: rows[0]?.oldest_row ?? null };
  }
}
