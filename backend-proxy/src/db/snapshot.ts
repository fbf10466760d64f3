import type { PoolClient, QueryResultRow } from 'pg';
import { EVENT_TYPES, type EventType } from '../config/types';
import { MINUTE_GRAIN_MS } from '../domain/cover';
import type { LocalDate } from '../domain/calendar';
import type { Range } from '../domain/intervals';
import { QUERY_CANCELED } from '../errors';
import { DayCellCache } from './day-cell-cache';
import { MEASURE_TABLES } from './measures';
import { inTransaction, type Connections } from './transaction';

/** How far back the grains of stored data reach, epoch ms. */
export interface Floors {
  /** Minute rollups exist from here on. */
  minute: number;
  /** Raw rows exist from here on. */
  raw: number;
}

/** The version of a month's day rollups of an event type: a text that is another one after any change. */
export type RollupVersions = ReadonlyMap<EventType, (month: LocalDate) => string>;

/** Where ranges were cut, since the raw rows of that time are gone. */
export interface Cut {
  /** Edges were cut to whole buckets of this grain; `event`: what only raw rows tell is left out as a whole. */
  grain: 'event' | 'hour' | 'day';
  /** Raw rows exist from here on, epoch ms. */
  rawFrom: number;
}

/** Grains of cuts, the widest last. */
const CUT_GRAINS: ReadonlyArray<Cut['grain'] | undefined> = [undefined, 'event', 'hour', 'day'];

/** Share of the time granted to a statement below which the time that is left is granted anew. */
const TIGHTEN_BELOW = 0.8;

/** Whatever answers a statement with rows: a snapshot, or a pool where consistency with other reads is of no matter. */
export interface RowSource {
  rows<Row extends QueryResultRow>(text: string, values: unknown[]): Promise<Row[]>;
}

/** Reads without a snapshot that outlasts the statement, each of which Postgres cancels after `timeoutMs`. */
export function rowsOf(connections: Connections, timeoutMs: number): RowSource {
  return {
    rows: async <Row extends QueryResultRow>(text: string, values: unknown[]) =>
      (
        await inTransaction(connections, (client) => client.query<Row>(text, values), {
          begin: 'BEGIN READ ONLY',
          timeoutMs,
        })
      ).rows,
  };
}

/**
 * One consistent view of the database: everything read through it belongs to the same instant, so that a rollup
 * and the pending marks that say where it is out of date fit together.
 */
export class Snapshot implements RowSource {
  readonly #reads = new Map<string, Promise<unknown>>();
  #cut: Cut | null = null;
  readonly #deadline: number;
  /** What Postgres gives a statement, ms. */
  #granted: number;

  /** @param timeoutMs time for all work on this snapshot, which is what Postgres gives each statement at first */
  constructor(
    private readonly client: PoolClient,
    timeoutMs: number,
    /** Day rollups that were read on earlier snapshots of the same database. */
    readonly dayCells = new DayCellCache()
  ) {
    // A clock that somebody sets must neither end a query early nor let it go on.
    this.#deadline = performance.now() + timeoutMs;
    this.#granted = timeoutMs;
  }

  /** Rows of a statement. @throws QueryTimeout when the time for the whole query is used up */
  async rows<Row extends QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    const left = Math.floor(this.#deadline - performance.now());
    if (left <= 0) {
      throw new QueryTimeout();
    }
    // A late statement gets what is left. The first ones are spared the round trip: it matters only once time is short.
    if (left < TIGHTEN_BELOW * this.#granted) {
      await this.client.query(`SET LOCAL statement_timeout = ${left}`);
      this.#granted = left;
    }
    const { rows } = await this.client.query<Row>(text, values);
    return rows;
  }

  /** Reads something once: who asks again on this snapshot gets the same. @param key names what is read */
  once<T>(key: string, read: () => Promise<T>): Promise<T> {
    // The key names the read, and with it the type of what it gives.
    const known = this.#reads.get(key) as Promise<T> | undefined;
    const reading = known ?? read();
    this.#reads.set(key, reading);
    return reading;
  }

  /** The widest grain at which something that was read through this snapshot had to be cut; null while nothing was. */
  get cut(): Cut | null {
    return this.#cut;
  }

