import { type GridInput, layOutGrid } from './grid';

const input: GridInput = {
  count: 4,
  width: 1200,
  height: 200,
  columns: 0,
  layout: 'standard',
  widestValue: 3.5,
  trendWidth: 50,
};

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
    expect(layout.rowHeight).toBeGreaterThanOrEqual(86);
  });

  it('keeps a long value inside its card', () => {
    const { valueFontSize } = layOutGrid({ ...input, count: 1, width: 300, height: 300, widestValue: 9 });
    expect(valueFontSize * 9).toBeLessThanOrEqual(300 - 30);
  });

  it('puts all in one row rather than leave an empty cell', () => {
    expect(layOutGrid({ ...input, width: 700, height: 140 }).columns).toBe(4);
  });

  it('gives up the sparkline first, then the small print, the target and the status', () => {
    for (let height = 20; height <= 400; height += 4) {
      const { room } = layOutGrid({ ...input, height, width: 700, columns: 4 });
      const order = [room.sparkline === 'below', room.details, room.target, room.status];
      // Once something has room, so has everything that is worth more.
      expect(order).toEqual([...order].sort((one, other) => Number(one) - Number(other)));
    }
    expect(layOutGrid({ ...input, height: 400, width: 700, columns: 4 }).room.sparkline).toBe('below');
    expect(layOutGrid({ ...input, height: 20, width: 700, columns: 4 }).room.details).toBe(false);
  });

  it('puts the sparkline beside the value of a low, wide card', () => {
    expect(layOutGrid({ ...input, height: 100, columns: 2 }).room.sparkline).toBe('beside');
  });

  it('writes words only where there is room for them', () => {
    const words = (width: number, layout: GridInput['layout']) =>
      layOutGrid({ ...input, width, height: 100, columns: 4, layout }).room.words;
    expect([words(1200, 'standard'), words(700, 'standard')]).toEqual([true, false]);
    expect([words(1200, 'compact'), words(700, 'compact')]).toEqual([true, false]);
  });

  it('keeps the status even in the lowest cards', () => {
    expect(layOutGrid({ ...input, height: 10, columns: 1 })).toMatchObject({ scrolls: true, room: { status: true } });
  });

  it('does not depend on anything but its input', () => {
    expect(layOutGrid(input)).toEqual(layOutGrid({ ...input }));
  });
});
