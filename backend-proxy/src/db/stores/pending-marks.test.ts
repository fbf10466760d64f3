import { fillingBuckets, foldMarks, groupByDate, type PendingMark } from './pending-marks';

const NOON = Date.parse('2026-03-02T12:00:00Z');
const BUCKET_MS = 300_000;

let lastId = 0;
function mark(fields: Partial<PendingMark> = {}): PendingMark {
  return { id: ++lastId, type: 'session', bucket: NOON, changes: 1, ageMs: 100, ...fields };
}

describe('fillingBuckets', () => {
  it('names a bucket in which much changed, whatever the types, and still changes', () => {
    const marks = [mark({ changes: 15_000, ageMs: 9000 }), mark({ type: 'journey', changes: 5000, ageMs: 4999 })];
    expect(fillingBuckets(marks)).toEqual(new Set([NOON]));
  });

  it.each<[string, PendingMark[]]>([
    ['little changed', [mark({ changes: 19_999 })]],
    ['nothing changed for 5 s', [mark({ changes: 20_000, ageMs: 5000 })]],
    ['a change waits for 5 min already', [mark({ ageMs: 310_000 }), mark({ changes: 20_000 })]],
    ['the clock was set back', [mark({ changes: 20_000, ageMs: -3_600_000 })]],
  ])('names none in which %s', (_what, marks) => {
    expect(fillingBuckets(marks)).toEqual(new Set());
  });

  it('tells buckets apart', () => {
    const marks = [mark({ changes: 20_000 }), mark({ bucket: NOON + BUCKET_MS })];
    expect(fillingBuckets(marks)).toEqual(new Set([NOON]));
  });
});

describe('groupByDate', () => {
  it('puts the marks of a type on a date together, first ones first', () => {
    const marks = [
      mark({ id: 1, changes: 3 }),
      mark({ id: 2, type: 'journey' }),
      mark({ id: 3, bucket: NOON + BUCKET_MS, changes: 4 }),
      mark({ id: 4, bucket: NOON + 86_400_000 }),
    ];
    expect(groupByDate(marks, (instant) => new Date(instant).toISOString().slice(0, 10))).toEqual([
      { type: 'session', date: '2026-03-02', buckets: new Set([NOON, NOON + BUCKET_MS]), ids: [1, 3], changes: 7 },
      { type: 'journey', date: '2026-03-02', buckets: new Set([NOON]), ids: [2], changes: 1 },
      { type: 'session', date: '2026-03-03', buckets: new Set([NOON + 86_400_000]), ids: [4], changes: 1 },
    ]);
  });
});

describe('foldMarks', () => {
  it('leaves the oldest, for all but the newest, and the newest of each type and bucket', () => {
    const marks = [
      mark({ id: 1, changes: 5 }),
      mark({ id: 2, type: 'journey' }),
      mark({ id: 3, changes: 7 }),
      mark({ id: 4, changes: 11 }),
      mark({ id: 5, type: 'journey' }),
      mark({ id: 6, changes: 13 }),
      mark({ id: 7, bucket: NOON + BUCKET_MS }),
    ];
    expect(foldMarks(marks)).toEqual({ kept: [{ id: 1, changes: 23 }], gone: [3, 4] });
  });

  it('has nothing to do where two are left', () => {
    expect(foldMarks([mark(), mark()])).toEqual({ kept: [], gone: [] });
    expect(foldMarks([])).toEqual({ kept: [], gone: [] });
  });
});
