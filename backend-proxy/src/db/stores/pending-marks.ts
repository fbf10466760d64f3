import type { EventType } from '../../config/types';
import { MINUTE_GRAIN_MS } from '../../domain/cover';
import type { LocalDate } from '../../domain/calendar';

/** A row of `rollup_pending`. */
export interface PendingMark {
  /** In the order in which marks were made. */
  id: number;
  type: EventType;
  /** Start of its 5-minute bucket, epoch ms. */
  bucket: number;
  /** How many rows changed in it. */
  changes: number;
  /** How long ago, by the database's clock, ms. */
  ageMs: number;
}

/** The changed 5-minute buckets of one event type on one local date. */
export interface DayGroup {
  type: EventType;
  date: LocalDate;
  buckets: Set<number>;
  ids: number[];
  changes: number;
}

/** Changes of a bucket from which on it is worth waiting until it is full: rolling up as many rows takes about 0.4 s. */
const MANY_CHANGES = 20_000;
/** A bucket without a change for so long is taken to be full, ms. */
const QUIET_MS = 5000;
/** A bucket that fills from its beginning is full by then; no change waits longer, ms. */
const LONGEST_WAIT_MS = MINUTE_GRAIN_MS + 2 * QUIET_MS;

/**
 * Buckets that fill fast, of whatever types. To roll one up means to read all of it, and the next event marks it again: done
 * once a second, that would cost more the fuller it is, and spare no query anything.
 */
export function fillingBuckets(marks: readonly PendingMark[]): Set<number> {
  const buckets = new Map<number, { changes: number; oldest: number; newest: number }>();
  for (const { bucket, changes, ageMs } of marks) {
    const known = buckets.get(bucket) ?? { changes: 0, oldest: ageMs, newest: ageMs };
    known.changes += changes;
    known.oldest = Math.max(known.oldest, ageMs);
    known.newest = Math.min(known.newest, ageMs);
    buckets.set(bucket, known);
  }
  return new Set(
    [...buckets].flatMap(([bucket, { changes, oldest, newest }]) =>
      // An age below 0 is that of a clock which was set back, and says nothing.
      changes >= MANY_CHANGES && newest >= 0 && newest < QUIET_MS && oldest < LONGEST_WAIT_MS ? [bucket] : []
    )
  );
}

/** Marks by date and type, in the order of their first ones. */
export function groupByDate(marks: readonly PendingMark[], dateOf: (instant: number) => LocalDate): DayGroup[] {
  const groups = new Map<string, DayGroup>();
  for (const { id, type, bucket, changes } of marks) {
    const date = dateOf(bucket);
    const key = `${date} ${type}`;
    const group = groups.get(key) ?? { type, date, buckets: new Set(), ids: [], changes: 0 };
    group.buckets.add(bucket);
    group.ids.push(id);
    group.changes += changes;
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** What marks that stay are replaced by. */
export interface Folded {
  /** Marks that now stand for others too. */
  kept: Array<{ id: number; changes: number }>;
  /** Those others, which can go. */
  gone: number[];
}

/**
 * Leaves two marks of a type in a bucket, since every query reads them all: the oldest, which tells the lag and now stands
 * for all but the newest, and the newest, which tells that the bucket still fills.
 * @param marks ascending by id
 */
export function foldMarks(marks: readonly PendingMark[]): Folded {
  const sets = new Map<string, PendingMark[]>();
  for (const mark of marks) {
    const key = `${mark.type} ${mark.bucket}`;
    const set = sets.get(key) ?? [];
    set.push(mark);
    sets.set(key, set);
  }
  const folded: Folded = { kept: [], gone: [] };
  for (const [oldest, ...later] of sets.values()) {
    const between = later.slice(0, -1);
    if (oldest !== undefined && between.length > 0) {
      folded.kept.push({
        id: oldest.id,
        changes: between.reduce((sum, { changes }) => sum + changes, oldest.changes),
      });
      folded.gone.push(...between.map(({ id }) => id));
    }
  }
  return folded;
}
