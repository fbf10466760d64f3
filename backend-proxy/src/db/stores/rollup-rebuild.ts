import type { Pool, PoolClient } from 'pg';
import { EVENT_TYPES } from '../../config/types';
import { addDays, datesBetween, ReportingCalendar } from '../../domain/calendar';
import { MEASURE_TABLES, ROLLUPS_OF } from '../measures';
import { inTransaction } from '../transaction';
import { audit } from './audit-log';
import { keepRollupsOut, rawFloorOf } from './mend';
import { rollUpStatement } from './rollup-sql';
import { changedSettings, minuteFloorAt, type RollupSettings } from './rollup-state';

/** What a rebuild began. */
export interface RebuildStart {
  /** 5-minute buckets (times event types) that are to be computed anew. */
  marks: number;
  /** Settings that differ from before, each with what stays old. */
  changed: string[];
  /** Raw rows from before this are gone, so that what is derived from them stays; epoch ms, -Infinity for none. */
  rawFloor: number;
}

/** Raised when proxies that run with other settings would write into what is rebuilt. */
export class ProxiesRunningError extends Error {
  override readonly name = 'ProxiesRunningError';
}

/** Application name of a serving proxy's connections; see `createPool`. */
const PROXY = 'lopan-analytics';

function calendarOf({ timezone, dayStartMinutes }: RollupSettings): ReportingCalendar {
  return new ReportingCalendar({ timezone, dayStartMinutes, weekStart: 'monday', currency: 'USD' });
}

/** Throws away what is derived and can be computed anew, and has it computed anew. */
export class RollupRebuild {
  constructor(
    private readonly pool: Pool,
    private readonly calendar: ReportingCalendar
  ) {}

  /**
   * Empties the rollups and user-level tables as far as raw rows reach, marks every bucket that has raw rows and notes
   * the settings, in one transaction: from its end on answers are right, read from raw rows until the marks are worked
   * off. Day rollups from before the life of raw rows are added up anew from hours when dates have changed.
   * @throws ProxiesRunningError when settings change under proxies that serve
   */
  async begin(settings: RollupSettings, actor: string, now = Date.now()): Promise<RebuildStart> {
    return inTransaction(this.pool, async (client) => {
      await keepRollupsOut(client);
      const { rows } = await client.query<{ settings: RollupSettings }>('SELECT settings FROM rollup_state');
      const stored = rows[0]?.settings;
      const changed = stored ? changedSettings(stored, settings) : [];
      if (changed.length > 0) {
        await this.#refuseUnderProxies(client);
      }
      const rawFloor = await rawFloorOf(client);
      await this.#clear(client, rawFloor);
      if (stored && Number.isFinite(rawFloor)) {
        await this.#sumUpOldDays(client, rawFloor, stored);
      }
      const marks = await this.#markAll(client);
      await client.query(
        `INSERT INTO rollup_state (settings, minute_floor) VALUES ($1, $2)
         ON CONFLICT (only_row) DO UPDATE SET settings = excluded.settings, minute_floor = excluded.minute_floor`,
        [JSON.stringify(settings), minuteFloorAt(now)]
      );
      await audit(client, actor, 'rollup.rebuild', { marks, changed });
      return { marks, changed, rawFloor };
    });
  }

  async #refuseUnderProxies(client: PoolClient): Promise<void> {
    const { rows } = await client.query(
      'SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1 LIMIT 1',
      [PROXY]
    );
    if (rows.length > 0) {
      throw new ProxiesRunningError(
        'The configuration has changed, and proxies with the old one are running on this database. Stop them, rebuild, and start them with the new configuration.'
      );
    }
  }

  async #clear(client: PoolClient, rawFloor: number): Promise<void> {
    await client.query('DELETE FROM rollup_pending');
    const tables = Object.values(ROLLUPS_OF).flat();
    // Not TRUNCATE: a query that began before would find the tables empty.
    if (!Number.isFinite(rawFloor)) {
      for (const table of ['user_days', 'users', ...tables.map(({ rollup }) => rollup)]) {
        await client.query(`DELETE FROM ${table}`);
      }
      return;
    }
    const floor = new Date(rawFloor);
    for (const { rollup } of tables) {
      await client.query(`DELETE FROM ${rollup} WHERE bucket >= $1`, [floor]);
    }
    // The date that the floor cuts through keeps what is known: the rows of its beginning are gone.
    const date = this.calendar.dateOf(rawFloor);
    const firstWhole = this.calendar.dayStart(date) === rawFloor ? date : addDays(date, 1);
    await client.query('DELETE FROM user_days WHERE local_date >= $1::date', [firstWhole]);
    await client.query('DELETE FROM users WHERE first_event_at >= $1', [floor]);
  }

  /** Day rollups from before the life of raw rows, from hours where those tile the new days. */
  async #sumUpOldDays(client: PoolClient, rawFloor: number, stored: RollupSettings): Promise<void> {
    const before = calendarOf(stored);
    const sameDates =
      before.timezone === this.calendar.timezone && before.dayStartMinutes === this.calendar.dayStartMinutes;
    if (sameDates || this.calendar.hourGrainMinutes % before.hourGrainMinutes !== 0) {
      return;
    }
    for (const table of Object.values(ROLLUPS_OF).flat()) {
      const { rows } = await client.query<{ first: Date | null }>(
        `SELECT min(bucket) AS first FROM ${table.rollup} WHERE grain = 'hour'`
      );
      const first = rows[0]?.first;
      await client.query(`DELETE FROM ${table.rollup} WHERE grain = 'day'`);
      if (first) {
        const dates = datesBetween(this.calendar.dateOf(first.getTime()), this.calendar.dateOf(rawFloor));
        const starts = dates.map((date) => new Date(this.calendar.dayStart(date)));
        await client.query(rollUpStatement(table, 'day', 'hour'), [
          starts,
          dates.map((date) => new Date(this.calendar.dayEnd(date))),
        ]);
      }
    }
  }

  async #markAll(client: PoolClient): Promise<number> {
    let marks = 0;
    for (const type of EVENT_TYPES) {
      const { rowCount } = await client.query(
        `INSERT INTO rollup_pending (event_type, bucket)
         SELECT $1, changed.bucket FROM (
           SELECT DISTINCT date_bin('5 minutes', e."timestamp", timestamptz '1970-01-01 00:00:00Z') AS bucket
           FROM ${MEASURE_TABLES[type].raw} e WHERE e.voided_at IS NULL
         ) changed ORDER BY changed.bucket`,
        [type]
      );
      marks += rowCount ?? 0;
    }
    return marks;
  }
}
