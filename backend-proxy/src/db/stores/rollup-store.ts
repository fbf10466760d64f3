import type { Pool, PoolClient } from 'pg';
import type { EventType } from '../../config/types';
import { MINUTE_MS, type ReportingCalendar } from '../../domain/calendar';
import { MINUTE_GRAIN_MS, type Grain } from '../../domain/cover';
import { LOCK_FAMILY, LOCKS } from '../locks';
import { ROLLUPS_OF } from '../measures';
import { inTransaction } from '../transaction';
import { fillingBuckets, foldMarks, groupByDate, type DayGroup, type PendingMark } from './pending-marks';
import { clearStatement, isActivityType, rollUpStatement, userDaysStatement, usersStatement } from './rollup-sql';

/** Marks read at once; those of dates that are not reached in one transaction stay for the next. */
const MARKS_PER_READ = 20_000;
/** Dates (times event types) rolled up in one transaction: bounds its length and what a crash repeats. */
const GROUPS_PER_TRANSACTION = 24;
/** Changes after which no further date is begun in a transaction, for the same reason. */
const CHANGES_PER_TRANSACTION = 200_000;
/** Another worker took the same rows: the transaction is tried again. */
const RETRIES = 5;
/** A date and type that takes longer than this hangs: it would keep all proxies from rolling up, ms. */
const TIMEOUT_MS = 2 * MINUTE_MS;

/** What one run did. */
export interface RollupRun {
  /** False when another proxy holds the lock. */
  hadLock: boolean;
  /** Pending marks worked off. */
  marks: number;
  /** Whether marks are left over. */
  more: boolean;
}

/** How a run chooses among the marks. */
export interface RollupOptions {
  /** Leaves buckets that fill fast until they are full: for who comes back. By default every mark is worked off. */
  leaveFilling?: boolean;
}

const times = (instants: readonly number[]): Date[] => instants.map((instant) => new Date(instant));

/** Keeps the rollups: computes buckets anew from what lies beneath them. */
export class RollupStore {
  constructor(
    private readonly pool: Pool,
    private readonly calendar: ReportingCalendar
  ) {}

