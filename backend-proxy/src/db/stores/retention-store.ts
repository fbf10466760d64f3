import type { Pool, PoolClient } from 'pg';
import { EVENT_TYPES } from '../../config/types';
import type { LocalDate, ReportingCalendar } from '../../domain/calendar';
import { LOCK_FAMILY, LOCKS } from '../locks';
import { CUBES_OF_GRAIN, MEASURE_TABLES, ROLLUPS_OF } from '../measures';
import { inTransaction } from '../transaction';
import { keepRollupsOut, rawFloorOf } from './mend';

/** Waits for running statements to leave the raw tables no longer than this: everybody else queues behind, in ms. */
const DROP_LOCK_TIMEOUT_MS = 2000;
/** Pages of `event_ids` that are cleaned in one transaction: bounds its length. */
const PAGES_PER_TRANSACTION = 2000;

/** Postgres' code for a lock that was not given in time. */
export const LOCK_NOT_AVAILABLE = '55P03';

/** What became of a month: dropped now, dropped before by another proxy, or kept since its rows are not all rolled up. */
export type DroppedMonth = 'dropped' | 'gone' | 'not rolled up';

/** Rows removed, by table. */
export type Removed = Record<string, number>;

const RAW_TABLES = EVENT_TYPES.map((type) => MEASURE_TABLES[type].raw);

function monthBounds(month: string): { from: Date; to: Date } {
  const from = new Date(`${month}-01T00:00:00Z`);
  const to = new Date(from);
  to.setUTCMonth(to.getUTCMonth() + 1);
  return { from, to };
}

/**
 * Removes what is older than it may be. Every step is a transaction of its own that leaves things whole; proxies that
 * are at it at the same time take turns, and the later one finds nothing left to do.
 */
export class RetentionStore {
  constructor(
    private readonly pool: Pool,
    private readonly calendar: ReportingCalendar
  ) {}

