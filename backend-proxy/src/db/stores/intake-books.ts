import { EVENT_TYPES, type EventType } from '../../config/types';
import { MINUTE_GRAIN_MS } from '../../domain/cover';
import type { StorableEvent } from './event-columns';
import type { EventBatch } from './event-store';

/** A 5-minute bucket whose rollups no longer hold. */
export interface Mark {
  type: EventType;
  bucket: Date;
  /** How many of its rows changed. */
  changes: number;
}

/** The buckets of events, each once. */
export function marksOf(events: Iterable<{ type: EventType; timestampMs: number }>): Mark[] {
  const buckets = new Map<EventType, Map<number, number>>();
  for (const { type, timestampMs } of events) {
    const ofType = buckets.get(type) ?? new Map<number, number>();
    const bucket = Math.floor(timestampMs / MINUTE_GRAIN_MS) * MINUTE_GRAIN_MS;
    buckets.set(type, ofType.set(bucket, (ofType.get(bucket) ?? 0) + 1));
  }
  return [...buckets].flatMap(([type, ofType]) =>
    [...ofType].map(([bucket, changes]) => ({ type, bucket: new Date(bucket), changes }))
  );
}

/** The numbers that a device gave its events. */
export interface DeviceSequences {
  deviceId: string;
  lowest: number;
  highest: number;
  /** How many events had one. */
  seen: number;
}

/** The numbered events of each device, devices ascending. */
export function sequencesOf(events: readonly StorableEvent[]): DeviceSequences[] {
  const devices = new Map<string, DeviceSequences>();
  for (const { event, deviceId } of events) {
    const { sequence } = event;
    if (deviceId === null || sequence === null) {
      continue;
    }
    const known = devices.get(deviceId);
    if (known === undefined) {
      devices.set(deviceId, { deviceId, lowest: sequence, highest: sequence, seen: 1 });
    } else {
      known.lowest = Math.min(known.lowest, sequence);
      known.highest = Math.max(known.highest, sequence);
      known.seen++;
    }
  }
  return [...devices.values()].sort((a, b) => (a.deviceId < b.deviceId ? -1 : 1));
}

/** What became of the events of one type in one commit: a row of the books. */
export interface IntakeCounts {
  type: EventType | 'unknown';
  accepted: number;
  duplicates: number;
  rejected: number;
  late: number;
  lastEvent: Date | null;
  skewMs: number | null;
}

/** Counts a commit by type. @param stored ids of the events that were new */
export function intakeCounts(batch: EventBatch, stored: ReadonlySet<string>): IntakeCounts[] {
  const byType = new Map<string, IntakeCounts>();
  const countsOf = (type: IntakeCounts['type']): IntakeCounts => {
    const known = byType.get(type);
    if (known !== undefined) {
      return known;
    }
    const { skewMs } = batch;
    const counts = { type, accepted: 0, duplicates: 0, rejected: 0, late: 0, lastEvent: null, skewMs };
    byType.set(type, counts);
    return counts;
  };
  const newest = new Map<IntakeCounts, number>();
  for (const { event } of batch.events) {
    const counts = countsOf(event.type);
    if (!stored.has(event.id)) {
      counts.duplicates++;
      continue;
    }
    counts.accepted++;
    counts.late += event.timestampMs < batch.lateBefore ? 1 : 0;
    newest.set(counts, Math.max(newest.get(counts) ?? -Infinity, event.timestampMs));
  }
  for (const [counts, instant] of newest) {
    counts.lastEvent = new Date(instant);
  }
  for (const { event } of batch.repeated) {
    countsOf(event.type).duplicates++;
  }
  for (const { eventType } of batch.rejected) {
    // A type that does not exist must not become one in the books.
    countsOf(EVENT_TYPES.find((type) => type === eventType) ?? 'unknown').rejected++;
  }
  return [...byType.values()];
}
