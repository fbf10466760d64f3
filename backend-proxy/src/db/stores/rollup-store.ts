import type { Pool, PoolClient } from 'pg';
import type { EventType } from '../../config/types';
import { MINUTE_MS, type LocalDate, type ReportingCalendar } from '../../domain/calendar';
import { MINUTE_GRAIN_MS, type Grain } from '../../domain/cover';
import { LOCK_FAMILY, LOCKS } from '../locks';
import { ROLLUPS_OF } from '../measures';
import { inTransaction } from '../transaction';
import { clearStatement, isActivityType, rollUpStatement, userDaysStatement, usersStatement } from './rollup-sql';

/** Marks read at once; those of dates that are not reached in one transaction stay for the next. */
const MARKS_PER_READ = 20_000;
/** Dates (times event types) rolled up in one transaction: bounds its length and what a crash repeats. */
const GROUPS_PER_TRANSACTION = 24;
/** Another worker took the same rows: the transaction is tried again. */
const RETRIES = 5;
/** A run that takes longer than this hangs: it would keep all proxies from rolling up, ms. */
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

/** The changed 5-minute buckets of one event type on one local date. */
interface DayGroup {
  type: EventType;
  date: LocalDate;
  buckets: Set<number>;
  ids: number[];
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
  async rollUpPending(): Promise<RollupRun> {
    return inTransaction(this.pool, (client) => this.#rollUp(client), {
      begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ',
      retries: RETRIES,
      timeoutMs: TIMEOUT_MS,
    });
  }

  async #rollUp(client: PoolClient): Promise<RollupRun> {
    const lock = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_xact_lock($1, $2) AS locked', [
      LOCK_FAMILY,
      LOCKS.rollup,
    ]);
    if (!lock.rows[0]?.locked) {
      return { hadLock: false, marks: 0, more: false };
    }
    // Locked, so that a snapshot from before another worker's commit fails here and is retried, not at a duplicate key.
    const { rows: marks } = await client.query<{ id: number; event_type: EventType; bucket: Date }>(
      'SELECT id, event_type, bucket FROM rollup_pending ORDER BY id LIMIT $1 FOR UPDATE',
      [MARKS_PER_READ]
    );
    const state = await client.query<{ minute_floor: Date | number }>('SELECT minute_floor FROM rollup_state');
    const minuteFloor = Number(state.rows[0]?.minute_floor ?? -Infinity);
    const groups = this.#groupByDate(marks);
    const now = groups.slice(0, GROUPS_PER_TRANSACTION);
    for (const group of now) {
      await this.#rollUpDate(client, group, minuteFloor);
    }
    const done = now.flatMap(({ ids }) => ids);
    if (done.length > 0) {
      await this.#noteVersions(client, now);
      await client.query('DELETE FROM rollup_pending WHERE id = ANY($1::bigint[])', [done]);
    }
    await client.query('UPDATE rollup_state SET rolled_up_at = clock_timestamp()');
    return { hadLock: true, marks: done.length, more: now.length < groups.length || marks.length === MARKS_PER_READ };
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

  #groupByDate(marks: ReadonlyArray<{ id: number; event_type: EventType; bucket: Date }>): DayGroup[] {
    const groups = new Map<string, DayGroup>();
    for (const { id, event_type: type, bucket } of marks) {
      const date = this.calendar.dateOf(bucket.getTime());
      const key = `${date} ${type}`;
      const group = groups.get(key) ?? { type, date, buckets: new Set(), ids: [] };
      group.buckets.add(bucket.getTime());
      group.ids.push(id);
      groups.set(key, group);
    }
    return [...groups.values()];
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