  /** Months (`YYYY-MM`, UTC), oldest first, that have raw partitions and end at or before an instant. */
  async monthsEndingBy(cutoffMs: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ month: string }>(
      `SELECT DISTINCT replace(substring(child.relname FROM '_(\\d{4}_\\d{2})$'), '_', '-') AS month
       FROM pg_inherits JOIN pg_class child ON child.oid = inhrelid
       WHERE inhparent = ANY($1::regclass[]) AND child.relname ~ '_\\d{4}_\\d{2}$' ORDER BY month`,
      [RAW_TABLES]
    );
    return rows.map(({ month }) => month).filter((month) => monthBounds(month).to.getTime() <= cutoffMs);
  }

  /**
   * Drops the raw partitions of a month and notes that raw rows begin after it, in one transaction. A month with rows
   * that no rollup holds yet stays.
   * @throws with `LOCK_NOT_AVAILABLE` when the tables stay in use
   */
  dropMonth(month: string): Promise<DroppedMonth> {
    const { from, to } = monthBounds(month);
    return this.#step(async (client) => {
      await client.query(`SET LOCAL lock_timeout = ${DROP_LOCK_TIMEOUT_MS}`);
      await client.query('SELECT pg_advisory_xact_lock($1, $2)', [LOCK_FAMILY, LOCKS.partitions]);
      await keepRollupsOut(client);
      // From here on no event can come into the month, so that what is rolled up now is all there is.
      await client.query(
        `LOCK TABLE ${RAW_TABLES.map((table) => `ONLY ${table}`).join(', ')} IN ACCESS EXCLUSIVE MODE`
      );
      const pending = await client.query('SELECT 1 FROM rollup_pending WHERE bucket >= $1 AND bucket < $2 LIMIT 1', [
        from,
        to,
      ]);
      if (pending.rows.length > 0) {
        return 'not rolled up';
      }
      if ((await rawFloorOf(client)) >= to.getTime()) {
        return 'gone';
      }
      // A function, since only their owner may drop tables, and the proxy may serve under another role.
      await client.query('SELECT lopan_drop_partitions($1::timestamptz)', [from]);
      await client.query('UPDATE rollup_state SET raw_floor = greatest(raw_floor, $1)', [to]);
      return 'dropped';
    });
  }

  /**
   * Removes the ids of events whose raw rows were dropped. Safe to lose: events from before the life of raw rows are
   * refused. One pass over the table, a stretch of pages at a time, since no index knows the times.
   */
  async removeIds(signal?: AbortSignal): Promise<number> {
    const { rows } = await this.pool.query<{ raw_floor: Date | number; done: boolean; pages: number }>(
      `SELECT raw_floor, ids_floor >= raw_floor AS done,
         pg_relation_size('event_ids') / current_setting('block_size')::bigint AS pages FROM rollup_state`
    );
    const state = rows[0];
    if (!state || state.done) {
      return 0;
    }
    let removed = 0;
    for (let page = 0; page <= state.pages; page += PAGES_PER_TRANSACTION) {
      signal?.throwIfAborted();
      removed += await this.#step(async (client) => {
        const result = await client.query(
          'DELETE FROM event_ids WHERE ctid >= $1::tid AND ctid < $2::tid AND "timestamp" < $3',
          [`(${page},0)`, `(${page + PAGES_PER_TRANSACTION},0)`, state.raw_floor]
        );
        return result.rowCount ?? 0;
      });
    }
    await this.pool.query('UPDATE rollup_state SET ids_floor = $1', [state.raw_floor]);
    return removed;
  }

  /** Removes refused events that came before an instant: they are as raw as the rows of those that were taken. */
  removeRefused(before: Date): Promise<number> {
    return this.#step(async (client) => {
      const { rowCount } = await client.query('DELETE FROM rejected_events r WHERE r.received_at < $1', [before]);
      return rowCount ?? 0;
    });
  }

  /**
   * Removes derived data from before a local date: sums, who was active, users and devices who have not been seen since,
   * the intake's books and the runs of the retention itself. The first sight of users who were seen since stays.
   */
  removeDerived(before: LocalDate): Promise<Removed> {
    const instant = new Date(this.calendar.dayStart(before));
    return this.#step(async (client) => {
      await keepRollupsOut(client);
      const removed: Removed = {};
      const remove = async (table: string, condition: string, values: unknown[]): Promise<void> => {
        const { rowCount } = await client.query(`DELETE FROM ${table} t WHERE ${condition}`, values);
        removed[table] = (removed[table] ?? 0) + (rowCount ?? 0);
      };
      for (const { rollup } of Object.values(ROLLUPS_OF).flat()) {
        for (const [grain, cubes] of Object.entries(CUBES_OF_GRAIN)) {
          for (const cube of cubes) {
            await remove(rollup, 't.grain = $1 AND t.cube = $2 AND t.bucket < $3', [grain, cube, instant]);
          }
        }
      }
      await remove('user_days', 't.local_date < $1::date', [before]);
      await remove(
        'users',
        't.first_seen < $1::date AND NOT EXISTS (SELECT 1 FROM user_days d WHERE d.user_id = t.user_id)',
        [before]
      );
      await remove('device_sequences', 't.last_seen < $1', [instant]);
      await remove('intake_log', 't.received_at < $1', [instant]);
      await remove('retention_runs', 't.ended_at < $1', [instant]);
      return Object.fromEntries(Object.entries(removed).filter(([, count]) => count > 0));
    });
  }

  /** Folds the intake's books of past days (UTC) into one row a day and type. @returns rows saved */
  foldIntakeLog(): Promise<number> {
    return this.#step(async (client) => {
      const { rows } = await client.query<{ gone: number; written: number }>(
        `WITH gone AS (
           DELETE FROM intake_log l USING (
             SELECT date_trunc('day', received_at, 'UTC') AS day, event_type FROM intake_log
             WHERE received_at < date_trunc('day', now(), 'UTC') GROUP BY 1, 2 HAVING count(*) > 1
           ) d
           WHERE l.received_at >= d.day AND l.received_at < d.day + interval '24 hours' AND l.event_type = d.event_type
           RETURNING d.day, l.*
         ), written AS (
           INSERT INTO intake_log (received_at, event_type, accepted, duplicates, rejected, late, last_event, skew_ms)
           SELECT day, event_type, sum(accepted)::bigint, sum(duplicates)::bigint, sum(rejected)::bigint,
             sum(late)::bigint, max(last_event), avg(skew_ms)
           FROM gone GROUP BY day, event_type RETURNING 1
         )
         SELECT (SELECT count(*) FROM gone) AS gone, (SELECT count(*) FROM written) AS written`
      );
      return (rows[0]?.gone ?? 0) - (rows[0]?.written ?? 0);
    });
  }

  /** From where on raw rows exist, epoch ms. */
  rawFloor(): Promise<number> {
    return rawFloorOf(this.pool);
  }

  async #step<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1, $2)', [LOCK_FAMILY, LOCKS.retention]);
      return work(client);
    });
  }
}
