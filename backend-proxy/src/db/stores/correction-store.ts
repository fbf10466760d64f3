import type { Pool, PoolClient } from 'pg';
import type { EventType } from '../../config/types';
import type { ReportingCalendar } from '../../domain/calendar';
import { MEASURE_TABLES } from '../measures';
import { inTransaction } from '../transaction';
import { audit } from './audit-log';
import { markPending } from './event-store';
import { keepRollupsOut, mendUsers } from './mend';
import { isActivityType } from './rollup-sql';

/** An event that no longer counts. */
export interface VoidedEvent {
  id: string;
  type: EventType;
  /** RFC 3339. */
  timestamp: string;
  voidedAt: string;
  reason: string;
}

interface RawRow {
  timestamp: Date;
  user_id: string | null;
  voided_at: Date;
  void_reason: string;
  fresh: boolean;
}

/** Takes single events back. */
export class CorrectionStore {
  constructor(
    private readonly pool: Pool,
    private readonly calendar: ReportingCalendar
  ) {}

  /**
   * Marks an event as void: its row stays, nothing counts it any more. The marks for the rollups and the user-level
   * tables change in the same transaction, so that the next query is right. A void event stays as it was voided first.
   * @param actor see `audit`
   * @returns null when there is no such event, or its raw row is gone
   */
  async void(id: string, reason: string, actor: string): Promise<VoidedEvent | null> {
    return inTransaction(this.pool, async (client) => {
      await keepRollupsOut(client);
      const { rows } = await client.query<{ event_type: EventType; instant: string }>(
        'SELECT event_type, "timestamp"::text AS instant FROM event_ids WHERE event_id = $1',
        [id]
      );
      const known = rows[0];
      const row = known && (await this.#mark(client, known.event_type, known.instant, id, reason));
      if (!row) {
        return null;
      }
      const { event_type: type } = known;
      if (row.fresh) {
        const timestampMs = row.timestamp.getTime();
        await markPending(client, [{ type, timestampMs }]);
        if (isActivityType(type) && row.user_id !== null) {
          await mendUsers(client, this.calendar, [{ userId: row.user_id, date: this.calendar.dateOf(timestampMs) }]);
        }
        await audit(client, actor, 'event.void', { id, type, reason });
      }
      return {
        id,
        type,
        timestamp: row.timestamp.toISOString(),
        voidedAt: row.voided_at.toISOString(),
        reason: row.void_reason,
      };
    });
  }

  /** Voids the raw row; `fresh` is false when it was void before. */
  async #mark(
    client: PoolClient,
    type: EventType,
    instant: string,
    id: string,
    reason: string
  ): Promise<RawRow | undefined> {
    const table = MEASURE_TABLES[type].raw;
    const columns = `"timestamp", voided_at, void_reason, ${type === 'business' ? 'NULL::uuid AS user_id' : 'user_id'}`;
    const where = 'e."timestamp" = $1::timestamptz AND e.event_id = $2';
    const voided = await client.query<RawRow>(
      `UPDATE ${table} e SET voided_at = now(), void_reason = $3 WHERE ${where} AND e.voided_at IS NULL
       RETURNING ${columns}, true AS fresh`,
      [instant, id, reason]
    );
    if (voided.rows[0]) {
      return voided.rows[0];
    }
    const before = await client.query<RawRow>(`SELECT ${columns}, false AS fresh FROM ${table} e WHERE ${where}`, [
      instant,
      id,
    ]);
    return before.rows[0];
  }
}
