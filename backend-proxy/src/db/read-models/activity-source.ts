import { type LocalDate, type ReportingCalendar } from '../../domain/calendar';
import { splitMonths, type DateSpan } from '../../domain/month-spans';
import { MINUTE_GRAIN_MS } from '../../domain/cover';
import type { Range } from '../../domain/intervals';
import { CUBE_DIMENSIONS, MEASURE_TABLES } from '../measures';
import type { Snapshot } from '../snapshot';
import { FEATURES_OF_ROW, type ActivityType } from '../stores/rollup-sql';
import { rawDimension } from './filters';
import { rawRows } from './raw-rows';

/** Types of events that make a user active. */
export const ACTIVITY_TYPES: readonly ActivityType[] = ['session', 'feature', 'journey'];
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

/** Raw rows of spans in the form of `user_days`, with the number of their span from 1, their instant and their id. */
export function rawActivity(type: ActivityType, values: unknown[], spans: readonly DatedSpan[]): string {
  const dimensions = CUBE_DIMENSIONS.map(({ name, column }) => `${rawDimension(name)} AS ${column}`).join(', ');
  const rows = rawRows(MEASURE_TABLES[type].raw, spans, values, {
    columns: `e.user_id, ${dimensions}, ${FEATURES_OF_ROW[type]} AS features, ${type === 'journey'} AS has_journey, e."timestamp", e.event_id`,
  });
  values.push(spans.map(({ date }) => date));
  return `SELECT ($${values.length}::date[])[e.span] AS local_date, e.* FROM ${rows}`;
}

function pendingSpans(buckets: readonly number[], calendar: ReportingCalendar): DatedSpan[] {
  return buckets.map((from) => ({ from, to: from + MINUTE_GRAIN_MS, date: calendar.dateOf(from) }));
}

/** Dates of a range for which `user_days` lags behind. */
export function laggingDates(snapshot: Snapshot, calendar: ReportingCalendar, range: Range): ReadonlySet<LocalDate> {
  const dates = new Set<LocalDate>();
  for (const type of ACTIVITY_TYPES) {
    for (const bucket of snapshot.pending(type, range)) {
      dates.add(calendar.dateOf(bucket));
    }
  }
  return dates;
}

/**
 * Selects of certain columns of raw activity: of spans, and of the buckets of a range that `user_days` does not hold yet;
 * one a type of event that has any. Parameters are appended.
 */
async function rawParts(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  values: unknown[],
  { columns, range, spans = [] }: { columns: string; range: Range; spans?: readonly DatedSpan[] }
): Promise<string[]> {
  const parts: string[] = [];
  for (const type of ACTIVITY_TYPES) {
    const all = [...spans, ...pendingSpans(snapshot.pending(type, range), calendar)];
    if (all.length > 0) {
      parts.push(`SELECT ${columns} FROM (${rawActivity(type, values, all)}) ${type}_raw`);
    }
  }
  return parts;
}

