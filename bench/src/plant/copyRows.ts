import { defaultConfig } from './settings';
import type { EventType } from '../../../backend-proxy/src/config/types';
import { EVENT_COLUMNS, type StorableEvent } from '../../../backend-proxy/src/db/stores/event-columns';
import type { ColumnSpec } from '../../../backend-proxy/src/db/stores/columns';
import { deriveBusiness, deriveJourney, deriveSession } from '../../../backend-proxy/src/domain/derive';
import type { AnalyticsEvent } from '../../../backend-proxy/src/ingest/event';

/** An event as the intake would store it: scored by the same code. */
export function storable(event: AnalyticsEvent): StorableEvent {
  return { event, derived: derivedOf(event), deviceId: null };
}

function derivedOf(event: AnalyticsEvent): StorableEvent['derived'] {
  switch (event.type) {
    case 'business':
      return deriveBusiness(event);
    case 'session':
      return deriveSession(
        { ...event, features: event.featuresUsed.length },
        defaultConfig.scoring,
        defaultConfig.features.length
      );
    case 'journey':
      return deriveJourney({ ...event, abandoned: event.abandonmentPoint !== null });
    case 'feature':
    case 'performance':
      return null;
  }
}

const specsOf = (type: EventType): ReadonlyArray<ColumnSpec<StorableEvent>> =>
  EVENT_COLUMNS[type] as ReadonlyArray<ColumnSpec<StorableEvent>>;

/** The columns that COPY fills, per type. */
export function copyColumns(type: EventType): string {
  return specsOf(type)
    .map(({ column }) => `"${column}"`)
    .join(', ');
}

function cell(type: ColumnSpec<never>['type'], value: unknown): string {
  if (value === null || value === undefined) {
    return '\\N';
  }
  if (type === 'text[]') {
    return `{${(value as string[]).join(',')}}`;
  }
  return type === 'jsonb' ? JSON.stringify(value) : String(value);
}

/** A line of COPY's text format. None of the plant's texts holds a character that would have to be escaped. */
export function copyLine(row: StorableEvent): string {
  return `${specsOf(row.event.type)
    .map(({ type, value }) => cell(type, value(row)))
    .join('\t')}\n`;
}

/** The line of the table that makes an id count once. */
export function idLine({ event }: StorableEvent): string {
  return `${event.id}\t${event.type}\t${event.timestamp}\n`;
}
