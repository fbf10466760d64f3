import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import { EVENT_TYPES, type EventType } from '../config/types';
import { MINUTE_GRAIN_MS } from '../domain/cover';
import type { LocalDate, ReportingCalendar } from '../domain/calendar';
import type { Range } from '../domain/intervals';
import { QUERY_CANCELED } from '../errors';
import type { KeptReads } from './kept-reads';
import { MEASURE_TABLES } from './measures';
import {
  memoryOf,
  newestOf,
  readState,
  READ_STATE,
  type DateVersions,
  type Floors,
  type Memory,
  type StoreState,
} from './store-state';
import { inTransaction, type Connections } from './transaction';

/** Stored data of some event types on local dates, in what follows of them: rollups, user-level tables and raw rows. */
export interface StoredDates {
  types: readonly EventType[];
  /** First date; null: since ever. */
  first: LocalDate | null;
  last: LocalDate;
}

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
  readonly #state: StoreState;
  #cut: Cut | null = null;
  #deadline: number;
  /** What Postgres gives a statement, ms. */
  #granted: number;

  /**
   * @param timeoutMs time for a query on this snapshot, which is what Postgres gives each statement at first
   * @param first what the statements of `READ_STATE` answered
   * @param extend grants the transaction the whole time anew
   */
  constructor(
    private readonly client: PoolClient,
    private readonly timeoutMs: number,
    first: readonly QueryResult[],
    private readonly memory: Memory,
    private readonly extend: () => void
  ) {
    this.#state = readState(first);
    // A clock that somebody sets must neither end a query early nor let it go on.
    this.#deadline = performance.now() + timeoutMs;
    this.#granted = timeoutMs;
  }

  /** Begins another query on the same instant: it has the whole time for itself, and cuts of its own. */
  async nextQuery(): Promise<void> {
    this.extend();
    this.#deadline = performance.now() + this.timeoutMs;
    this.#cut = null;
    if (this.#granted < this.timeoutMs) {
      await this.client.query(`SET LOCAL statement_timeout = ${this.timeoutMs}`);
      this.#granted = this.timeoutMs;
    }
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

  /** The widest grain at which something that was read through this snapshot had to be cut; null while nothing was. */
  get cut(): Cut | null {
    return this.#cut;
  }

  /** Notes that raw rows of a range are asked for, and what the range is cut to where they are gone. */
  noteRaw({ from, to }: Range, grain: Cut['grain']): void {
    const { raw } = this.floors();
    if (from < to && from < raw && CUT_GRAINS.indexOf(grain) > CUT_GRAINS.indexOf(this.#cut?.grain)) {
      this.#cut = { grain, rawFrom: raw };
    }
  }

  /** How far back stored data reaches. */
  floors(): Floors {
    return this.#state.floors;
  }

  /** Starts of the 5-minute buckets, ascending, whose rollups lag behind the raw rows of a type. */
  pending(type: EventType, { from, to }: Range): number[] {
    return (this.#state.pending.get(type) ?? []).flatMap(({ bucket }) =>
      bucket > from - MINUTE_GRAIN_MS && bucket < to ? [bucket] : []
    );
  }

  /**
   * A text that is another one after any change of stored data: of its rollups, its user-level tables and of raw rows that
   * those do not hold yet; and of licensed seats.
   */
  async versionOf(calendar: ReportingCalendar, dates: readonly StoredDates[]): Promise<string> {
    const { epoch, floors, licenses, version } = this.#state;
    const newest = await this.memory.versions.of(`${epoch} ${version}`, () => this.#readVersions());
    const own = dates.map(({ types, first, last }) => {
      const range = { from: first === null ? -Infinity : calendar.dayStart(first), to: calendar.dayEnd(last) };
      const changes = types.map((type) => this.#changesIn(type, range)).join('+');
      return `${newestOf(newest, types, first, last)} ${changes}`;
    });
    return [epoch, floors.raw, licenses, ...own].join(' ');
  }

  /** Changes of a type in a range: between two versions they are only ever added, so that their number tells them apart. */
  #changesIn(type: EventType, { from, to }: Range): number {
    return (this.#state.pending.get(type) ?? []).reduce(
      (sum, { bucket, changes }) => (bucket > from - MINUTE_GRAIN_MS && bucket < to ? sum + changes : sum),
      0
    );
  }

  async #readVersions(): Promise<DateVersions> {
    const rows = await this.rows<{ event_type: EventType; local_date: LocalDate; version: number }>(
      `SELECT event_type, local_date, (extract(epoch FROM version) * 1000000)::bigint AS version FROM rollup_versions`,
      []
    );
    return new Map(
      EVENT_TYPES.map((type) => [
        type,
        rows.filter((row) => row.event_type === type).map(({ local_date: date, version }) => ({ date, version })),
      ])
    );
  }

  /**
   * Reads what depends on nothing but stored data of certain dates, unless it is known from an earlier snapshot and no
   * such date has changed since. What is given is shared by all who ask: it must not be changed.
   * @param key names what is read, parameters included
   * @param sizeOf numbers and texts in it, about
   */
  async keep<T>(
    calendar: ReportingCalendar,
    key: string,
    dates: readonly StoredDates[],
    read: () => Promise<T>,
    sizeOf: (value: T) => number
  ): Promise<T> {
    return this.#share(this.memory.reads, calendar, key, dates, read, sizeOf);
  }

  /** The same for what belongs to a range to the instant: nobody asks for it again later, so it is kept for a short time. */
  async keepBriefly<T>(
    calendar: ReportingCalendar,
    key: string,
    dates: readonly StoredDates[],
    read: () => Promise<T>,
    sizeOf: (value: T) => number
  ): Promise<T> {
    return this.#share(this.memory.brief, calendar, key, dates, read, sizeOf);
  }

  async #share<T>(
    kept: KeptReads,
    calendar: ReportingCalendar,
    key: string,
    dates: readonly StoredDates[],
    read: () => Promise<T>,
    sizeOf: (value: T) => number
  ): Promise<T> {
    const version = await this.versionOf(calendar, dates);
    return kept.share(this.#keyIn(calendar, key), version, read, sizeOf);
  }

  /** The same for licensed seats. */
  keepLicenses<T>(read: () => Promise<T>): Promise<T> {
    return this.memory.reads.share('licenses', this.#state.licenses, read, () => 100);
  }

  /** Several values that are read at once and kept one by one, as months of days are. */
  async keepEach<K extends string, T>(
    calendar: ReportingCalendar,
    wanted: ReadonlyArray<{ name: K; key: string; dates: StoredDates }>,
    read: (missing: readonly K[]) => Promise<ReadonlyMap<K, { value: T; size: number }>>
  ): Promise<ReadonlyMap<K, T>> {
    const values = new Map<K, T>();
    const missing: Array<{ name: K; key: string; version: string }> = [];
    for (const { name, key, dates } of wanted) {
      const whole = this.#keyIn(calendar, key);
      const version = await this.versionOf(calendar, [dates]);
      const known = this.memory.reads.get<T>(whole, version);
      if (known === undefined) {
        missing.push({ name, key: whole, version });
      } else {
        values.set(name, known);
      }
    }
    if (missing.length > 0) {
      const found = await read(missing.map(({ name }) => name));
      for (const { name, key, version } of missing) {
        const entry = found.get(name);
        if (entry) {
          this.memory.reads.set(key, version, entry.value, entry.size);
          values.set(name, entry.value);
        }
      }
    }
    return values;
  }

  #keyIn({ timezone, dayStartMinutes }: ReportingCalendar, key: string): string {
    return `${timezone} ${dayStartMinutes} ${key}`;
  }
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
  return inTransaction(
    pool,
    (client, [, ...state], extend) => work(new Snapshot(client, timeout, state, memoryOf(pool), extend)),
    {
      begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
      first: [KEEP_PARTITIONS, ...READ_STATE],
      timeoutMs: timeout,
    }
  );
}
