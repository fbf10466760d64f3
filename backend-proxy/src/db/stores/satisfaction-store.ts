import type { Pool } from 'pg';
import { addDays, type LocalDate, type ReportingCalendar } from '../../domain/calendar';

/** Reads and writes the column `user_satisfaction_correlation` of performance rows. */
export class SatisfactionStore {
  constructor(
    private readonly pool: Pool,
    private readonly calendar: ReportingCalendar
  ) {}

  /** Local dates, in order, up to `last` that have rows without a value, and all dates from `again` on that have rows. */
  async datesToFill(last: LocalDate, again: LocalDate): Promise<LocalDate[]> {
    const { rows } = await this.pool.query<{ at: Date }>(
      `SELECT DISTINCT date_bin('15 minutes', "timestamp", timestamptz '1970-01-01 00:00:00Z') AS at
       FROM performance_metrics
       WHERE "timestamp" < $1 AND voided_at IS NULL AND (user_satisfaction_correlation IS NULL OR "timestamp" >= $2)`,
      [new Date(this.calendar.dayEnd(last)), new Date(this.calendar.dayStart(again))]
    );
    return [...new Set(rows.map(({ at }) => this.calendar.dateOf(at.getTime())))].sort();
  }

  /** Writes the value of a date to its rows; those that have it stay untouched. @returns rows changed */
  async fill(date: LocalDate, value: number | null): Promise<number> {
    const { rowCount } = await this.pool.query(
      `UPDATE performance_metrics SET user_satisfaction_correlation = $3
       WHERE "timestamp" >= $1 AND "timestamp" < $2 AND user_satisfaction_correlation IS DISTINCT FROM $3`,
      [new Date(this.calendar.dayStart(date)), new Date(this.calendar.dayStart(addDays(date, 1))), value]
    );
    return rowCount ?? 0;
  }
}