  /** Notes that raw rows of a range are asked for, and what the range is cut to where they are gone. */
  async noteRaw({ from, to }: Range, grain: Cut['grain']): Promise<void> {
    const { raw } = await this.floors();
    if (from < to && from < raw && CUT_GRAINS.indexOf(grain) > CUT_GRAINS.indexOf(this.#cut?.grain)) {
      this.#cut = { grain, rawFrom: raw };
    }
  }

  /** How far back stored data reaches. */
  floors(): Promise<Floors> {
    return this.once('floors', () => this.#readFloors());
  }

  async #readFloors(): Promise<Floors> {
    const [state] = await this.rows<{ minute_floor: Date | number; raw_floor: Date | number }>(
      'SELECT minute_floor, raw_floor FROM rollup_state',
      []
    );
    return { minute: Number(state?.minute_floor ?? Infinity), raw: Number(state?.raw_floor ?? -Infinity) };
  }

  /** Starts of the 5-minute buckets, ascending, whose rollups lag behind the raw rows of a type. */
  async pending(type: EventType, range: Range): Promise<number[]> {
    // Of all types at once: who asks for one asks for others, too, and there are few.
    const pending = await this.once(`pending ${range.from} ${range.to}`, () => this.#readPending(range));
    return pending.get(type) ?? [];
  }

  async #readPending(range: Range): Promise<ReadonlyMap<EventType, number[]>> {
    const rows = await this.rows<{ event_type: EventType; bucket: Date }>(
      'SELECT DISTINCT event_type, bucket FROM rollup_pending WHERE bucket > $1 AND bucket < $2 ORDER BY bucket',
      [new Date(range.from - MINUTE_GRAIN_MS), new Date(range.to)]
    );
    return new Map(
      EVENT_TYPES.map((type) => [
        type,
        rows.filter((row) => row.event_type === type).map(({ bucket }) => bucket.getTime()),
      ])
    );
  }

  /** The versions of the day rollups of a type by month. */
  async rollupVersions(type: EventType): Promise<(month: LocalDate) => string> {
    const versions = await this.once('rollup versions', () => this.#readVersions());
    return versions.get(type) ?? (() => 'none');
  }

  async #readVersions(): Promise<RollupVersions> {
    const rows = await this.rows<{ epoch: string; event_type: EventType | null; month: LocalDate; version: string }>(
      `SELECT s.epoch::text AS epoch, v.event_type, v.month, v.version::text AS version
       FROM rollup_state s LEFT JOIN rollup_versions v ON true`,
      []
    );
    const epoch = rows[0]?.epoch ?? 'none';
    return new Map(
      EVENT_TYPES.map((type) => {
        const own = new Map(
          rows.filter((row) => row.event_type === type).map(({ month, version }) => [month, version])
        );
        return [type, (month: LocalDate) => `${epoch} ${own.get(month) ?? '-'}`];
      })
    );
  }
}

/** What was read of each database; it goes with the connections to it. */
const caches = new WeakMap<Connections, DayCellCache>();

function cacheOf(connections: Connections): DayCellCache {
  const cache = caches.get(connections) ?? new DayCellCache();
  caches.set(connections, cache);
  return cache;
}

/** The time of a query was used up between two statements; carries the code that Postgres cancels with. */
class QueryTimeout extends Error {
  readonly code = QUERY_CANCELED;

  constructor() {
    super('the query took longer than it may');
  }
}

/**
 * Retention drops partitions, and a drop is not bound to snapshots: it has to come before one, or wait for its end. The
 * lock is the one that any reader takes, and comes before the snapshot, which the first statement that reads takes.
 */
const KEEP_PARTITIONS = `LOCK TABLE ${EVENT_TYPES.map((type) => `ONLY ${MEASURE_TABLES[type].raw}`).join(', ')} IN ACCESS SHARE MODE`;

/**
 * Runs `work` on a snapshot. A statement that takes longer than `timeoutMs` is cancelled in Postgres, and no further
 * one is begun after that time.
 */
export function withSnapshot<T>(
  pool: Connections,
  timeoutMs: number,
  work: (snapshot: Snapshot) => Promise<T>
): Promise<T> {
  const timeout = Math.max(1, Math.round(timeoutMs));
  return inTransaction(pool, (client) => work(new Snapshot(client, timeout, cacheOf(pool))), {
    begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
    first: KEEP_PARTITIONS,
    timeoutMs: timeout,
  });
}
