import { eventColumns, fetchEvents, type EventKey, type RawEvent } from '../db/read-models/raw-events';
import { parseUuid } from '../domain/uuid';
import type { FieldType, JsonFrame, Notice } from '../frames/frame';
import { tableFrame } from '../frames/table';
import { customMeta, isComplete, QueryError, type QueryContext } from './context';
import { refuseDimensions } from './rows';
import type { EventsQuery } from './schema';

const DEFAULT_LIMIT = 100;

const FIELD_TYPES: Readonly<Record<string, FieldType>> = {
  timestamptz: 'time',
  float8: 'number',
  bigint: 'number',
  boolean: 'boolean',
};

function encodeCursor({ micros, event_id: id }: RawEvent): string {
  return Buffer.from(JSON.stringify([micros, id])).toString('base64url');
}

/** @throws QueryError 400 for what no answer gave out */
function decodeCursor(cursor: string): EventKey {
  try {
    const [micros, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const uuid = typeof id === 'string' ? parseUuid(id) : null;
    if (typeof micros === 'number' && Number.isSafeInteger(micros) && uuid !== null) {
      return { micros, id: uuid };
    }
  } catch {
    // Not JSON: no cursor of ours either.
  }
  throw new QueryError(400, 'cursor: expected meta.custom.cursor of an earlier answer to the same query.');
}

/** A cell as a table can show it: lists of texts joined, everything else that is nested as JSON. */
function cellOf(value: unknown): string | number | boolean | null {
  if (value instanceof Date) {
    return value.getTime();
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) {
    return value.join(', ');
  }
  return value === null || value === undefined ? null : JSON.stringify(value);
}

/**
 * `events`: single events of a type, the newest first, page by page. People, devices and sessions stand under their
 * pseudonyms; where the proxy keeps none, they are left out.
 */
export async function answerEvents(query: EventsQuery, context: QueryContext): Promise<JsonFrame[]> {
  const { config, snapshot, range } = context;
  if (!config.query.rawEvents) {
    throw new QueryError(
      403,
      'Single events are not shown: query.raw_events is false in the configuration of the proxy.'
    );
  }
  refuseDimensions(query, { groupBy: [], filters: ['userRole', 'deviceType', 'appVersion', 'site'] });
  const personal = config.privacy.anonymizeUserData;
  const columns = eventColumns(query.type, { personal });
  const limit = Math.min(query.limit ?? DEFAULT_LIMIT, config.query.maxRows);
  // One more than asked for tells whether there is another page.
  const rows = await fetchEvents(snapshot, query.type, {
    range,
    filters: query.filters ?? {},
    after: query.cursor ? decodeCursor(query.cursor) : null,
    limit: limit + 1,
    columns: columns.map(({ name }) => name),
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return [
    tableFrame<RawEvent>(
      query.refId,
      'Events',
      shown,
      columns.map(({ name, type }) => ({
        name,
        type: FIELD_TYPES[type] ?? 'string',
        value: (row) => cellOf(row[name]),
      })),
      customMeta(context, {
        n: shown.map(() => 1),
        complete: shown.map(({ timestamp }) => isComplete(timestamp.getTime(), context)),
        method: 'exact',
        cursor: rows.length > limit && last ? encodeCursor(last) : null,
      }),
      personal ? [] : [NO_PSEUDONYMS]
    ),
  ];
}

const NO_PSEUDONYMS: Notice = {
  severity: 'info',
  text: 'Users, devices and sessions are left out: privacy.anonymize_user_data is false, so that no pseudonyms are kept.',
};
