import { UNKNOWN_GROUP } from '@lopan/catalogue';
import { EVENT_TYPES, type EventType } from '../../config/types';
import { datesBetween, type ReportingCalendar } from '../../domain/calendar';
import type { Range } from '../../domain/intervals';
import { MEASURE_TABLES } from '../measures';
import type { Snapshot } from '../snapshot';
import { fetchAggregates } from './range-cells';
import { filterConditions, rawDimension, type Filters } from './filters';

/** When an app version was first seen. */
export interface Release {
  version: string;
  /** Epoch ms; the start of the date where the raw rows of that date are gone. */
  at: number;
  exact: boolean;
}

interface FirstDate extends Range {
  version: string;
  types: EventType[];
}

/** The first date of each version that any event carries, with the types of event that carry it then. */
async function fetchFirstDates(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  range: Range,
  filters: Filters
): Promise<FirstDate[]> {
  const dates = datesBetween(calendar.dateOf(range.from), calendar.dateOf(range.to - 1));
  const starts = dates.map((date) => calendar.dayStart(date));
  // The first bucket is all the time before: a version that was seen in it is no release of the range.
  const edges = [calendar.dayStart('1970-01-01'), ...starts, calendar.dayEnd(calendar.dateOf(range.to - 1))];
  const first = new Map<string, { bucket: number; types: EventType[] }>();
  for (const type of EVENT_TYPES) {
    const query = { type, edges, groupBy: ['appVersion'] as const, filters };
    for (const { bucket, group, value } of await fetchAggregates(snapshot, query, calendar)) {
      const version = group[0] ?? UNKNOWN_GROUP;
      const known = first.get(version);
      if (version === UNKNOWN_GROUP || (value['n'] ?? 0) === 0 || (known && known.bucket < bucket)) {
        continue;
      }
      first.set(version, { bucket, types: known?.bucket === bucket ? [...new Set([...known.types, type])] : [type] });
    }
  }
  return [...first].flatMap(([version, { bucket, types }]) =>
    bucket === 0 ? [] : [{ version, types, from: edges[bucket] ?? 0, to: edges[bucket + 1] ?? 0 }]
  );
}

/** The first sight of versions within the dates on which they came up: $1 versions, $2 types, $3 starts, $4 ends. */
async function fetchFirstInstants(
  snapshot: Snapshot,
  dates: readonly FirstDate[],
  filters: Filters
): Promise<Map<string, number>> {
  const asked = dates.flatMap(({ version, types, from, to }) => types.map((type) => ({ version, type, from, to })));
  const values: unknown[] = [
    asked.map(({ version }) => version),
    asked.map(({ type }) => type),
    asked.map(({ from }) => new Date(from)),
    asked.map(({ to }) => new Date(to)),
  ];
  const conditions = filterConditions(filters, rawDimension, values);
  // Each part walks down the time index and stops at the first row that fits.
  const parts = EVENT_TYPES.map(
    (type) => `SELECT a.version, first.at FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])
        AS a(version, type, "from", "to")
      CROSS JOIN LATERAL (SELECT e."timestamp" AS at FROM ${MEASURE_TABLES[type].raw} e
        WHERE e."timestamp" >= a."from" AND e."timestamp" < a."to" AND e.app_version = a.version
          AND e.voided_at IS NULL${conditions} ORDER BY e."timestamp" LIMIT 1) first
      WHERE a.type = '${type}'`
  );
  const rows = await snapshot.rows<{ version: string; at: Date }>(
    `SELECT version, min(at) AS at FROM (${parts.join(' UNION ALL ')}) seen GROUP BY version`,
    values
  );
  return new Map(rows.map(({ version, at }) => [version, at.getTime()]));
}

/** The app versions that were first seen within a range, the earliest first. */
export async function fetchReleases(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  range: Range,
  filters: Filters
): Promise<Release[]> {
  const dates = await fetchFirstDates(snapshot, calendar, range, filters);
  const instants = dates.length > 0 ? await fetchFirstInstants(snapshot, dates, filters) : new Map<string, number>();
  return dates
    .map(({ version, from }) => ({ version, at: instants.get(version) ?? from, exact: instants.has(version) }))
    .filter(({ at }) => at >= range.from && at < range.to)
    .sort((a, b) => a.at - b.at || (a.version < b.version ? -1 : 1));
}
