import { type GridInput, layOutGrid } from './grid';

const input: GridInput = { count: 4, width: 1200, height: 200, columns: 0, layout: 'standard', longestText: 6 };

describe('layOutGrid', () => {
  it.each([
    ['four in a row on a wide, low panel', { width: 1200, height: 120 }, 4],
    ['two by two on a square panel', { width: 600, height: 500 }, 2],
    ['two columns on a phone', { width: 320, height: 400 }, 2],
    ['one column where two would be too narrow', { width: 200, height: 400 }, 1],
    ['one column for one card', { count: 1 }, 1],
    ['no more columns than cards', { count: 2, width: 2000, height: 100 }, 2],
  ])('%s', (_, size, columns) => {
    expect(layOutGrid({ ...input, ...size }).columns).toBe(columns);
  });

  it('obeys a fixed number of columns', () => {
    expect(layOutGrid({ ...input, columns: 3 }).columns).toBe(3);
    expect(layOutGrid({ ...input, columns: 12 }).columns).toBe(4);
  });

  it('makes one giant number of a single card', () => {
    const { valueFontSize } = layOutGrid({ ...input, count: 1, width: 1900, height: 1000 });
    expect(valueFontSize).toBe(160);
  });

  it('scrolls rather than squeeze', () => {
    const layout = layOutGrid({ ...input, count: 30, width: 400, height: 200 });
    expect(layout.scrolls).toBe(true);
    expect(layout.rowHeight).toBeGreaterThanOrEqual(84);
  });

  it('keeps a long value inside its card', () => {
    const { valueFontSize } = layOutGrid({ ...input, count: 1, width: 300, height: 300, longestText: 14 });
    expect(valueFontSize * 14 * 0.6).toBeLessThanOrEqual(300 - 24 + 5);
  });

  it('gives up the sparkline first, then the small print, then the footer', () => {
    expect(layOutGrid({ ...input, height: 300, columns: 4 }).room).toEqual({
      footer: true,
      details: true,
      sparkline: true,
    });
    expect(layOutGrid({ ...input, height: 84, columns: 4 }).room.sparkline).toBe(false);
    expect(layOutGrid({ ...input, height: 60, columns: 4, layout: 'compact' }).room).toEqual({
      footer: false,
      details: false,
      sparkline: false,
    });
  });

  it('does not depend on anything but its input', () => {
    expect(layOutGrid(input)).toEqual(layOutGrid({ ...input }));
  });
});