/** Raw activity of a range that `user_days` does not hold yet; null where it holds all. Parameters are appended. */
export async function laggingActivity(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  range: Range,
  values: unknown[]
): Promise<string | null> {
  const parts = await rawParts(snapshot, calendar, values, { columns: ACTIVITY_COLUMNS, range });
  return parts.length > 0 ? `(${parts.join(' UNION ALL ')})` : null;
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

/** The instant of the last activity on a date, µs since the epoch; -Infinity without any. */
export function lastActivity(snapshot: Snapshot, calendar: ReportingCalendar, date: LocalDate): Promise<number> {
  return snapshot.keep(
    calendar,
    `last activity ${date}`,
    [{ types: ACTIVITY_TYPES, first: date, last: date }],
    async () => {
      const { from, to } = rangeOfDates(calendar, date, date);
      const values = [new Date(from), new Date(to)];
      // As the maximum of each table, which its index tells; voided rows do no harm.
      const ofTypes = ACTIVITY_TYPES.map(
        (type) =>
          `(SELECT max("timestamp") FROM ${MEASURE_TABLES[type].raw} WHERE "timestamp" >= $1 AND "timestamp" < $2)`
      );
      const [row] = await snapshot.rows<{ last: number | null }>(
        `SELECT (extract(epoch FROM greatest(${ofTypes.join(', ')})) * 1000000)::bigint AS last`,
        values
      );
      return row?.last ?? -Infinity;
    },
    () => 1
  );
}

/**
 * Where a range may be taken to end: when nothing has happened yet after its end on the same date, as with every range
 * that ends now, the date counts as whole. Its rows are then read from `user_days` and not one by one.
 */
async function settledEnd(snapshot: Snapshot, calendar: ReportingCalendar, { from, to }: Range): Promise<number> {
  const date = calendar.dateOf(Math.max(from, to - 1));
  const end = to > from ? calendar.dayEnd(date) : to;
  if (to >= end || to < snapshot.floors().raw) {
    return to;
  }
  return (await lastActivity(snapshot, calendar, date)) < to * 1000 ? end : to;
}

const USER_COLUMNS = `user_id, ${COLUMNS}, features, has_journey`;
const ACTIVITY_COLUMNS = `local_date, ${USER_COLUMNS}`;

/**
 * Activity rows of a range: (local_date, user_id, dimensions, features, has_journey). Whole dates come from
 * `user_days`; the edges of the range, and buckets where that table lags behind, from raw rows. A user can have
 * several rows a date.
 */
export async function activity(snapshot: Snapshot, calendar: ReportingCalendar, range: Range): Promise<ActivitySource> {
  const { whole, wholeRange, edges } = splitRange(
    { from: range.from, to: await settledEnd(snapshot, calendar, range) },
    calendar
  );
  for (const edge of edges) {
    snapshot.noteRaw(edge, 'day');
  }
  const values: unknown[] = whole ? [whole.first, whole.last] : [];
  const parts = whole ? [`SELECT ${ACTIVITY_COLUMNS} FROM user_days WHERE local_date BETWEEN $1 AND $2`] : [];
  parts.push(
    ...(await rawParts(snapshot, calendar, values, { columns: ACTIVITY_COLUMNS, range: wholeRange, spans: edges }))
  );
  return { sql: parts.length > 0 ? `(${parts.join(' UNION ALL ')})` : NO_ACTIVITY, values };
}

/**
 * Activity of several windows at once, which may overlap: a column `bucket` says which window (from 0) a row is of.
 * Whole months come from `user_months`, so rows tell no dates.
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
  const ends: number[] = [];
  for (const window of windows) {
    ends.push(await settledEnd(snapshot, calendar, window));
  }
  const split = windows.map(({ from, to }, bucket) => ({
    ...splitRange({ from, to: ends[bucket] ?? to }, calendar),
    bucket,
  }));
  for (const edge of split.flatMap(({ edges }) => edges)) {
    snapshot.noteRaw(edge, 'day');
  }
  const whole = split.flatMap((window) =>
    window.whole ? [{ ...splitMonths(calendar, window.whole), bucket: window.bucket }] : []
  );
  const values: unknown[] = [];
  // OFFSET 0 keeps the planner from joining the other way round: each window is one walk down the index by date.
  const walk = (table: string, date: string, spans: ReadonlyArray<DateSpan & { bucket: number }>): string => {
    values.push(
      spans.map(({ first }) => first),
      spans.map(({ last }) => last),
      spans.map(({ bucket }) => bucket)
    );
    const at = values.length;
    return `SELECT span.bucket, ${USER_COLUMNS} FROM unnest($${at - 2}::date[], $${at - 1}::date[], $${at}::int[]) AS span(first, last, bucket)
      CROSS JOIN LATERAL (SELECT * FROM ${table} d WHERE d.${date} BETWEEN span.first AND span.last OFFSET 0) d`;
  };
  const parts = [
    walk(
      'user_days',
      'local_date',
      whole.flatMap(({ days, bucket }) => days.map((span) => ({ ...span, bucket })))
    ),
    walk(
      'user_months',
      'month',
      whole.flatMap(({ months, bucket }) => (months ? [{ ...months, bucket }] : []))
    ),
  ];
  for (const type of ACTIVITY_TYPES) {
    const pending = pendingSpans(snapshot.pending(type, hull), calendar);
    const spans = split.flatMap(({ edges, wholeRange, bucket }) =>
      [...edges, ...pending.filter(({ from }) => from >= wholeRange.from && from < wholeRange.to)].map((span) => ({
        ...span,
        bucket,
      }))
    );
    if (spans.length > 0) {
      const rows = rawActivity(type, values, spans);
      values.push(spans.map(({ bucket }) => bucket));
      parts.push(`SELECT ($${values.length}::int[])[span] AS bucket, ${USER_COLUMNS} FROM (${rows}) ${type}_raw`);
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
  parts.push(
    ...(await rawParts(snapshot, calendar, values, {
      columns: `user_id, local_date AS first_seen, "timestamp" AS first_event_at, ${COLUMNS}`,
      range: { from: MIN_INSTANT, to: MAX_INSTANT },
    }))
  );
  return parts.length === 1
    ? '(SELECT * FROM users)'
    : `(SELECT DISTINCT ON (user_id) ${columns} FROM (${parts.join(' UNION ALL ')}) sights ORDER BY user_id, first_event_at)`;
}
