import type { Pool, PoolClient } from 'pg';
import { EVENT_TYPES, type EventType } from '../../config/types';
import { MINUTE_MS, type LocalDate, type ReportingCalendar } from '../../domain/calendar';
import { GRAINS, MINUTE_GRAIN_MS, type Grain } from '../../domain/cover';
import { CUBE_DIMENSIONS, MEASURE_TABLES, ROLLUPS_OF, type MeasureTable } from '../measures';
import { rawFloorOf } from '../stores/mend';
import { firstActivityStatement, isActivityType, rollUpStatement, userDaysStatement } from '../stores/rollup-sql';
import { inTransaction } from '../transaction';

/** How far apart sums may be that were added up in another order, relative to their size. */
const TOLERANCE = 1e-9;
const ACTIVITY_TYPES = EVENT_TYPES.filter(isActivityType);

/** A stored row that is not what raw rows say; null where there is none on one side. */
export interface Difference {
  table: string;
  /** What tells the row apart from others. */
  row: Readonly<Record<string, unknown>>;
  /** Columns that differ, or all of a row that is missing on one side. */
  stored: Readonly<Record<string, unknown>> | null;
  computed: Readonly<Record<string, unknown>> | null;
}

/** What the check of a date found. */
export interface DateCheck {
  date: LocalDate;
  /** Rows that were compared. */
  compared: number;
  /** Parts that lag behind and were left out; they are not wrong: queries read them from raw rows. */
  pending: string[];
  differences: Difference[];
}

type Row = Record<string, unknown>;

interface Compared {
  compared: number;
  differences: Difference[];
}

function same(stored: unknown, computed: unknown): boolean {
  if (typeof stored === 'number' && typeof computed === 'number') {
    return Math.abs(stored - computed) <= TOLERANCE * Math.max(1, Math.abs(stored), Math.abs(computed));
  }
  return JSON.stringify(stored) === JSON.stringify(computed);
}

function pick(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column) => [column, row[column]]));
}

function compare(table: string, key: readonly string[], stored: readonly Row[], computed: readonly Row[]): Compared {
  const keyOf = (row: Row): string => JSON.stringify(key.map((column) => row[column]));
  const open = new Map(computed.map((row) => [keyOf(row), row]));
  const differences: Difference[] = [];
  for (const row of stored) {
    const other = open.get(keyOf(row));
    open.delete(keyOf(row));
    const columns = Object.keys(row).filter((column) => !same(row[column], other?.[column]));
    if (columns.length > 0) {
      differences.push({
        table,
        row: pick(row, key),
        stored: pick(row, columns),
        computed: other ? pick(other, columns) : null,
      });
    }
  }
  for (const row of open.values()) {
    differences.push({ table, row: pick(row, key), stored: null, computed: row });
  }
  return { compared: stored.length + open.size, differences };
}

/** Holds stored rollups and user-level rows against what raw rows say. Changes nothing. */
export class RollupCheck {
  constructor(
    private readonly pool: Pool,
    private readonly calendar: ReportingCalendar
  ) {}

  /** Local dates, in order, that can be checked: all of their raw rows are there, and there is something on either side. */
  async dates(): Promise<LocalDate[]> {
    const rawFloor = await rawFloorOf(this.pool);
    const sources = EVENT_TYPES.flatMap((type) => [
      `SELECT DISTINCT date_bin('1 hour', "timestamp", timestamptz '1970-01-01 00:00:00Z') AS at FROM ${MEASURE_TABLES[type].raw}`,
      `SELECT DISTINCT bucket AS at FROM ${MEASURE_TABLES[type].rollup} WHERE grain = 'hour' AND cube = 0`,
    ]);
    const { rows } = await this.pool.query<{ at: Date }>(sources.join(' UNION '));
    const dates = new Set(rows.map(({ at }) => this.calendar.dateOf(at.getTime())));
    return [...dates].filter((date) => this.calendar.dayStart(date) >= rawFloor).sort();
  }

