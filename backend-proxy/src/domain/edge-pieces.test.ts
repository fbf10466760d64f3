import fc from 'fast-check';
import { edgePieces, inOrder, rowsWithin } from './edge-pieces';

describe('edgePieces', () => {
  it('takes the whole units between the ends', () => {
    expect(edgePieces({ from: 15, to: 47 }, 10)).toEqual({
      whole: { from: 20, to: 40 },
      parts: [
        { unit: { from: 10, to: 20 }, part: { from: 15, to: 20 } },
        { unit: { from: 40, to: 50 }, part: { from: 40, to: 47 } },
      ],
    });
  });

  it('has no parts where a span begins and ends with units', () => {
    expect(edgePieces({ from: 10, to: 30 }, 10)).toEqual({ whole: { from: 10, to: 30 }, parts: [] });
  });

  it('is a part of one unit where a span lies within it', () => {
    expect(edgePieces({ from: 12, to: 18 }, 10)).toEqual({
      whole: null,
      parts: [{ unit: { from: 10, to: 20 }, part: { from: 12, to: 18 } }],
    });
  });

  it('covers a span without gap or overlap, each part within its unit', () => {
    const instant = fc.integer({ min: 0, max: 5000 });
    fc.assert(
      fc.property(instant, instant, fc.integer({ min: 1, max: 700 }), (a, b, width) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b) + 1];
        const { whole, parts } = edgePieces({ from, to }, width);
        const spans = [...parts.map(({ part }) => part), ...(whole ? [whole] : [])].sort((x, y) => x.from - y.from);
        expect(spans[0]?.from).toBe(from);
        expect(spans.at(-1)?.to).toBe(to);
        spans.slice(1).forEach((span, index) => expect(span.from).toBe(spans[index]?.to));
        for (const { unit, part } of parts) {
          expect(unit.to - unit.from).toBe(width);
          expect(unit.from % width).toBe(0);
          expect(part.from).toBeGreaterThanOrEqual(unit.from);
          expect(part.to).toBeLessThanOrEqual(unit.to);
        }
      })
    );
  });
});

describe('rowsWithin', () => {
  it('takes the rows of a part, to the microsecond', () => {
    const rows = inOrder([{ at: 18_000 }, { at: 14_999 }, { at: 17_999 }, { at: 15_000 }]);
    expect(rowsWithin(rows, { from: 15, to: 18 })).toEqual([{ at: 15_000 }, { at: 17_999 }]);
  });

  it('takes what a look at each row would take', () => {
    const at = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(fc.array(at), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), (ats, a, b) => {
        const rows = inOrder(ats.map((instant) => ({ at: instant })));
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        expect(rowsWithin(rows, { from, to })).toEqual(
          rows.filter((row) => row.at >= from * 1000 && row.at < to * 1000)
        );
      })
    );
  });
});
