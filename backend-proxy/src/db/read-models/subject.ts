import type { Pool, PoolClient } from 'pg';
import type { EventType } from '../../config/types';
import { MEASURE_TABLES } from '../measures';
import { rawFloorOf } from '../stores/mend';
import { inTransaction } from '../transaction';

/** Types whose events can name a person. */
export const PERSONAL_TYPES = ['session', 'feature', 'journey', 'performance'] as const satisfies readonly EventType[];

/** A stored row, its columns in camelCase. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** Everything stored about a person. */
export interface SubjectExport {
  /** The id under which the person is stored: a pseudonym, unless `privacy.anonymize_user_data` is false. */
  storedAs: string;
  time: string;
  /** Raw rows of earlier times are gone; null while none are. */
  rawGoneBefore: string | null;
  /** First sight, with the group the person belongs to. */
  user: StoredRow | null;
  /** On which local dates the person was active, with what. */
  userDays: StoredRow[];
  events: Record<(typeof PERSONAL_TYPES)[number], StoredRow[]>;
  /** Refused events that name the person. */
  quarantine: StoredRow[];
}

/** A condition on `rejected_events` (alias `e`): the pseudonym $1 stands anywhere in what is kept of the event. */
export const QUARANTINE_OF_SUBJECT = 'position($1::text in e.payload::text) > 0';

/** An epoch ms as text; null for "never". */
export function instantText(instant: number): string | null {
  return Number.isFinite(instant) ? new Date(instant).toISOString() : null;
}

function camelCase(row: Readonly<Record<string, unknown>>): StoredRow {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
      value,
    ])
  );
}

async function rowsOf(
  client: PoolClient,
  table: string,
  where: string,
  order: string,
  id: string
): Promise<StoredRow[]> {
  const { rows } = await client.query<{ row: Record<string, unknown> }>(
    `SELECT to_jsonb(e) AS row FROM ${table} e WHERE ${where} ORDER BY ${order}`,
    [id]
  );
  return rows.map(({ row }) => camelCase(row));
}

/** Reads all about a person as of one instant; null when nothing is stored. @param id the stored form */
export function fetchSubject(pool: Pool, id: string): Promise<SubjectExport | null> {
  return inTransaction(
    pool,
    async (client) => {
      const own = (table: string, order: string): Promise<StoredRow[]> =>
        rowsOf(client, table, 'e.user_id = $1::uuid', order, id);
      const events = {} as SubjectExport['events'];
      for (const type of PERSONAL_TYPES) {
        events[type] = await own(MEASURE_TABLES[type].raw, 'e."timestamp", e.event_id');
      }
      const users = await own('users', 'e.user_id');
      const userDays = await own('user_days', 'e.local_date');
      const quarantine = await rowsOf(client, 'rejected_events', QUARANTINE_OF_SUBJECT, 'e.id', id);
      if ([users, userDays, quarantine, ...Object.values(events)].every((rows) => rows.length === 0)) {
        return null;
      }
      return {
        storedAs: id,
        time: new Date().toISOString(),
        rawGoneBefore: instantText(await rawFloorOf(client)),
        user: users[0] ?? null,
        userDays,
        events,
        quarantine,
      };
    },
    { begin: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' }
  );
}
