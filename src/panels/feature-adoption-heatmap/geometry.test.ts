import { layOutHeatmap, moved, placeAt } from './geometry';

const input = { rows: 6, columns: 4, width: 800, height: 300, longestRow: 20, longestColumn: 10 };

describe('layOutHeatmap', () => {
  it('fills the panel', () => {
    const { labelWidth, gridWidth, headerHeight, gridHeight } = layOutHeatmap(input);
    expect(labelWidth + gridWidth).toBeCloseTo(800);
    expect(headerHeight + gridHeight).toBeCloseTo(300);
  });

  it('scrolls rather than draw cells too small to hit', () => {
    const { gridWidth, cellHeight } = layOutHeatmap({ ...input, rows: 200, columns: 104, width: 400 });
    expect(cellHeight).toBe(14);
    expect(gridWidth).toBeGreaterThan(400);
  });

  it('leaves labels and values out where they do not fit', () => {
    expect(layOutHeatmap(input)).toMatchObject({ labelEvery: 1, hasRoomForValues: true });
    const dense = layOutHeatmap({ ...input, columns: 104 });
    expect(dense.labelEvery).toBeGreaterThan(5);
    expect(dense.hasRoomForValues).toBe(false);
  });
});

describe('labels of a heatmap', () => {
  it('stand at an angle where cells are narrower than they are', () => {
    const { slanted, labelEvery, headerHeight } = layOutHeatmap({ ...input, columns: 12 });
    expect({ slanted, labelEvery }).toEqual({ slanted: true, labelEvery: 1 });
    expect(headerHeight).toBeGreaterThan(22);
    expect(layOutHeatmap(input)).toMatchObject({ slanted: false, headerHeight: 22 });
    expect(layOutHeatmap({ ...input, columns: 104 }).slanted).toBe(false);
  });

  it('leave most of a low panel to the cells', () => {
    expect(layOutHeatmap({ ...input, columns: 12, height: 100 }).headerHeight).toBeLessThanOrEqual(35);
  });

  it('of rows take two lines where rows are high', () => {
    expect(layOutHeatmap(input).rowLines).toBe(2);
    expect(layOutHeatmap({ ...input, rows: 30 }).rowLines).toBe(1);
  });
});

describe('placeAt', () => {
  const geometry = layOutHeatmap(input);
  const size = { row: 6, column: 4 };

  it('finds the cell under a point', () => {
    expect(placeAt(geometry.cellWidth * 1.5, geometry.cellHeight * 2.5, size, geometry)).toEqual({ row: 2, column: 1 });
  });

  it.each([
    [-1, 5],
    [5, -1],
    [10_000, 5],
    [5, 10_000],
  ])('is null outside (%d, %d)', (x, y) => {
    expect(placeAt(x, y, size, geometry)).toBeNull();
  });
});

describe('moved', () => {
  const size = { row: 3, column: 4 };

  it.each([
    ['ArrowDown', { row: 2, column: 1 }],
    ['ArrowUp', { row: 0, column: 1 }],
    ['ArrowLeft', { row: 1, column: 0 }],
    ['ArrowRight', { row: 1, column: 2 }],
    ['Home', { row: 1, column: 0 }],
    ['End', { row: 1, column: 3 }],
    ['PageUp', { row: 0, column: 1 }],
    ['PageDown', { row: 2, column: 1 }],
  ])('%s', (key, place) => {
    expect(moved({ row: 1, column: 1 }, key, size)).toEqual(place);
  });

  it('stops at the edges and ignores other keys', () => {
    expect(moved({ row: 0, column: 0 }, 'ArrowUp', size)).toEqual({ row: 0, column: 0 });
    expect(moved({ row: 2, column: 3 }, 'ArrowRight', size)).toEqual({ row: 2, column: 3 });
    expect(moved({ row: 0, column: 0 }, 'a', size)).toBeNull();
  });
});
