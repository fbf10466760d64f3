import type { Pool, PoolClient } from 'pg';
import type { EventType } from '../../config/types';
import type { LocalDate, ReportingCalendar } from '../../domain/calendar';
import { MEASURE_TABLES } from '../measures';
import { instantText, PERSONAL_TYPES, QUARANTINE_OF_SUBJECT } from '../read-models/subject';
import { inTransaction } from '../transaction';
import { audit } from './audit-log';
import { markPending } from './event-store';
import { keepRollupsOut, rawFloorOf } from './mend';

/** Proof of an erasure; kept without the id of the person. */
export interface ErasureReceipt {
  receiptId: string;
  /** RFC 3339. */
  time: string;
  /** Rows removed, by table. */
  counts: Record<string, number>;
  /** Raw rows of earlier times were gone already; null while none are. */
  rawGoneBefore: string | null;
  /** Whether sums over times before `rawGoneBefore` still hold what the person did; their user-level rows are gone. */
  aggregatesKept: boolean;
  note: string;
}

interface Removed {
  counts: Record<string, number>;
  /** The earliest local date on which the person was active; null when none is known. */
  firstDate: LocalDate | null;
}

function noteOf(rawGoneBefore: string | null, aggregatesKept: boolean): string {
  return aggregatesKept
    ? `All rows about the person are gone. Raw rows from before ${rawGoneBefore ?? ''} were dropped earlier: sums over that time, which name nobody, stay as they are.`
    : 'All rows about the person are gone, and the sums that they were part of are computed anew.';
}

/** Erases what is stored about people. */
export class SubjectStore {
  constructor(
    private readonly pool: Pool,
    private readonly calendar: ReportingCalendar
  ) {}

  /**
   * Removes every row about a person and marks the sums that they were part of, in one transaction. The ids of the
   * events stay claimed: they name events, not people, and without them a device that sends again would bring back what
   * was erased.
   * @param id the stored form of the person's id
   * @param actor see `audit`
   * @returns null when nothing is stored: an id mistyped must not look like an erasure
   */
  async erase(id: string, actor: string): Promise<ErasureReceipt | null> {
    return inTransaction(this.pool, async (client) => {
      await keepRollupsOut(client);
      const { counts, firstDate } = await this.#remove(client, id);
      if (Object.values(counts).every((count) => count === 0)) {
        return null;
      }
      const rawFloor = await rawFloorOf(client);
      const rawGoneBefore = instantText(rawFloor);
      const aggregatesKept = firstDate !== null && this.calendar.dayStart(firstDate) < rawFloor;
      const { rows } = await client.query<{ receipt_id: string; erased_at: Date }>(
        `INSERT INTO erasure_receipts (counts, raw_gone_before, aggregates_kept) VALUES ($1, $2, $3)
         RETURNING receipt_id, erased_at`,
        [JSON.stringify(counts), rawGoneBefore, aggregatesKept]
      );
      const receiptId = rows[0]?.receipt_id ?? '';
      await audit(client, actor, 'subject.erase', { receiptId });
      return {
        receiptId,
        time: (rows[0]?.erased_at ?? new Date()).toISOString(),
        counts,
        rawGoneBefore,
        aggregatesKept,
        note: noteOf(rawGoneBefore, aggregatesKept),
      };
    });
  }

  async #remove(client: PoolClient, id: string): Promise<Removed> {
    const counts: Record<string, number> = {};
    const touched: Array<{ type: EventType; timestampMs: number }> = [];
    for (const type of PERSONAL_TYPES) {
      const table = MEASURE_TABLES[type].raw;
      const { rows } = await client.query<{ timestamp: Date }>(
        `DELETE FROM ${table} WHERE user_id = $1 RETURNING "timestamp"`,
        [id]
      );
      counts[table] = rows.length;
      touched.push(...rows.map(({ timestamp }) => ({ type, timestampMs: timestamp.getTime() })));
    }
    await markPending(client, touched);
    const days = await client.query<{ local_date: LocalDate }>(
      'DELETE FROM user_days WHERE user_id = $1 RETURNING local_date',
      [id]
    );
    const users = await client.query<{ first_seen: LocalDate }>(
      'DELETE FROM users WHERE user_id = $1 RETURNING first_seen',
      [id]
    );
    const rejected = await client.query(`DELETE FROM rejected_events e WHERE ${QUARANTINE_OF_SUBJECT}`, [id]);
    counts['user_days'] = days.rows.length;
    counts['users'] = users.rows.length;
    counts['rejected_events'] = rejected.rowCount ?? 0;
    const dates = [...days.rows.map((row) => row.local_date), ...users.rows.map((row) => row.first_seen)].sort();
    return { counts, firstDate: dates[0] ?? null };
  }
}
