import type { EventType } from '../../config/types';
import type { ReportingCalendar } from '../../domain/calendar';
import { EVENT_TYPES } from '../../config/types';
import { MEASURE_TABLES } from '../measures';
import type { RowSource, Snapshot } from '../snapshot';
import { fetchAggregates } from './range-cells';

/** Name under which refused events of no known type are counted. */
export const UNKNOWN_TYPE = 'unknown';

/** What came in of one type, since ever. */
export interface IntakeTotals {
  duplicates: number;
  rejected: number;
  late: number;
  /** How far the senders' clocks were behind ours, since the beginning of yesterday (UTC); null where none was told. */
  skewSeconds: number | null;
}

/** Oldest and newest raw event that counts, epoch ms. */
export interface RawSpan {
  oldest: number;
  newest: number;
}

/** Events that count per type, over everything stored. */
export async function countEvents(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  until: number
): Promise<Map<EventType, number>> {
  // Ends of dates on both sides: but for what is pending, day rollups hold all of it.
  const edges = [calendar.dayStart('1970-01-01'), calendar.dayEnd(calendar.dateOf(until))];
  const counts = new Map<EventType, number>();
  for (const type of EVENT_TYPES) {
    const cells = await fetchAggregates(snapshot, { type, edges, groupBy: [], filters: {} }, calendar);
    counts.set(type, cells[0]?.value['n'] ?? 0);
  }
  return counts;
}

/** What came in, by type; refused events of no known type under `unknown`. */
export async function fetchIntakeTotals(snapshot: Pick<Snapshot, 'rows'>): Promise<Map<string, IntakeTotals>> {
  const rows = await snapshot.rows<IntakeTotals & { event_type: string }>(
    `SELECT l.event_type, sum(l.duplicates)::bigint AS duplicates, sum(l.rejected)::bigint AS rejected,
       sum(l.late)::bigint AS late,
       (sum(l.skew_ms * c.came) / nullif(sum(c.came) FILTER (WHERE l.skew_ms IS NOT NULL), 0) / 1000)::float8 AS "skewSeconds"
     FROM intake_log l CROSS JOIN LATERAL (
       SELECT CASE WHEN l.received_at >= date_trunc('day', now(), 'UTC') - interval '1 day'
         THEN l.accepted + l.duplicates + l.rejected ELSE 0 END AS came
     ) c GROUP BY l.event_type`,
    []
  );
  return new Map(rows.map(({ event_type: type, ...totals }) => [type, totals]));
}

/** Events that came in and those of them that were refused. */
export interface Refusals {
  came: number;
  rejected: number;
}

/**
 * What was received in [from, to), epoch ms, and refused of it. Days (UTC) that are over may stand in the books as one
 * row at their beginning, so a range should lie within the current day or begin with one.
 */
export async function fetchRefusals(snapshot: Pick<Snapshot, 'rows'>, from: number, to: number): Promise<Refusals> {
  const [row] = await snapshot.rows<Refusals>(
    `SELECT coalesce(sum(accepted + duplicates + rejected), 0)::bigint AS came, coalesce(sum(rejected), 0)::bigint AS rejected
     FROM intake_log WHERE received_at >= $1 AND received_at < $2`,
    [new Date(from), new Date(to)]
  );
  return row ?? { came: 0, rejected: 0 };
}

/** Where raw rows of each type begin and end; types without any are missing. */
export async function fetchRawSpans(snapshot: Pick<Snapshot, 'rows'>): Promise<Map<EventType, RawSpan>> {
  const edge = (type: EventType, order: string): string =>
    `(SELECT e."timestamp" FROM ${MEASURE_TABLES[type].raw} e WHERE e.voided_at IS NULL ORDER BY e."timestamp"${order} LIMIT 1)`;
  const parts = EVENT_TYPES.map(
    (type) => `SELECT '${type}' AS type, ${edge(type, '')} AS oldest, ${edge(type, ' DESC')} AS newest`
  );
  const rows = await snapshot.rows<{ type: EventType; oldest: Date | null; newest: Date | null }>(
    parts.join(' UNION ALL '),
    []
  );
  return new Map(
    rows.flatMap(({ type, oldest, newest }) =>
      oldest && newest ? [[type, { oldest: oldest.getTime(), newest: newest.getTime() }] as const] : []
    )
  );
}

/** Events that devices numbered and that never came, over all devices; a number that came twice makes up for none. */
export async function countLost(snapshot: Pick<Snapshot, 'rows'>): Promise<number> {
  const [row] = await snapshot.rows<{ lost: number }>(
    'SELECT coalesce(sum(greatest(highest - lowest + 1 - seen, 0)), 0)::bigint AS lost FROM device_sequences',
    []
  );
  return row?.lost ?? 0;
}

/** Age of the oldest change that the rollups do not hold yet, in seconds; 0 when they hold all. */
export async function fetchRollupLag(snapshot: Pick<Snapshot, 'rows'>): Promise<number> {
  const [row] = await snapshot.rows<{ lag: number }>(
    `SELECT greatest(extract(epoch FROM clock_timestamp() - marked_at), 0)::float8 AS lag
     FROM rollup_pending ORDER BY id LIMIT 1`,
    []
  );
  return row?.lag ?? 0;
}

/** When retention last ended well, epoch ms; null before its first run. */
export async function fetchLastRetention(snapshot: Pick<Snapshot, 'rows'>): Promise<number | null> {
  const [row] = await snapshot.rows<{ ended_at: Date | null }>(
    'SELECT max(ended_at) AS ended_at FROM retention_runs WHERE ok',
    []
  );
  return row?.ended_at?.getTime() ?? null;
}

/** Size of the database on disk, bytes. */
export async function fetchDatabaseSize(source: RowSource): Promise<number> {
  const [row] = await source.rows<{ size: number }>('SELECT pg_database_size(current_database()) AS size', []);
  return row?.size ?? 0;
}
