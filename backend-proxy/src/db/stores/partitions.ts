import type { Pool, PoolClient } from 'pg';
import { DAY_MS } from '../../domain/calendar';
import { LOCK_FAMILY, LOCKS } from '../locks';
import { inTransaction } from '../transaction';
import { rawFloorOf } from './mend';

/** Raised for events of months whose raw rows retention has dropped: their sums could no longer be kept right. */
export class DroppedMonthError extends Error {
  override readonly name = 'DroppedMonthError';

  /** @param rawFloorMs raw rows exist from here on, epoch ms */
  constructor(readonly rawFloorMs: number) {
    super(`raw rows from before ${new Date(rawFloorMs).toISOString()} were dropped; nothing can be added there`);
  }
}

/** Making partitions takes milliseconds; longer, something holds the tables, in ms. */
const TIMEOUT_MS = 10_000;

/** The month (UTC) of an instant, `YYYY-MM`. */
export function monthOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 7);
}

function startOf(month: string): number {
  return Date.parse(`${month}-01T00:00:00Z`);
}

/**
 * Makes sure that the months of events have partitions. Months that exist are remembered, so that the usual
 * call asks the database nothing.
 */
export class Partitions {
  readonly #known = new Set<string>();

  constructor(private readonly pool: Pool) {}

  /**
   * @param instants epoch ms of the events about to be stored
   * @throws DroppedMonthError when one lies before the life of raw rows
   */
  async ensure(instants: Iterable<number>): Promise<void> {
    await this.#create(instants, (months, rawFloor) => {
      if (months.some((month) => startOf(month) < rawFloor)) {
        throw new DroppedMonthError(rawFloor);
      }
      return months;
    });
  }

  /** Creates what may be needed soon; months before the life of raw rows are left out. */
  async prepare(instants: Iterable<number>): Promise<void> {
    await this.#create(instants, (months, rawFloor) => months.filter((month) => startOf(month) >= rawFloor));
  }

  /** Forgets what is known: retention dropped partitions. */
  forget(): void {
    this.#known.clear();
  }

  async #create(
    instants: Iterable<number>,
    choose: (months: readonly string[], rawFloor: number) => readonly string[]
  ): Promise<void> {
    const days = new Set<number>();
    for (const instant of instants) {
      days.add(Math.floor(instant / DAY_MS));
    }
    const missing = new Set([...days].map((day) => monthOf(day * DAY_MS)).filter((month) => !this.#known.has(month)));
    if (missing.size === 0) {
      return;
    }
    const create = async (client: PoolClient): Promise<readonly string[]> => {
      await client.query('SELECT pg_advisory_xact_lock($1, $2)', [LOCK_FAMILY, LOCKS.partitions]);
      const chosen = choose([...missing].sort(), await rawFloorOf(client));
      for (const month of chosen) {
        await client.query('SELECT lopan_ensure_partitions($1::timestamptz)', [`${month}-01T00:00:00Z`]);
      }
      return chosen;
    };
    const created = await inTransaction(this.pool, create, { timeoutMs: TIMEOUT_MS });
    for (const month of created) {
      this.#known.add(month);
    }
  }
}
