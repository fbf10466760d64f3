import { EVENT_TYPES } from '../../config/types';
import type { Snapshot } from '../snapshot';
import { UNKNOWN_TYPE } from './operation';

/** Refused events that are kept in quarantine, of one reason and type. */
export interface RejectCount {
  code: string;
  type: string;
  count: number;
  /** When the last of them came, epoch ms. */
  last: number;
}

/** The quarantine by reason and type, the most frequent first. What names no known type counts as `unknown`. */
export async function fetchRejects(snapshot: Pick<Snapshot, 'rows'>): Promise<RejectCount[]> {
  const rows = await snapshot.rows<Omit<RejectCount, 'last'> & { last: Date }>(
    `SELECT code, CASE WHEN event_type = ANY($1::text[]) THEN event_type ELSE $2 END AS type,
       count(*)::bigint AS count, max(received_at) AS last
     FROM rejected_events GROUP BY 1, 2 ORDER BY count DESC, code, type`,
    [EVENT_TYPES, UNKNOWN_TYPE]
  );
  return rows.map((row) => ({ ...row, last: row.last.getTime() }));
}
