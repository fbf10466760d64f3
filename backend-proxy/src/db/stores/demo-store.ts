import type { Pool, PoolClient } from 'pg';
import { EVENT_TYPES, type EventType } from '../../config/types';
import { MEASURE_TABLES } from '../measures';
import { inTransaction } from '../transaction';
import { markPending } from './event-store';
import { keepRollupsOut } from './mend';
import { isActivityType } from './rollup-sql';

/** Which ids are the demo's: `from <= id < to`. */
export interface IdRange {
  from: string;
  to: string;
}

/** Seats by role, as a set of licences lists them. */
export type Seats = Readonly<Record<string, number>>;

/** What was removed. */
export interface ClearedDemo {
  events: Record<EventType, number>;
  users: number;
  rejected: number;
  licenseSets: number;
}

interface RemovedRow {
  timestamp: Date;
  user_id: string | null;
  device_id: string | null;
}

async function removeEvents(client: PoolClient, type: EventType, range: IdRange): Promise<RemovedRow[]> {
  const user = type === 'business' ? 'NULL::uuid' : 'e.user_id';
  const { rows } = await client.query<RemovedRow>(
    `WITH known AS (
       DELETE FROM event_ids i WHERE i.event_id >= $1::uuid AND i.event_id < $2::uuid AND i.event_type = $3
       RETURNING i.event_id, i."timestamp"
     )
     DELETE FROM ${MEASURE_TABLES[type].raw} e USING known k
     WHERE e."timestamp" = k."timestamp" AND e.event_id = k.event_id
     RETURNING e."timestamp", ${user} AS user_id, e.device_id`,
    [range.from, range.to, type]
  );
  await markPending(
    client,
    rows.map(({ timestamp }) => ({ type, timestampMs: timestamp.getTime() }))
  );
  return rows;
}

/** Forgets users, and has what other sources told about them noted again. */
async function removeUsers(client: PoolClient, users: readonly string[]): Promise<void> {
  await client.query('DELETE FROM user_days d WHERE d.user_id = ANY($1::uuid[])', [users]);
  await client.query('DELETE FROM users u WHERE u.user_id = ANY($1::uuid[])', [users]);
  for (const type of EVENT_TYPES.filter(isActivityType)) {
    const { rows } = await client.query<{ timestamp: Date }>(
      `SELECT e."timestamp" FROM ${MEASURE_TABLES[type].raw} e WHERE e.user_id = ANY($1::uuid[])`,
      [users]
    );
    await markPending(
      client,
      rows.map(({ timestamp }) => ({ type, timestampMs: timestamp.getTime() }))
    );
  }
}

/** Takes the simulated plant out of a database, and nothing else. */
export class DemoStore {
  constructor(private readonly pool: Pool) {}

  /**
   * Removes events, rejected events, users and devices of the demo and the sets of licences that are seat by seat its
   * own, in one transaction that marks the touched buckets for the rollups. What freshness counted stays: it says what
   * once came in.
   */
  async clear(range: IdRange, licenses: readonly Seats[]): Promise<ClearedDemo> {
    return inTransaction(this.pool, async (client) => {
      // A rollup run that read the rows before they went would write their users back.
      await keepRollupsOut(client);
      const events: Record<EventType, number> = { business: 0, session: 0, feature: 0, journey: 0, performance: 0 };
      const users = new Set<string>();
      const devices = new Set<string>();
      for (const type of EVENT_TYPES) {
        for (const { user_id: user, device_id: device } of await removeEvents(client, type, range)) {
          events[type] += 1;
          if (user !== null) {
            users.add(user);
          }
          if (device !== null) {
            devices.add(device);
          }
        }
      }
      await removeUsers(client, [...users]);
      await client.query('DELETE FROM device_sequences s WHERE s.device_id = ANY($1::text[])', [[...devices]]);
      const rejected = await client.query(
        'DELETE FROM rejected_events r WHERE r.event_id >= $1 COLLATE "C" AND r.event_id < $2 COLLATE "C"',
        [range.from, range.to]
      );
      const sets = await client.query(
        `DELETE FROM license_sets s WHERE (
           SELECT jsonb_object_agg(seat.user_role, seat.count) FROM license_seats seat
           WHERE seat.effective_from = s.effective_from
         ) = ANY($1::jsonb[])`,
        [licenses.map((seats) => JSON.stringify(seats))]
      );
      return { events, users: users.size, rejected: rejected.rowCount ?? 0, licenseSets: sets.rowCount ?? 0 };
    });
  }
}
