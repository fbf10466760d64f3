import type { Pool, PoolClient } from 'pg';
import { EVENT_TYPES, type EventType } from '../../config/types';
import { MINUTE_GRAIN_MS } from '../../domain/cover';
import { MEASURE_TABLES } from '../measures';
import { inTransaction, sqlState } from '../transaction';
import { unnestInsert } from './columns';
import { EVENT_COLUMNS, type StorableEvent } from './event-columns';
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

const rejectedInsert = unnestInsert<RejectedEvent>([
  { column: 'event_id', type: 'text', value: ({ eventId }) => eventId },
  { column: 'event_type', type: 'text', value: ({ eventType }) => eventType },
  { column: 'code', type: 'text', value: ({ code }) => code },
  { column: 'path', type: 'text', value: ({ path }) => path },
  { column: 'message', type: 'text', value: ({ message }) => message },
  { column: 'payload', type: 'jsonb', value: ({ payload }) => payload },
]);

/**
 * Claims ids; returns those that nobody had claimed before. Sorted, so that two commits cannot deadlock over them.
 * As a rule all are new, and then the database does not list them.
 */
async function claimIds(client: PoolClient, events: readonly StorableEvent[]): Promise<Set<string>> {
  const sorted = [...events].sort((a, b) => (a.event.id < b.event.id ? -1 : 1));
  const { rows } = await client.query<{ claimed: string[] | null }>(
    `WITH claimed AS (
       INSERT INTO event_ids (${idInsert.columns}) SELECT ${idInsert.select} FROM ${idInsert.source}
       ON CONFLICT (event_id) DO NOTHING RETURNING event_id
     )
     SELECT CASE WHEN count(*) < ${events.length} THEN coalesce(array_agg(event_id::text), '{}') END AS claimed FROM claimed`,
    idInsert.valuesOf(sorted)
  );
  return new Set(rows[0]?.claimed ?? events.map(({ event }) => event.id));
}

async function insertRows<T extends EventType>(
  client: PoolClient,
  type: T,
  events: ReadonlyArray<StorableEvent<T>>
): Promise<void> {
  const insert = unnestInsert(EVENT_COLUMNS[type]);
  await client.query(
    `INSERT INTO ${MEASURE_TABLES[type].raw} (${insert.columns}) SELECT ${insert.select} FROM ${insert.source}`,
    insert.valuesOf(events)
  );
}

/** Marks the buckets of events for the rollup worker, in the same transaction as the rows. */
export async function markPending(
  client: PoolClient,
  buckets: Iterable<{ type: EventType; timestampMs: number }>
): Promise<void> {
  const seen = new Map<string, { type: EventType; bucket: Date }>();
  for (const { type, timestampMs } of buckets) {
    const bucket = Math.floor(timestampMs / MINUTE_GRAIN_MS) * MINUTE_GRAIN_MS;
    seen.set(`${type} ${bucket}`, { type, bucket: new Date(bucket) });
  }
  const marks = [...seen.values()];
  await client.query(
    'INSERT INTO rollup_pending (event_type, bucket) SELECT * FROM unnest($1::text[], $2::timestamptz[])',
    [marks.map(({ type }) => type), marks.map(({ bucket }) => bucket)]
  );
}

async function noteSequences(client: PoolClient, events: readonly StorableEvent[]): Promise<void> {
  const byDevice = new Map<string, { lowest: number; highest: number; seen: number }>();
  for (const { event, deviceId } of events) {
    if (deviceId === null || event.sequence === null) {
      continue;
    }
    const known = byDevice.get(deviceId);
    byDevice.set(deviceId, {
      lowest: Math.min(known?.lowest ?? Infinity, event.sequence),
      highest: Math.max(known?.highest ?? -Infinity, event.sequence),
      seen: (known?.seen ?? 0) + 1,
    });
  }
  if (byDevice.size === 0) {
    return;
  }
  const devices = [...byDevice].sort(([a], [b]) => (a < b ? -1 : 1));
  await client.query(
    `INSERT INTO device_sequences AS known (device_id, lowest, highest, seen)
     SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[])
     ON CONFLICT (device_id) DO UPDATE SET lowest = least(known.lowest, excluded.lowest),
       highest = greatest(known.highest, excluded.highest), seen = known.seen + excluded.seen, last_seen = now()`,
    [
      devices.map(([id]) => id),
      devices.map(([, counts]) => counts.lowest),
      devices.map(([, counts]) => counts.highest),
      devices.map(([, counts]) => counts.seen),
    ]
  );
}

interface IntakeCounts {
  accepted: number;
  duplicates: number;
  rejected: number;
  late: number;
  lastEvent: number | null;
}

async function logIntake(client: PoolClient, batch: EventBatch, stored: ReadonlySet<string>): Promise<void> {
  const byType = new Map<string, IntakeCounts>();
  const countsOf = (type: string): IntakeCounts => {
    const counts = byType.get(type) ?? { accepted: 0, duplicates: 0, rejected: 0, late: 0, lastEvent: null };
    byType.set(type, counts);
    return counts;
  };
  for (const { event } of batch.events) {
    const counts = countsOf(event.type);
    if (!stored.has(event.id)) {
      counts.duplicates++;
      continue;
    }
    counts.accepted++;
    counts.late += event.timestampMs < batch.lateBefore ? 1 : 0;
    counts.lastEvent = Math.max(counts.lastEvent ?? -Infinity, event.timestampMs);
  }
  for (const { event } of batch.repeated) {
    countsOf(event.type).duplicates++;
  }
  for (const { eventType } of batch.rejected) {
    // A type that does not exist must not become one in the books.
    countsOf(EVENT_TYPES.find((type) => type === eventType) ?? 'unknown').rejected++;
  }
  const entries = [...byType];
  await client.query(
    `INSERT INTO intake_log (event_type, accepted, duplicates, rejected, late, last_event, skew_ms)
     SELECT t.*, $7::float8 FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[]) t`,
    [
      entries.map(([type]) => type),
      entries.map(([, counts]) => counts.accepted),
      entries.map(([, counts]) => counts.duplicates),
      entries.map(([, counts]) => counts.rejected),
      entries.map(([, counts]) => counts.late),
      entries.map(([, counts]) => (counts.lastEvent === null ? null : new Date(counts.lastEvent))),
      batch.skewMs,
    ]
  );
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
    return inTransaction(this.pool, (client) => this.#write(client, batch), {
      retries: RETRIES,
      timeoutMs: COMMIT_TIMEOUT_MS,
    });
  }

  async #write(client: PoolClient, batch: EventBatch): Promise<Set<string>> {
    const stored = batch.events.length > 0 ? await claimIds(client, batch.events) : new Set<string>();
    const fresh = batch.events.filter(({ event }) => stored.has(event.id));
    for (const type of EVENT_TYPES) {
      const rows = fresh.filter((row) => row.event.type === type);
      if (rows.length > 0) {
        await insertRows(client, type, rows as Array<StorableEvent<typeof type>>);
      }
    }
    if (fresh.length > 0) {
      await markPending(
        client,
        fresh.map(({ event }) => event)
      );
      await noteSequences(client, fresh);
    }
    if (batch.rejected.length > 0) {
      await client.query(
        `INSERT INTO rejected_events (${rejectedInsert.columns}) SELECT ${rejectedInsert.select} FROM ${rejectedInsert.source}`,
        rejectedInsert.valuesOf(batch.rejected)
      );
    }
    await logIntake(client, batch, stored);
    return stored;
  }
}