  /** Computes a date anew beside what is stored, on one snapshot. */
  check(date: LocalDate): Promise<DateCheck> {
    return inTransaction(
      this.pool,
      async (client) => {
        const span = { from: this.calendar.dayStart(date), to: this.calendar.dayEnd(date) };
        const { rows } = await client.query<{ event_type: EventType }>(
          'SELECT DISTINCT event_type FROM rollup_pending WHERE bucket >= $1 AND bucket < $2',
          [new Date(span.from), new Date(span.to)]
        );
        const pending = new Set(rows.map((row) => row.event_type));
        const found: Compared[] = [];
        for (const type of EVENT_TYPES.filter((candidate) => !pending.has(candidate))) {
          for (const table of ROLLUPS_OF[type]) {
            found.push(...(await this.#checkRollup(client, table, date)));
          }
        }
        if (!ACTIVITY_TYPES.some((type) => pending.has(type))) {
          found.push(
            await this.#checkUserDays(client, date),
            await this.#checkActivityRollups(client, date),
            await this.#checkUsers(client)
          );
        }
        return {
          date,
          compared: found.reduce((sum, { compared }) => sum + compared, 0),
          pending: [...pending].sort(),
          differences: found.flatMap(({ differences }) => differences),
        };
      },
      { begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ' }
    );
  }

  async #checkRollup(client: PoolClient, table: MeasureTable, date: LocalDate): Promise<Compared[]> {
    const copy = `check_${table.rollup}`;
    await client.query(`CREATE TEMP TABLE ${copy} (LIKE ${table.rollup}) ON COMMIT DROP`);
    const { rows } = await client.query<{ minute_floor: Date | number }>('SELECT minute_floor FROM rollup_state');
    const minuteFloor = Number(rows[0]?.minute_floor ?? Infinity);
    const key = [
      ...['grain', 'cube', 'bucket'],
      ...CUBE_DIMENSIONS.map(({ column }) => column),
      ...Object.keys(table.keys ?? {}),
    ];
    const found: Compared[] = [];
    for (const grain of GRAINS) {
      const [starts, ends] = this.#buckets(grain, date, grain === 'minute' ? minuteFloor : -Infinity);
      const [first, end] = [starts[0], ends.at(-1)];
      if (!first || !end) {
        continue;
      }
      await client.query(rollUpStatement({ ...table, rollup: copy }, grain, 'raw'), [starts, ends]);
      const read = async (from: string): Promise<Row[]> => {
        const result = await client.query<{ row: Row }>(
          `SELECT to_jsonb(r) AS row FROM ${from} r WHERE r.grain = $1 AND r.bucket >= $2 AND r.bucket < $3`,
          [grain, first, end]
        );
        return result.rows.map(({ row }) => row);
      };
      found.push(compare(table.rollup, key, await read(table.rollup), await read(copy)));
    }
    return found;
  }

  /** Starts and ends of the buckets of a grain on a date, from `floor` on. */
  #buckets(grain: Grain, date: LocalDate, floor: number): [Date[], Date[]] {
    const span = { from: this.calendar.dayStart(date), to: this.calendar.dayEnd(date) };
    const widths = {
      day: span.to - span.from,
      hour: this.calendar.hourGrainMinutes * MINUTE_MS,
      minute: MINUTE_GRAIN_MS,
    };
    const width = widths[grain];
    const starts: number[] = [];
    for (let start = span.from; start < span.to; start += width) {
      if (start >= floor) {
        starts.push(start);
      }
    }
    return [starts.map((start) => new Date(start)), starts.map((start) => new Date(start + width))];
  }

  async #checkUserDays(client: PoolClient, date: LocalDate): Promise<Compared> {
    await client.query('CREATE TEMP TABLE check_user_days (LIKE user_days INCLUDING INDEXES) ON COMMIT DROP');
    for (const type of ACTIVITY_TYPES) {
      await client.query(userDaysStatement(type, 'check_user_days'), [
        [new Date(this.calendar.dayStart(date))],
        [new Date(this.calendar.dayEnd(date))],
        date,
      ]);
    }
    const read = async (from: string): Promise<Row[]> => {
      const { rows } = await client.query<{ row: Row }>(
        `SELECT to_jsonb(d) AS row FROM ${from} d WHERE d.local_date = $1::date`,
        [date]
      );
      return rows.map(({ row }) => row);
    };
    const key = ['local_date', 'user_id', ...CUBE_DIMENSIONS.map(({ column }) => column)];
    return compare('user_days', key, await read('user_days'), await read('check_user_days'));
  }

