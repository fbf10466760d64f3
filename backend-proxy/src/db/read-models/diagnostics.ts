import type { Range } from '../../domain/intervals';
import { MEASURE_TABLES } from '../measures';
import type { Snapshot } from '../snapshot';
import { filterConditions, rawDimension, type Filters } from './filters';

/** Errors of one kind, reason and screen. */
export interface Diagnostic {
  kind: string;
  reason: string | null;
  screen: string | null;
  count: number;
  /** Distinct users that an error names. */
  users: number;
  /** Epoch ms. */
  first: number;
  last: number;
  appVersions: string[];
}

/** Errors of a range by kind, reason and screen, the most frequent first; and how many such groups there are. */
export async function fetchDiagnostics(
  snapshot: Pick<Snapshot, 'rows' | 'noteRaw'>,
  range: Range,
  filters: Filters,
  limit: number
): Promise<{ diagnostics: Diagnostic[]; total: number }> {
  snapshot.noteRaw(range, 'event');
  const values: unknown[] = [new Date(range.from), new Date(range.to), limit];
  const conditions = filterConditions(filters, rawDimension, values);
  const rows = await snapshot.rows<{
    kind: string;
    reason: string | null;
    screen: string | null;
    count: number;
    users: number;
    first: Date;
    last: Date;
    app_versions: string[];
    total: number;
  }>(
    `SELECT x.kind, x.reason, x.screen, count(*)::bigint AS count, count(DISTINCT e.user_id)::bigint AS users,
       min(e."timestamp") AS first, max(e."timestamp") AS last,
       array_agg(DISTINCT ${rawDimension('appVersion')}) AS app_versions, (count(*) OVER ())::bigint AS total
     FROM ${MEASURE_TABLES.performance.raw} e
     CROSS JOIN LATERAL jsonb_to_recordset(e.errors) AS x(kind text, reason text, screen text)
     WHERE e.errors IS NOT NULL AND e.voided_at IS NULL AND e."timestamp" >= $1 AND e."timestamp" < $2${conditions}
     GROUP BY 1, 2, 3 ORDER BY count DESC, kind, reason, screen LIMIT $3`,
    values
  );
  return {
    diagnostics: rows.map(({ app_versions: appVersions, total: _total, first, last, ...row }) => ({
      ...row,
      first: first.getTime(),
      last: last.getTime(),
      appVersions,
    })),
    total: rows[0]?.total ?? 0,
  };
}
