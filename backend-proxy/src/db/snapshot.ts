import type { Pool, PoolClient, QueryResultRow } from 'pg';
import type { EventType } from '../config/types';
import { MINUTE_GRAIN_MS } from '../domain/cover';
import type { Range } from '../domain/intervals';
import { inTransaction } from './transaction';

/** How far back the grains of stored data reach, epoch ms. */
export interface Floors {
  /** Minute rollups exist from here on. */
  minute: number;
  /** Raw rows exist from here on. */
  raw: number;
}

/**
 * One consistent view of the database: everything read through it belongs to the same instant, so that a rollup
 * and the pending marks that say where it is out of date fit together.
 */
export class Snapshot {
  readonly #pending = new Map<string, Promise<number[]>>();
  #floors: Promise<Floors> | undefined;

  constructor(private readonly client: PoolClient) {}

  /** Rows of a statement. */
  async rows<Row extends QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    const { rows } = await this.client.query<Row>(text, values);
    return rows;
  }

  /** How far back stored data reaches. */
  floors(): Promise<Floors> {
    this.#floors ??= this.rows<{ minute_floor: Date | number; raw_floor: Date | number }>(
      'SELECT minute_floor, raw_floor FROM rollup_state',
      []
    ).then(([state]) => ({
      minute: Number(state?.minute_floor ?? Infinity),
      raw: Number(state?.raw_floor ?? -Infinity),
    }));
    return this.#floors;
  }

  /** Starts of the 5-minute buckets, ascending, whose rollups lag behind the raw rows of a type. */
  pending(type: EventType, range: Range): Promise<number[]> {
    const key = `${type} ${range.from} ${range.to}`;
    const known = this.#pending.get(key);
    if (known) {
      return known;
    }
    const read = this.rows<{ bucket: Date }>(
      `SELECT DISTINCT bucket FROM rollup_pending WHERE event_type = $1 AND bucket > $2 AND bucket < $3 ORDER BY bucket`,
      [type, new Date(range.from - MINUTE_GRAIN_MS), new Date(range.to)]
    ).then((rows) => rows.map(({ bucket }) => bucket.getTime()));
    this.#pending.set(key, read);
    return read;
  }
}

/**
 * Runs `work` on a snapshot. Statements that take longer than `timeoutMs` are cancelled in Postgres.
 */
export function withSnapshot<T>(pool: Pool, timeoutMs: number, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const timeout = Math.max(1, Math.round(timeoutMs));
  return inTransaction(pool, (client) => work(new Snapshot(client)), {
    begin: `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = ${timeout}`,
  });
}
