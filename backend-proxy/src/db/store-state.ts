import type { QueryResult } from 'pg';
import { EVENT_TYPES, type EventType } from '../config/types';
import type { LocalDate } from '../domain/calendar';
import { KeptReads } from './kept-reads';
import type { Connections } from './transaction';

/** How far back the grains of stored data reach, epoch ms. */
export interface Floors {
  /** Minute rollups exist from here on. */
  minute: number;
  /** Raw rows exist from here on. */
  raw: number;
}

/** A 5-minute bucket whose rollups lag behind. */
interface PendingBucket {
  /** Its start, epoch ms. */
  bucket: number;
  /** How many changes of its rows are marked. */
  changes: number;
}

/** What the database says of itself at the beginning of a snapshot. */
export interface StoreState {
  floors: Floors;
  /** Another one after a change that concerns all dates: a rebuild, a correction, an erasure, retention. */
  epoch: string;
  /** The newest version of any date within the epoch. */
  version: string;
  /** Another one after any change of licensed seats. */
  licenses: string;
  /** Ascending by bucket. */
  pending: ReadonlyMap<EventType, readonly PendingBucket[]>;
}

/** The statements that read the state. */
export const READ_STATE = [
  `SELECT minute_floor, raw_floor, epoch::text AS epoch, version::text AS version,
     (SELECT count(*) || ' ' || coalesce(max(updated_at)::text, '') FROM license_sets) AS licenses FROM rollup_state`,
  'SELECT event_type, bucket, sum(changes)::bigint AS changes FROM rollup_pending GROUP BY event_type, bucket ORDER BY bucket',
] as const;

interface StateRow {
  minute_floor: Date | number;
  raw_floor: Date | number;
  epoch: string;
  version: string;
  licenses: string;
}

/** Reads what the statements of `READ_STATE` answered. A database without state has nothing rolled up. */
export function readState([states, marks]: readonly QueryResult[]): StoreState {
  const state = (states?.rows as StateRow[] | undefined)?.[0];
  const rows = (marks?.rows ?? []) as Array<{ event_type: EventType; bucket: Date; changes: number }>;
  return {
    floors: { minute: Number(state?.minute_floor ?? Infinity), raw: Number(state?.raw_floor ?? -Infinity) },
    epoch: state?.epoch ?? 'none',
    version: state?.version ?? 'none',
    licenses: state?.licenses ?? 'none',
    pending: new Map(
      EVENT_TYPES.map((type) => [
        type,
        rows
          .filter((row) => row.event_type === type)
          .map(({ bucket, changes }) => ({ bucket: bucket.getTime(), changes })),
      ])
    ),
  };
}

/** When the rollups of a local date last changed, microseconds since the epoch, by event type; others never did. */
export type DateVersions = ReadonlyMap<EventType, ReadonlyArray<{ date: LocalDate; version: number }>>;

/** The newest version of some types between two dates, both included; 0 where none of them ever changed. */
export function newestOf(
  versions: DateVersions,
  types: readonly EventType[],
  first: LocalDate | null,
  last: LocalDate
): number {
  let newest = 0;
  for (const type of types) {
    for (const { date, version } of versions.get(type) ?? []) {
      if (version > newest && date <= last && (first === null || date >= first)) {
        newest = version;
      }
    }
  }
  return newest;
}

/** The versions of dates, read anew only when one of them has changed. */
class KnownVersions {
  #of = '';
  #versions: DateVersions = new Map();

  /** @param state tells apart any two states of the versions */
  async of(state: string, read: () => Promise<DateVersions>): Promise<DateVersions> {
    if (state === this.#of) {
      return this.#versions;
    }
    const versions = await read();
    [this.#of, this.#versions] = [state, versions];
    return versions;
  }
}

/** What a proxy keeps of one database from one query to the next. */
export interface Memory {
  versions: KnownVersions;
  /** What was read of whole dates. */
  reads: KeptReads;
  /** What was read of ranges to the instant, for the panels of one refresh. */
  brief: KeptReads;
}

/** Numbers that are kept of dates at most, some 100 MB, and of ranges. */
const MAX_NUMBERS = { reads: 5_000_000, brief: 50_000 };

/** What was read of each database; it goes with the connections to it. */
const memories = new WeakMap<Connections, Memory>();

/** What is kept of the database that connections lead to. */
export function memoryOf(connections: Connections): Memory {
  const memory = memories.get(connections) ?? {
    versions: new KnownVersions(),
    reads: new KeptReads(MAX_NUMBERS.reads),
    brief: new KeptReads(MAX_NUMBERS.brief),
  };
  memories.set(connections, memory);
  return memory;
}
