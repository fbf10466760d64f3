import type { Pool } from 'pg';
import type { Config } from '../../config/types';
import { DAY_MS } from '../../domain/calendar';
import { MINUTE_GRAIN_MS } from '../../domain/cover';
import { ROLLUPS_OF } from '../measures';
import { inTransaction } from '../transaction';

/** How long minute rollups are kept; beyond, the edges of a range are read from raw rows. */
const KEEP_MINUTES_MS = 8 * DAY_MS;

/** What rollups and derived values depend on; a change makes old and new ones differ. */
export interface RollupSettings {
  timezone: string;
  dayStartMinutes: number;
  scoring: Config['scoring'];
  features: string[];
}

/** Raised at start when the configuration no longer fits what is stored. */
export class RollupSettingsError extends Error {
  override name = 'RollupSettingsError';
}

/** The settings of a configuration that rollups depend on. */
export function rollupSettings({ reporting, scoring, features }: Config): RollupSettings {
  return {
    timezone: reporting.timezone,
    dayStartMinutes: reporting.dayStartMinutes,
    scoring,
    features: features.map(({ id }) => id).sort(),
  };
}

/** JSON with sorted keys: equal settings give equal text, however Postgres orders them. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1)))
      : entry
  );
}

const WHAT_STAYS: Readonly<Record<keyof RollupSettings, string>> = {
  timezone: 'local dates of stored rollups follow the old zone',
  dayStartMinutes: 'local dates of stored rollups follow the old start of the day',
  scoring: 'stored sessions keep the scores they were given',
  features: 'stored sessions keep the feature depth they were given',
};

/** The settings that differ, each with what stays old. */
export function changedSettings(stored: RollupSettings | undefined, settings: RollupSettings): string[] {
  return (Object.keys(WHAT_STAYS) as Array<keyof RollupSettings>)
    .filter((key) => canonical(stored?.[key]) !== canonical(settings[key]))
    .map((key) => `${key} (${WHAT_STAYS[key]})`);
}

/** From where on minute rollups are kept at a time (epoch ms). */
export function minuteFloorAt(now: number): Date {
  return new Date(Math.floor((now - KEEP_MINUTES_MS) / MINUTE_GRAIN_MS) * MINUTE_GRAIN_MS);
}

/** The one row that says what the rollups were built with and how far back they reach. */
export class RollupStateStore {
  constructor(private readonly pool: Pool) {}

  /**
   * Notes the settings at the first start, and compares them at every later one.
   * @throws RollupSettingsError naming what differs
   */
  async ensure(settings: RollupSettings, now = Date.now()): Promise<void> {
    await this.pool.query('INSERT INTO rollup_state (settings, minute_floor) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      JSON.stringify(settings),
      minuteFloorAt(now),
    ]);
    const { rows } = await this.pool.query<{ settings: RollupSettings }>('SELECT settings FROM rollup_state');
    const changed = changedSettings(rows[0]?.settings, settings);
    if (changed.length > 0) {
      throw new RollupSettingsError(
        `The configuration differs from what the rollups were built with: ${changed.join(
          '; '
        )}. Put it back, or run "lopan-analytics rollup rebuild", which builds all rollups anew from raw rows.`
      );
    }
  }

  /** Removes minute rollups that are older than they are kept; their part is answered from hours and raw rows. */
  async pruneMinutes(now: number): Promise<void> {
    const floor = minuteFloorAt(now);
    await inTransaction(this.pool, async (client) => {
      await client.query('UPDATE rollup_state SET minute_floor = greatest(minute_floor, $1)', [floor]);
      for (const { rollup } of Object.values(ROLLUPS_OF).flat()) {
        await client.query(`DELETE FROM ${rollup} WHERE grain = 'minute' AND bucket < $1`, [floor]);
      }
    });
  }

  /** Pending marks. */
  async countPending(): Promise<number> {
    const { rows } = await this.pool.query<{ count: number }>('SELECT count(*) FROM rollup_pending');
    return rows[0]?.count ?? 0;
  }

  /** Age of the oldest change that the rollups do not hold yet, in seconds; 0 when they hold all. */
  async lagSeconds(): Promise<number> {
    const { rows } = await this.pool.query<{ lag: number | null }>(
      'SELECT greatest(extract(epoch FROM clock_timestamp() - marked_at), 0)::float8 AS lag FROM rollup_pending ORDER BY id LIMIT 1'
    );
    return rows[0]?.lag ?? 0;
  }
}
