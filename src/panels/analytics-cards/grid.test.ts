import { type GridInput, layOutGrid } from './grid';

const input: GridInput = {
  count: 4,
  width: 1200,
  height: 200,
  columns: 0,
  layout: 'standard',
  widestValue: 3.5,
  trendWidth: 50,
  titleWidth: 120,
  marks: 0,
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
    const { valueFontSize, scale } = layOutGrid({ ...input, count: 1, width: 1900, height: 1000 });
    expect(valueFontSize).toBeGreaterThan(400);
    expect(scale).toBeGreaterThan(4);
  });

  it('leaves small type as it is on a desk', () => {
    expect(layOutGrid({ ...input, columns: 4 }).scale).toBe(1);
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
      const order = [room.sparkline === 'below', room.details, room.target, room.status === 'line'];
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
      layOutGrid({ ...input, width, height: 100, columns: 4, layout, marks: 1 }).room;
    expect([words(1200, 'standard').markWords, words(700, 'standard').markWords]).toEqual([true, false]);
    expect([words(1200, 'compact').statusWord, words(700, 'compact').statusWord]).toEqual([true, false]);
  });

  it('keeps the status in every card: on its line, beside the trend, or in the corner of the title', () => {
    expect(layOutGrid({ ...input, height: 10, columns: 1 })).toMatchObject({ scrolls: true, room: { status: 'line' } });
    const phone = { ...input, width: 316, height: 200, columns: 2 };
    expect(layOutGrid(phone).room).toMatchObject({ status: 'trend', statusWord: false });
    expect(layOutGrid({ ...phone, height: 260 }).room).toMatchObject({ status: 'line', statusWord: true });
  });

  it('makes the value a little smaller before the status loses its line', () => {
    const low = { ...input, width: 600, height: 118, columns: 3, count: 3, widestValue: 4.5 };
    const { valueFontSize, room } = layOutGrid(low);
    expect(room.status).toBe('line');
    expect(valueFontSize).toBeGreaterThanOrEqual(20);
  });

  it('gives a long title two lines where the card is high enough', () => {
    const long = { ...input, titleWidth: 180, width: 320, columns: 2 };
    expect(layOutGrid({ ...long, height: 400 }).titleLines).toBe(2);
    expect(layOutGrid({ ...long, height: 190 }).titleLines).toBe(1);
    expect(layOutGrid({ ...long, count: 30, height: 190 })).toMatchObject({ titleLines: 2, scrolls: true });
    expect(layOutGrid({ ...long, titleWidth: 100, height: 400 }).titleLines).toBe(1);
  });

  it('gives the reason for a missing value as many lines as there are', () => {
    const lines = (height: number) => layOutGrid({ ...input, height, width: 320, columns: 2 }).noteLines;
    expect(lines(180)).toBe(1);
    expect(lines(500)).toBeGreaterThan(4);
  });

  it('does not depend on anything but its input', () => {
    expect(layOutGrid(input)).toEqual(layOutGrid({ ...input }));
  });
});
