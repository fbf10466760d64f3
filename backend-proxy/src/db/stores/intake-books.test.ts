import type { StorableEvent } from './event-columns';
import type { EventBatch, RejectedEvent } from './event-store';
import { intakeCounts, marksOf, sequencesOf } from './intake-books';

const NOON = Date.parse('2026-03-02T12:00:00Z');

function row(fields: Partial<StorableEvent['event']>, deviceId: string | null = null): StorableEvent {
  return {
    event: { id: 'a', type: 'feature', timestampMs: NOON, sequence: null, ...fields },
    deviceId,
  } as StorableEvent;
}

describe('marksOf', () => {
  it('names each bucket of each type once, with how many rows changed in it', () => {
    expect(
      marksOf([
        { type: 'feature', timestampMs: NOON },
        { type: 'feature', timestampMs: NOON + 299_999 },
        { type: 'session', timestampMs: NOON + 1 },
        { type: 'feature', timestampMs: NOON - 1 },
      ])
    ).toEqual([
      { type: 'feature', bucket: new Date(NOON), changes: 2 },
      { type: 'feature', bucket: new Date(NOON - 300_000), changes: 1 },
      { type: 'session', bucket: new Date(NOON), changes: 1 },
    ]);
  });
});

describe('sequencesOf', () => {
  it('tells the range and the count of each device, devices ascending', () => {
    expect(
      sequencesOf([
        row({ sequence: 7 }, 'b'),
        row({ sequence: 3 }, 'b'),
        row({ sequence: null }, 'b'),
        row({ sequence: 1 }, 'a'),
        row({ sequence: 9 }),
      ])
    ).toEqual([
      { deviceId: 'a', lowest: 1, highest: 1, seen: 1 },
      { deviceId: 'b', lowest: 3, highest: 7, seen: 2 },
    ]);
  });
});

describe('intakeCounts', () => {
  const batch = (parts: Partial<EventBatch>): EventBatch => ({
    events: [],
    repeated: [],
    rejected: [],
    skewMs: null,
    lateBefore: NOON,
    ...parts,
  });

  it('counts what was new, late, there before, repeated and refused, by type', () => {
    const counts = intakeCounts(
      batch({
        events: [
          row({ id: '1', timestampMs: NOON - 1 }),
          row({ id: '2', timestampMs: NOON + 5 }),
          row({ id: '3', type: 'session', timestampMs: NOON + 9 }),
        ],
        repeated: [row({ id: '1' })],
        rejected: [{ eventType: 'feature' }, { eventType: 'nonsense' }, { eventType: null }] as RejectedEvent[],
        skewMs: 1.5,
      }),
      new Set(['1', '2'])
    );
    const none = { accepted: 0, duplicates: 0, rejected: 0, late: 0, lastEvent: null, skewMs: 1.5 };
    expect(counts).toEqual([
      { ...none, type: 'feature', accepted: 2, duplicates: 1, rejected: 1, late: 1, lastEvent: new Date(NOON + 5) },
      { ...none, type: 'session', duplicates: 1 },
      { ...none, type: 'unknown', rejected: 2 },
    ]);
  });

  it('has nothing to say about a commit of nothing', () => {
    expect(intakeCounts(batch({}), new Set())).toEqual([]);
  });
});
