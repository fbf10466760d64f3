import type { Pool } from 'pg';
import { LOCK_FAMILY, LOCKS } from '../locks';
import { inTransaction } from '../transaction';

/**
 * Makes sure that the months of events have partitions. Months that exist are remembered, so that the usual
 * call asks the database nothing.
 */
export class Partitions {
  readonly #known = new Set<string>();

  constructor(private readonly pool: Pool) {}

  /** @param instants epoch ms of the events about to be stored */
  async ensure(instants: Iterable<number>): Promise<void> {
    const missing = new Set<string>();
    for (const instant of instants) {
      const month = new Date(instant).toISOString().slice(0, 7);
      if (!this.#known.has(month)) {
        missing.add(month);
      }
    }
    if (missing.size === 0) {
      return;
    }
    await inTransaction(this.pool, async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1, $2)', [LOCK_FAMILY, LOCKS.partitions]);
      for (const month of [...missing].sort()) {
        await client.query('SELECT lopan_ensure_partitions($1::timestamptz)', [`${month}-01T00:00:00Z`]);
      }
    });
    for (const month of missing) {
      this.#known.add(month);
    }
  }

  /** Forgets what is known: retention dropped partitions. */
  forget(): void {
    this.#known.clear();
  }
}
