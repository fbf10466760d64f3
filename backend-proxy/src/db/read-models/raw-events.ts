import type { EventType } from '../../config/types';
import type { Range } from '../../domain/intervals';
import { MEASURE_TABLES } from '../measures';
import type { Snapshot } from '../snapshot';
import { EVENT_COLUMNS } from '../stores/event-columns';
import { filterConditions, rawDimension, type Filters } from './filters';

/** Columns that hold the pseudonym of a person, a device or a session. */
const PERSONAL: ReadonlySet<string> = new Set(['user_id', 'device_id', 'session_id']);

/** Where a page of events ends: the next one begins with what is older. */
export interface EventKey {
  /** Microseconds since 1970: Postgres keeps more than a Date does. */
  micros: number;
  id: string;
}

/** A stored event: values by column. */
export type RawEvent = Record<string, unknown> & { timestamp: Date; event_id: string; micros: number };

/** The columns of a type that a page of events shows, the time first. */
export function eventColumns(
  type: EventType,
  { personal }: { personal: boolean }
): Array<{ name: string; type: string }> {
  const all: Array<{ column: string; type: string }> = EVENT_COLUMNS[type];
  const own = all.filter(({ column }) => personal || !PERSONAL.has(column));
  return [
    ...own.filter(({ column }) => column === 'timestamp'),
    ...own.filter(({ column }) => column !== 'timestamp'),
  ].map(({ column, type: sqlType }) => ({ name: column, type: sqlType }));
}

/** Events of a type that count, the newest first, from behind `after` on. */
export async function fetchEvents(
  snapshot: Pick<Snapshot, 'rows' | 'noteRaw'>,
  type: EventType,
  page: { range: Range; filters: Filters; after: EventKey | null; limit: number; columns: readonly string[] }
): Promise<RawEvent[]> {
  const { range, filters, after, limit, columns } = page;
  snapshot.noteRaw(range, 'event');
  const values: unknown[] = [new Date(range.from), new Date(range.to), limit];
  let conditions = filterConditions(filters, rawDimension, values);
  if (after) {
    values.push(after.micros, after.id);
    conditions += ` AND (e."timestamp", e.event_id) < (timestamptz 'epoch' + $${values.length - 1}::bigint * interval '1 microsecond', $${values.length}::uuid)`;
  }
  return snapshot.rows<RawEvent>(
    `SELECT ${columns.map((column) => `e."${column}"`).join(', ')}, (extract(epoch FROM e."timestamp") * 1000000)::bigint AS micros
     FROM ${MEASURE_TABLES[type].raw} e
     WHERE e."timestamp" >= $1 AND e."timestamp" < $2 AND e.voided_at IS NULL${conditions}
     ORDER BY e."timestamp" DESC, e.event_id DESC LIMIT $3`,
    values
  );
}
