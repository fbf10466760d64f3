import type { Pool, PoolClient } from 'pg';
import { EVENT_TYPES, type EventType } from '../../config/types';
import { MEASURE_TABLES } from '../measures';
import { runPipeline, type Step, type TextRow } from '../pipeline';
import { asTransaction, COMMIT, sqlState } from '../transaction';
import { copyInto, unnestInsert } from './columns';
import { EVENT_COLUMNS, type StorableEvent } from './event-columns';
import { intakeCounts, marksOf, sequencesOf, type DeviceSequences, type IntakeCounts, type Mark } from './intake-books';
import type { Partitions } from './partitions';

/** An event that was refused, privacy rules applied. */
export interface RejectedEvent {
  eventId: string | null;
  eventType: string | null;
  code: string;
  path: string;
  message: string;
  payload: Record<string, unknown> | null;
}

/** What one commit takes in. */
export interface EventBatch {
  /** Events whose ids differ from each other. */
  events: readonly StorableEvent[];
  /** Events that repeat an id of `events`. They are not stored, only counted. */
  repeated: readonly StorableEvent[];
  rejected: readonly RejectedEvent[];
  /** Difference between the senders' clocks and ours, ms; null where none was told. */
  skewMs: number | null;
  /** Events older than this (epoch ms) count as late. */
  lateBefore: number;
}

/** How often a commit that lost a race against another is tried again. */
const RETRIES = 3;

/** A statement of a commit that takes longer waits for something that will not come soon: the client sends again, ms. */
export const COMMIT_TIMEOUT_MS = 10_000;

/** Postgres' code for, among others, a row that no partition takes. */
const CHECK_VIOLATION = '23514';

const idInsert = unnestInsert<StorableEvent>([
  { column: 'event_id', type: 'uuid', value: ({ event }) => event.id },
  { column: 'event_type', type: 'text', value: ({ event }) => event.type },
  { column: 'timestamp', type: 'timestamptz', value: ({ event }) => event.timestamp },
]);

const deviceInsert = unnestInsert<DeviceSequences>([
  { column: 'device_id', type: 'text', value: ({ deviceId }) => deviceId },
  { column: 'lowest', type: 'bigint', value: ({ lowest }) => lowest },
  { column: 'highest', type: 'bigint', value: ({ highest }) => highest },
  { column: 'seen', type: 'bigint', value: ({ seen }) => seen },
]);

const copyRows: { [T in EventType]: (rows: ReadonlyArray<StorableEvent<T>>) => Step } = {
  business: copyInto(MEASURE_TABLES.business.raw, EVENT_COLUMNS.business),
  session: copyInto(MEASURE_TABLES.session.raw, EVENT_COLUMNS.session),
  feature: copyInto(MEASURE_TABLES.feature.raw, EVENT_COLUMNS.feature),
  journey: copyInto(MEASURE_TABLES.journey.raw, EVENT_COLUMNS.journey),
  performance: copyInto(MEASURE_TABLES.performance.raw, EVENT_COLUMNS.performance),
};

const copyMarks = copyInto<Mark>('rollup_pending', [
  { column: 'event_type', type: 'text', value: ({ type }) => type },
  { column: 'bucket', type: 'timestamptz', value: ({ bucket }) => bucket },
  { column: 'changes', type: 'bigint', value: ({ changes }) => changes },
]);

const copyRejected = copyInto<RejectedEvent>('rejected_events', [
  { column: 'event_id', type: 'text', value: ({ eventId }) => eventId },
  { column: 'event_type', type: 'text', value: ({ eventType }) => eventType },
  { column: 'code', type: 'text', value: ({ code }) => code },
  { column: 'path', type: 'text', value: ({ path }) => path },
  { column: 'message', type: 'text', value: ({ message }) => message },
  { column: 'payload', type: 'jsonb', value: ({ payload }) => payload },
]);

const copyCounts = copyInto<IntakeCounts>('intake_log', [
  { column: 'event_type', type: 'text', value: ({ type }) => type },
  { column: 'accepted', type: 'bigint', value: ({ accepted }) => accepted },
  { column: 'duplicates', type: 'bigint', value: ({ duplicates }) => duplicates },
  { column: 'rejected', type: 'bigint', value: ({ rejected }) => rejected },
  { column: 'late', type: 'bigint', value: ({ late }) => late },
  { column: 'last_event', type: 'timestamptz', value: ({ lastEvent }) => lastEvent },
  { column: 'skew_ms', type: 'float8', value: ({ skewMs }) => skewMs },
]);

