import { type LocalDate, type ReportingCalendar } from '../../domain/calendar';
import { MINUTE_GRAIN_MS } from '../../domain/cover';
import type { Range } from '../../domain/intervals';
import { CUBE_DIMENSIONS, MEASURE_TABLES } from '../measures';
import type { Snapshot } from '../snapshot';
import { FEATURES_OF_ROW, type ActivityType } from '../stores/rollup-sql';
import { rawDimension } from './filters';

const ACTIVITY_TYPES: readonly ActivityType[] = ['session', 'feature', 'journey'];
const COLUMNS = CUBE_DIMENSIONS.map(({ column }) => column).join(', ');

/** An SQL expression that yields activity rows, and the parameters it uses. */
export interface ActivitySource {
  sql: string;
  values: unknown[];
}

/** A stretch of raw rows that belong to one local date. */
interface DatedSpan extends Range {
  date: LocalDate;
}

/** Raw rows of spans in the form of `user_days`. */
export function rawActivity(type: ActivityType, values: unknown[], spans: readonly DatedSpan[]): string {
  values.push(
    spans.map(({ from }) => new Date(from)),
    spans.map(({ to }) => new Date(to)),
    spans.map(({ date }) => date)
  );
  const at = values.length;
  const dimensions = CUBE_DIMENSIONS.map(({ name, column }) => `${rawDimension(name)} AS ${column}`).join(', ');
  return `SELECT span.date AS local_date, span.ordinality AS span, e.* FROM unnest($${at - 2}::timestamptz[], $${at - 1}::timestamptz[], $${at}::date[]) WITH ORDINALITY AS span("from", "to", date)
    CROSS JOIN LATERAL (SELECT e.user_id, ${dimensions}, ${FEATURES_OF_ROW[type]} AS features, ${type === 'journey'} AS has_journey, e."timestamp", e.event_id
      FROM ${MEASURE_TABLES[type].raw} e
      WHERE e."timestamp" >= span."from" AND e."timestamp" < span."to" AND e.voided_at IS NULL OFFSET 0) e`;
}

function pendingSpans(buckets: readonly number[], calendar: ReportingCalendar): DatedSpan[] {
  return buckets.map((from) => ({ from, to: from + MINUTE_GRAIN_MS, date: calendar.dateOf(from) }));
}

/** Cuts a span where local dates change. */
export function byDate({ from, to }: Range, calendar: ReportingCalendar): DatedSpan[] {
  const spans: DatedSpan[] = [];
  for (let start = from; start < to;) {
    const date = calendar.dateOf(start);
    const end = Math.min(to, calendar.dayEnd(date));
    spans.push({ from: start, to: end, date });
    start = end;
  }
  return spans;
}

/** The whole dates of a range, the instants that they span, and what is left at its edges. */
function splitRange(
  { from, to }: Range,
  calendar: ReportingCalendar
): { whole: { first: LocalDate; last: LocalDate } | null; wholeRange: Range; edges: DatedSpan[] } {
  const whole = calendar.wholeDates(from, to);
  const wholeRange = whole
    ? { from: calendar.dayStart(whole.first), to: calendar.dayEnd(whole.last) }
    : { from: to, to };
  const edges = [...byDate({ from, to: wholeRange.from }, calendar), ...byDate({ from: wholeRange.to, to }, calendar)];
  return { whole, wholeRange, edges };
}

const ACTIVITY_COLUMNS = `local_date, user_id, ${COLUMNS}, features, has_journey`;

/**
 * Activity rows of a range: (local_date, user_id, dimensions, features, has_journey). Whole dates come from
 * `user_days`; the edges of the range, and buckets where that table lags behind, from raw rows. A user can have
 * several rows a date.
 */
export async function activity(snapshot: Snapshot, calendar: ReportingCalendar, range: Range): Promise<ActivitySource> {
  const { whole, wholeRange, edges } = splitRange(range, calendar);
  for (const edge of edges) {
    await snapshot.noteRaw(edge, 'day');
  }
  const values: unknown[] = whole ? [whole.first, whole.last] : [];
  const parts = whole ? [`SELECT ${ACTIVITY_COLUMNS} FROM user_days WHERE local_date BETWEEN $1 AND $2`] : [];
  for (const type of ACTIVITY_TYPES) {
    const buckets = await snapshot.pending(type, wholeRange);
    const spans = [...edges, ...pendingSpans(buckets, calendar)];
    if (spans.length > 0) {
      parts.push(`SELECT ${ACTIVITY_COLUMNS} FROM (${rawActivity(type, values, spans)}) ${type}_raw`);
    }
  }
  return { sql: parts.length > 0 ? `(${parts.join(' UNION ALL ')})` : NO_ACTIVITY, values };
}

