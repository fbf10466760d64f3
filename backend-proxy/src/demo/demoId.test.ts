import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { demoId, demoIdRange, IdKind, isDemoId } from './demoId';

describe('ids of the demo', () => {
  const origin = fc.record({
    kind: fc.constantFrom(IdKind.User, IdKind.Visit, IdKind.LiveVisit, IdKind.Report, IdKind.LiveReport),
    slot: fc.nat(2 ** 28 - 1),
    actor: fc.nat(2 ** 20 - 1),
    counter: fc.nat(2 ** 12 - 1),
  });

  it('are UUIDs of version 8 that are told apart from all others', () => {
    fc.assert(
      fc.property(fc.nat(), origin, (seed, from) => {
        const id = demoId(seed, from);
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(isDemoId(id)).toBe(true);
        expect(isDemoId(id.toUpperCase())).toBe(true);
        expect(id >= demoIdRange.from && id < demoIdRange.to).toBe(true);
      })
    );
  });

  it('differ when their origins differ', () => {
    fc.assert(
      fc.property(fc.uniqueArray(origin, { selector: (value) => JSON.stringify(value), minLength: 2 }), (origins) => {
        expect(new Set(origins.map((from) => demoId(42, from))).size).toBe(origins.length);
      })
    );
  });

  it('leave the ids of real clients alone', () => {
    expect(isDemoId(randomUUID())).toBe(false);
    expect(isDemoId('de300000-2756-4004-8002-00050b500001')).toBe(false);
    expect(isDemoId('de300000')).toBe(false);
    expect(isDemoId('x-de300000-2756-8004-8002-00050b500001')).toBe(false);
  });
});