/**
 * The statement that claims ids and tells those that nobody had claimed before. Sorted, so that two commits cannot
 * deadlock over them. As a rule all are new, and then the database does not list them.
 */
function claim(events: readonly StorableEvent[]): Step {
  const sorted = [...events].sort((a, b) => (a.event.id < b.event.id ? -1 : 1));
  return {
    text: `WITH claimed AS (
       INSERT INTO event_ids (${idInsert.columns}) SELECT ${idInsert.select} FROM ${idInsert.source}
       ON CONFLICT (event_id) DO NOTHING RETURNING event_id
     )
     SELECT CASE WHEN count(*) < ${events.length} THEN coalesce(json_agg(event_id), '[]') END FROM claimed`,
    values: idInsert.valuesOf(sorted),
  };
}

/** The ids that a claim got: those that its answer lists, or all where it lists none. */
function claimedIds(events: readonly StorableEvent[], [row]: readonly TextRow[] = []): Set<string> {
  const listed = row?.[0] ?? null;
  return new Set(listed === null ? events.map(({ event }) => event.id) : (JSON.parse(listed) as string[]));
}

/** What is known of devices afterwards; ascending, so that two commits cannot deadlock over them. */
function noteSequences(devices: readonly DeviceSequences[]): Step {
  return {
    text: `INSERT INTO device_sequences AS known (${deviceInsert.columns}) SELECT ${deviceInsert.select} FROM ${deviceInsert.source}
       ON CONFLICT (device_id) DO UPDATE SET lowest = least(known.lowest, excluded.lowest),
         highest = greatest(known.highest, excluded.highest), seen = known.seen + excluded.seen, last_seen = excluded.last_seen`,
    values: deviceInsert.valuesOf(devices),
  };
}

function rowsByType(events: readonly StorableEvent[]): Step[] {
  return EVENT_TYPES.flatMap((type) => {
    const rows = events.filter((row) => row.event.type === type);
    // The rows of a type go with that type's columns, which the compiler cannot follow through the table.
    return rows.length === 0 ? [] : [(copyRows[type] as (rows: readonly StorableEvent[]) => Step)(rows)];
  });
}

/** Marks the buckets of events for the rollup worker, in the same transaction as what changes their rows. */
export async function markPending(
  client: PoolClient,
  buckets: Iterable<{ type: EventType; timestampMs: number }>
): Promise<void> {
  await runPipeline(client, [copyMarks(marksOf(buckets))]);
}

/** Writes events: all of a batch or nothing. */
export class EventStore {
  constructor(
    private readonly pool: Pool,
    private readonly partitions: Partitions
  ) {}

  /**
   * Commits a batch in one transaction: ids, rows, marks for the rollups, the quarantine and the books.
   * @returns ids of the events stored now; the others were there before
   * @throws DroppedMonthError when events lie before the life of raw rows
   */
  async store(batch: EventBatch): Promise<Set<string>> {
    try {
      return await this.#commit(batch);
    } catch (error) {
      if (sqlState(error) !== CHECK_VIOLATION) {
        throw error;
      }
      // Another proxy dropped a month that this one remembers; asked anew, the months tell which.
      this.partitions.forget();
      return this.#commit(batch);
    }
  }

  async #commit(batch: EventBatch): Promise<Set<string>> {
    await this.partitions.ensure(batch.events.map(({ event }) => event.timestampMs));
    return asTransaction(this.pool, (client, begin) => this.#write(client, begin, batch), {
      retries: RETRIES,
      timeoutMs: COMMIT_TIMEOUT_MS,
    });
  }

  /** Two round trips: one claims ids, which tells what is to be written in the other. */
  async #write(client: PoolClient, begin: readonly string[], batch: EventBatch): Promise<Set<string>> {
    const opening = begin.map((text) => ({ text }));
    const answers = await runPipeline(client, [...opening, claim(batch.events)]);
    const stored = claimedIds(batch.events, answers[opening.length]);
    const fresh = batch.events.filter(({ event }) => stored.has(event.id));
    const devices = sequencesOf(fresh);
    await runPipeline(client, [
      ...rowsByType(fresh),
      ...(fresh.length > 0 ? [copyMarks(marksOf(fresh.map(({ event }) => event)))] : []),
      ...(devices.length > 0 ? [noteSequences(devices)] : []),
      ...(batch.rejected.length > 0 ? [copyRejected(batch.rejected)] : []),
      copyCounts(intakeCounts(batch, stored)),
      { text: COMMIT },
    ]);
    return stored;
  }
}