/**
 * The same for several windows at once, which may overlap: a column `bucket` says which window (from 0) a row is of.
 */
export async function activityOfWindows(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  windows: readonly Range[]
): Promise<ActivitySource> {
  const hull = {
    from: Math.min(...windows.map(({ from }) => from)),
    to: Math.max(...windows.map(({ to }) => to)),
  };
  const split = windows.map((window, bucket) => ({ ...splitRange(window, calendar), bucket }));
  for (const edge of split.flatMap(({ edges }) => edges)) {
    await snapshot.noteRaw(edge, 'day');
  }
  const dated = split.flatMap(({ whole, bucket }) => (whole ? [{ ...whole, bucket }] : []));
  const values: unknown[] = [
    dated.map(({ first }) => first),
    dated.map(({ last }) => last),
    dated.map(({ bucket }) => bucket),
  ];
  // OFFSET 0 keeps the planner from joining the other way round: each window is one walk down the index by date.
  const parts = [
    `SELECT span.bucket, ${ACTIVITY_COLUMNS} FROM unnest($1::date[], $2::date[], $3::int[]) AS span(first, last, bucket)
      CROSS JOIN LATERAL (SELECT * FROM user_days d WHERE d.local_date BETWEEN span.first AND span.last OFFSET 0) d`,
  ];
  for (const type of ACTIVITY_TYPES) {
    const pending = pendingSpans(await snapshot.pending(type, hull), calendar);
    const spans = split.flatMap(({ edges, wholeRange, bucket }) =>
      [...edges, ...pending.filter(({ from }) => from >= wholeRange.from && from < wholeRange.to)].map((span) => ({
        ...span,
        bucket,
      }))
    );
    if (spans.length > 0) {
      const rows = rawActivity(type, values, spans);
      values.push(spans.map(({ bucket }) => bucket));
      parts.push(`SELECT ($${values.length}::int[])[span] AS bucket, ${ACTIVITY_COLUMNS} FROM (${rows}) ${type}_raw`);
    }
  }
  return { sql: `(${parts.join(' UNION ALL ')})`, values };
}

/** Rows of activity where there can be none. */
const NO_ACTIVITY = `(SELECT NULL::date AS local_date, NULL::uuid AS user_id, ${CUBE_DIMENSIONS.map(({ column }) => `NULL::text AS ${column}`).join(', ')},
  NULL::text[] AS features, NULL::boolean AS has_journey WHERE false)`;

/** The range that dates span. */
export function rangeOfDates(calendar: ReportingCalendar, first: LocalDate, last: LocalDate): Range {
  return { from: calendar.dayStart(first), to: calendar.dayEnd(last) };
}

/** Bounds of what Postgres and JavaScript both can tell as an instant. */
const MIN_INSTANT = Date.UTC(1970, 0, 1);
const MAX_INSTANT = Date.UTC(2200, 0, 1);

/** First sights of users: (user_id, first_seen, dimensions), current even where the table lags behind. */
export async function firstSights(snapshot: Snapshot, calendar: ReportingCalendar, values: unknown[]): Promise<string> {
  const columns = `user_id, first_seen, first_event_at, ${COLUMNS}`;
  const parts = [`SELECT ${columns} FROM users`];
  for (const type of ACTIVITY_TYPES) {
    const buckets = await snapshot.pending(type, { from: MIN_INSTANT, to: MAX_INSTANT });
    if (buckets.length > 0) {
      parts.push(
        `SELECT user_id, local_date AS first_seen, "timestamp" AS first_event_at, ${COLUMNS} FROM (${rawActivity(type, values, pendingSpans(buckets, calendar))}) ${type}_first`
      );
    }
  }
  return parts.length === 1
    ? '(SELECT * FROM users)'
    : `(SELECT DISTINCT ON (user_id) ${columns} FROM (${parts.join(' UNION ALL ')}) sights ORDER BY user_id, first_event_at)`;
}
