import type { Pool } from 'pg';
import type { LoadedConfig } from '../config/load';
import { createPool } from '../db/pool';
import { RollupStateStore, rollupSettings } from '../db/stores/rollup-state';
import { ReportingCalendar } from '../domain/calendar';
import { loadFor, type CliContext } from './context';

/** What commands on the database work with. */
export interface DatabaseContext extends Pick<LoadedConfig, 'config'> {
  pool: Pool;
  calendar: ReportingCalendar;
  state: RollupStateStore;
}

async function hasSchema(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ known: boolean }>(
    `SELECT to_regclass('rollup_state') IS NOT NULL AND to_regclass('retention_runs') IS NOT NULL AS known`
  );
  return rows[0]?.known ?? false;
}

/**
 * Runs a command's work on the configured database and closes its connections afterwards.
 * @param options.anySettings the work may go on where the configuration differs from what the rollups were built with
 * @throws when the schema is not there, or the configuration does not fit what is stored
 */
export async function onDatabase<T>(
  context: CliContext,
  options: { config?: string },
  work: (database: DatabaseContext) => Promise<T>,
  { anySettings = false } = {}
): Promise<T> {
  const { config } = loadFor(context, options);
  const pool = createPool(config.database, 'lopan-analytics command');
  try {
    if (!(await hasSchema(pool))) {
      throw new Error('the schema of the database is missing or old: run "lopan-analytics migrate" first');
    }
    const state = new RollupStateStore(pool);
    if (!anySettings) {
      await state.ensure(rollupSettings(config));
    }
    return await work({ config, pool, calendar: new ReportingCalendar(config.reporting), state });
  } finally {
    await pool.end();
  }
}
