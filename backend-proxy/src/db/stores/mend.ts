import type { PoolClient } from 'pg';
import type { LocalDate, ReportingCalendar } from '../../domain/calendar';
import { LOCK_FAMILY, LOCKS } from '../locks';
import { CUBE_DIMENSIONS } from '../measures';
import { unnestInsert } from './columns';
import { firstActivityStatement, FEATURES_OF_ROW, userDaysOfUsersStatement, type ActivityType } from './rollup-sql';

/** A user and a local date on which raw rows of theirs were taken away. */
export interface UserDate {
  userId: string;
  date: LocalDate;
}

/** The earliest activity of a user, as the database tells it. */
interface FirstActivity {
  user_id: string;
  timestamp: Date;
  /** The instant with its microseconds. */
  instant: string;
  site: string;
  user_role: string;
  device_type: string;
  app_version: string;
}

/** Users whose first sight is looked up by one statement. */
const USERS_PER_STATEMENT = 5000;

/**
 * Keeps the rollup worker out of a transaction that takes raw rows away; call it first. The worker only ever adds to
 * the user-level tables, so what it read before must not be written after. The lock makes it wait; the update makes a
 * worker whose snapshot is older than this transaction fail and begin anew, and tells proxies that nothing that they keep
 * in memory holds any longer.
 */
export async function keepRollupsOut(client: PoolClient): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1, $2)', [LOCK_FAMILY, LOCKS.rollup]);
  await client.query('UPDATE rollup_state SET epoch = clock_timestamp()');
  // Versions within the epoch before mean nothing in the new one.
  await client.query('DELETE FROM rollup_versions');
}

/** From where on raw rows exist, epoch ms; -Infinity while none were dropped. */
export async function rawFloorOf(client: Pick<PoolClient, 'query'>): Promise<number> {
  const { rows } = await client.query<{ raw_floor: Date | number }>('SELECT raw_floor FROM rollup_state');
  return Number(rows[0]?.raw_floor ?? -Infinity);
}

/**
 * Makes `user_days` and `users` what the remaining raw rows say, for users who lost some. What lies before the life of
 * raw rows cannot be computed anew and is kept.
 */
export async function mendUsers(
  client: PoolClient,
  calendar: ReportingCalendar,
  touched: readonly UserDate[]
): Promise<void> {
  const rawFloor = await rawFloorOf(client);
  const whole = touched.filter(({ date }) => calendar.dayStart(date) >= rawFloor);
  const [users, dates] = [whole.map(({ userId }) => userId), whole.map(({ date }) => date)];
  await client.query(
    `DELETE FROM user_days known USING unnest($1::uuid[], $2::date[]) AS c(user_id, local_date)
     WHERE known.user_id = c.user_id AND known.local_date = c.local_date`,
    [users, dates]
  );
  for (const type of Object.keys(FEATURES_OF_ROW) as ActivityType[]) {
    await client.query(userDaysOfUsersStatement(type), [
      users,
      dates,
      dates.map((date) => new Date(calendar.dayStart(date))),
      dates.map((date) => new Date(calendar.dayEnd(date))),
    ]);
  }
  const all = [...new Set(touched.map(({ userId }) => userId))];
  for (let at = 0; at < all.length; at += USERS_PER_STATEMENT) {
    await mendFirstSights(client, calendar, all.slice(at, at + USERS_PER_STATEMENT));
  }
}

async function mendFirstSights(
  client: PoolClient,
  calendar: ReportingCalendar,
  users: readonly string[]
): Promise<void> {
  await client.query(
    `DELETE FROM users WHERE user_id = ANY($1::uuid[]) AND first_event_at >= (SELECT raw_floor FROM rollup_state)`,
    [users]
  );
  const { rows } = await client.query<FirstActivity>(firstActivityStatement(), [users]);
  const insert = unnestInsert<FirstActivity>([
    { column: 'user_id', type: 'uuid', value: (row) => row.user_id },
    { column: 'first_seen', type: 'date', value: (row) => calendar.dateOf(row.timestamp.getTime()) },
    { column: 'first_event_at', type: 'timestamptz', value: (row) => row.instant },
    ...CUBE_DIMENSIONS.map(({ column }) => ({
      column,
      type: 'text' as const,
      value: (row: FirstActivity) => row[column],
    })),
  ]);
  await client.query(
    `INSERT INTO users (${insert.columns}) SELECT ${insert.select} FROM ${insert.source} ON CONFLICT (user_id) DO NOTHING`,
    insert.valuesOf(rows)
  );
}