  /**
   * Works off a share of the pending marks in one transaction. Safe under several proxies: one at a time holds the
   * lock, and a transaction whose snapshot turns out old is repeated.
   */
  async rollUpPending(options: RollupOptions = {}): Promise<RollupRun> {
    return inTransaction(this.pool, (client, _first, extend) => this.#rollUp(client, extend, options), {
      begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ',
      retries: RETRIES,
      timeoutMs: TIMEOUT_MS,
    });
  }

  async #rollUp(client: PoolClient, extend: () => void, { leaveFilling = false }: RollupOptions): Promise<RollupRun> {
    const lock = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_xact_lock($1, $2) AS locked', [
      LOCK_FAMILY,
      LOCKS.rollup,
    ]);
    if (!lock.rows[0]?.locked) {
      return { hadLock: false, marks: 0, more: false };
    }
    const marks = await this.#readMarks(client);
    const state = await client.query<{ minute_floor: Date | number }>('SELECT minute_floor FROM rollup_state');
    const minuteFloor = Number(state.rows[0]?.minute_floor ?? -Infinity);
    const filling = leaveFilling ? fillingBuckets(marks) : new Set<number>();
    const groups = groupByDate(
      marks.filter(({ bucket }) => !filling.has(bucket)),
      (instant) => this.calendar.dateOf(instant)
    );
    const now: DayGroup[] = [];
    let changes = 0;
    for (const group of groups.slice(0, GROUPS_PER_TRANSACTION)) {
      if (changes >= CHANGES_PER_TRANSACTION) {
        break;
      }
      await this.#rollUpDate(client, group, minuteFloor);
      extend();
      now.push(group);
      changes += group.changes;
    }
    const done = now.flatMap(({ ids }) => ids);
    if (done.length > 0) {
      await this.#noteVersions(client, now);
      await this.#removeMarks(client, done);
    }
    await this.#fold(
      client,
      marks.filter(({ bucket }) => filling.has(bucket))
    );
    await client.query('UPDATE rollup_state SET rolled_up_at = clock_timestamp()');
    return { hadLock: true, marks: done.length, more: now.length < groups.length || marks.length === MARKS_PER_READ };
  }

  /**
   * The next marks. Locked, so that a snapshot from before another worker's commit fails here and is retried, not at a
   * duplicate key.
   */
  async #readMarks(client: PoolClient): Promise<PendingMark[]> {
    const { rows } = await client.query<PendingMark>(
      `SELECT id, event_type AS type, (extract(epoch FROM bucket) * 1000)::bigint AS bucket, changes,
         (extract(epoch FROM clock_timestamp() - marked_at) * 1000)::float8 AS "ageMs"
       FROM rollup_pending ORDER BY id LIMIT $1 FOR UPDATE`,
      [MARKS_PER_READ]
    );
    return rows;
  }

  /** Makes fewer of the marks that stay. */
  async #fold(client: PoolClient, marks: readonly PendingMark[]): Promise<void> {
    const { kept, gone } = foldMarks(marks);
    if (gone.length === 0) {
      return;
    }
    await client.query(
      `UPDATE rollup_pending p SET changes = f.changes
       FROM unnest($1::bigint[], $2::bigint[]) AS f(id, changes) WHERE p.id = f.id`,
      [kept.map(({ id }) => id), kept.map(({ changes }) => changes)]
    );
    await this.#removeMarks(client, gone);
  }

  async #removeMarks(client: PoolClient, ids: readonly number[]): Promise<void> {
    await client.query('DELETE FROM rollup_pending WHERE id = ANY($1::bigint[])', [ids]);
  }

  /** Tells proxies that what they keep of these dates no longer holds. */
  async #noteVersions(client: PoolClient, groups: readonly DayGroup[]): Promise<void> {
    await client.query(
      `WITH state AS (
         UPDATE rollup_state SET version = greatest(clock_timestamp(), version + interval '1 microsecond') RETURNING version
       )
       INSERT INTO rollup_versions (event_type, local_date, version)
       SELECT t.event_type, t.local_date, state.version FROM state, unnest($1::text[], $2::date[]) AS t(event_type, local_date)
       ON CONFLICT (event_type, local_date) DO UPDATE SET version = excluded.version`,
      [groups.map(({ type }) => type), groups.map(({ date }) => date)]
    );
  }

  async #rollUpDate(client: PoolClient, { type, date, buckets }: DayGroup, minuteFloor: number): Promise<void> {
    const changed = [...buckets].sort((a, b) => a - b);
    const recent = changed.filter((bucket) => bucket >= minuteFloor);
    await this.#recompute(client, type, 'minute', 'raw', recent, (start) => start + MINUTE_GRAIN_MS);

    const hourMs = this.calendar.hourGrainMinutes * MINUTE_MS;
    const hours = [...new Set(changed.map((bucket) => Math.floor(bucket / hourMs) * hourMs))];
    const endOfHour = (start: number): number => start + hourMs;
    // Recent hours add up their minutes; older ones have none any more.
    await this.#recompute(
      client,
      type,
      'hour',
      'minute',
      hours.filter((hour) => hour >= minuteFloor),
      endOfHour
    );
    await this.#recompute(
      client,
      type,
      'hour',
      'raw',
      hours.filter((hour) => hour < minuteFloor),
      endOfHour
    );
    await this.#recompute(client, type, 'day', 'hour', [this.calendar.dayStart(date)], () =>
      this.calendar.dayEnd(date)
    );

    if (isActivityType(type)) {
      const parameters = [times(changed), times(changed.map((start) => start + MINUTE_GRAIN_MS)), date];
      await client.query(userDaysStatement(type), parameters);
      await client.query(usersStatement(type), parameters);
    }
  }

  async #recompute(
    client: PoolClient,
    type: EventType,
    grain: Grain,
    from: 'raw' | Exclude<Grain, 'day'>,
    starts: readonly number[],
    endOf: (start: number) => number
  ): Promise<void> {
    if (starts.length === 0) {
      return;
    }
    for (const table of ROLLUPS_OF[type]) {
      await client.query(clearStatement(table, grain), [times(starts)]);
      await client.query(rollUpStatement(table, grain, from), [times(starts), times(starts.map(endOf))]);
    }
  }
}