  /** What is counted and added up from `user_days`: the users of the date, and its month. */
  async #checkActivityRollups(client: PoolClient, date: LocalDate): Promise<Compared> {
    const dimensions = CUBE_DIMENSIONS.map(({ column }) => column);
    const cubes = CUBE_DIMENSIONS.map(({ column, bit }) => `(1 - GROUPING(${column})) * ${bit}`).join(' + ');
    const read = async (sql: string): Promise<Row[]> => (await client.query<Row>(sql, [date])).rows;
    const counts = compare(
      'rollup_active_users',
      ['local_date', 'cube', ...dimensions],
      await read('SELECT * FROM rollup_active_users WHERE local_date = $1::date'),
      await read(
        `SELECT local_date, ${cubes} AS cube, ${dimensions.map((column) => `coalesce(${column}, '') AS ${column}`).join(', ')},
           count(DISTINCT user_id) AS users, count(DISTINCT user_id) FILTER (WHERE has_journey) AS journey_users
         FROM user_days WHERE local_date = $1::date
         GROUP BY GROUPING SETS ((local_date), ${dimensions.map((column) => `(local_date, ${column})`).join(', ')})`
      )
    );
    const months = compare(
      'user_months',
      ['month', 'user_id', ...dimensions],
      await read('SELECT * FROM user_months WHERE month = lopan_month($1::date)'),
      await read(
        `SELECT lopan_month(local_date) AS month, user_id, ${dimensions.join(', ')},
           coalesce(array_agg(DISTINCT f.feature ORDER BY f.feature) FILTER (WHERE f.feature IS NOT NULL), '{}') AS features,
           bool_or(has_journey) AS has_journey, bit_or(lopan_day_bit(local_date)) AS days
         FROM user_days LEFT JOIN LATERAL unnest(features) AS f(feature) ON true
         WHERE local_date >= lopan_month($1::date) AND local_date < (lopan_month($1::date) + interval '1 month')::date
         GROUP BY 1, 2, ${dimensions.join(', ')}`
      )
    );
    return {
      compared: counts.compared + months.compared,
      differences: [...counts.differences, ...months.differences],
    };
  }

  /** First sights of the users of a date, unless something lags behind that they could depend on. */
  async #checkUsers(client: PoolClient): Promise<Compared> {
    const pending = await client.query('SELECT 1 FROM rollup_pending WHERE event_type = ANY($1::text[]) LIMIT 1', [
      ACTIVITY_TYPES,
    ]);
    if (pending.rows.length > 0) {
      return { compared: 0, differences: [] };
    }
    const users = await client.query<{ user_id: string }>('SELECT DISTINCT user_id FROM check_user_days');
    const ids = users.rows.map((row) => row.user_id);
    const stored = await client.query<Row>(
      `SELECT user_id, first_seen, first_event_at::text AS instant, site, user_role, device_type, app_version FROM users
       WHERE user_id = ANY($1::uuid[]) AND first_event_at >= (SELECT raw_floor FROM rollup_state)`,
      [ids]
    );
    const kept = await client.query<{ user_id: string }>(
      `SELECT user_id FROM users WHERE user_id = ANY($1::uuid[])
       AND first_event_at < (SELECT raw_floor FROM rollup_state)`,
      [ids]
    );
    const known = new Set(kept.rows.map((row) => row.user_id));
    const first = await client.query<Row & { user_id: string; timestamp: Date }>(firstActivityStatement(), [
      ids.filter((id) => !known.has(id)),
    ]);
    const computed = first.rows.map(({ timestamp, ...row }) => ({
      ...row,
      first_seen: this.calendar.dateOf(timestamp.getTime()),
    }));
    return compare('users', ['user_id'], stored.rows, computed);
  }
}
