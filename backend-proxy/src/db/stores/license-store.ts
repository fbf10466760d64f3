import type { Pool } from 'pg';
import { inTransaction } from '../transaction';
import type { LicenseSet } from '../read-models/licenses';

/** Writes licensed seats. */
export class LicenseStore {
  constructor(private readonly pool: Pool) {}

  /** Replaces the set that is in force from its date on. */
  async replace({ effectiveFrom, seats }: LicenseSet): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query(
        'INSERT INTO license_sets (effective_from) VALUES ($1) ON CONFLICT (effective_from) DO UPDATE SET updated_at = now()',
        [effectiveFrom]
      );
      await client.query('DELETE FROM license_seats WHERE effective_from = $1', [effectiveFrom]);
      await client.query(
        'INSERT INTO license_seats (effective_from, user_role, count) SELECT $1, * FROM unnest($2::text[], $3::bigint[])',
        [effectiveFrom, seats.map(({ userRole }) => userRole), seats.map(({ count }) => count)]
      );
    });
  }
}
