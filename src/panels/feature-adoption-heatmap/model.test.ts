import { createDataFrame, FieldType } from '@grafana/data';
import { adoptionFrame, adoptionRow, type AdoptionRow } from '../../test/adoption';
import { buildGrid, cellAt, type Grid } from './model';
import { defaults } from './types';

function gridOf(rows: AdoptionRow[], options: Partial<typeof defaults> = {}): Grid {
  const model = buildGrid([adoptionFrame(rows)], { ...defaults, showTotals: false, ...options });
  if (model.kind !== 'grid') {
    throw new Error(`the model is ${model.kind}`);
  }
  return model.grid;
}

const titles = (axes: Grid['rows']) => axes.map(({ title }) => title);

describe('buildGrid', () => {
  it('says what is missing', () => {
    const other = createDataFrame({ fields: [{ name: 'x', type: FieldType.number, values: [1] }] });
    expect(buildGrid([], defaults).kind).toBe('empty');
    expect(buildGrid([adoptionFrame([])], defaults).kind).toBe('empty');
    expect(buildGrid([other], defaults).kind).toBe('undrawable');
  });

  it('gives every feature a cell in every column', () => {
    const grid = gridOf([adoptionRow('a', 'x'), adoptionRow('b', 'y')]);
    expect(grid.cells).toHaveLength(4);
    expect(cellAt(grid, 0, 1).state).toBe('missing');
    expect(cellAt(grid, 1, 1)).toMatchObject({ state: 'value', rate: 50, change: 10, sourceRow: 1 });
    expect(cellAt(grid, 9, 9).state).toBe('missing');
  });

  it('tells the reasons for no value apart, and zero from none', () => {
    const grid = gridOf([
      adoptionRow('a', 'none', { rate: null, eligible: 0, users: 0 }),
      adoptionRow('a', 'few', { rate: null, eligible: 3 }),
      adoptionRow('a', 'zero', { rate: 0, users: 0 }),
      adoptionRow('a', 'new', { previous_rate: null, complete: false }),
    ]);
    expect(grid.cells.map(({ state }) => state)).toEqual(['none_eligible', 'too_few', 'value', 'value']);
    expect(cellAt(grid, 0, 3)).toMatchObject({ change: null, provisional: true });
  });

  it('totals sums, not shares', () => {
    const rows = [
      adoptionRow('a', 'x', { users: 1, eligible: 1, rate: 100 }),
      adoptionRow('a', 'y', { users: 0, eligible: 99, rate: 0 }),
    ];
    const grid = gridOf(rows, { showTotals: true });
    expect(titles(grid.columns)).toEqual(['x', 'y', 'All']);
    expect(cellAt(grid, 0, 2)).toMatchObject({ rate: 1, users: 1, eligible: 100, sourceRow: null });
  });

  it('has the mean of all features in a last row', () => {
    const rows = ['a', 'b'].flatMap((feature, index) => [
      adoptionRow(feature, 'x', { users: index === 0 ? 10 : 5, eligible: 10 }),
      adoptionRow(feature, 'y', { users: 0, eligible: 10, rate: 0 }),
    ]);
    const grid = gridOf(rows, { showTotals: true });
    expect(titles(grid.rows)).toEqual(['A', 'B', 'Mean']);
    expect([0, 1, 2].map((column) => cellAt(grid, 2, column).rate)).toEqual([75, 0, 37.5]);
  });

  it('has no total over one column, of changes, or over cells without a value', () => {
    expect(gridOf([adoptionRow('a', 'x')], { showTotals: true }).columns).toHaveLength(1);
    const two = [adoptionRow('a', 'x'), adoptionRow('a', 'y')];
    expect(gridOf(two, { showTotals: true, mode: 'change' }).columns).toHaveLength(2);
    const none = { rate: null, eligible: 0 };
    const empty = gridOf([adoptionRow('a', 'x', none), adoptionRow('a', 'y', none)], { showTotals: true });
    expect(cellAt(empty, 0, 2).state).toBe('none_eligible');
  });

  it('orders rows and columns', () => {
    const rows = [
      adoptionRow('b', 'v10', { users: 9 }),
      adoptionRow('b', 'v9', { users: 1 }),
      adoptionRow('a', 'v10', { users: 2 }),
      adoptionRow('a', 'v9', { users: 1 }),
      adoptionRow('c', 'v10', { users: 10 }),
    ];
    expect(titles(gridOf(rows).rows)).toEqual(['B', 'A', 'C']);
    expect(titles(gridOf(rows, { rowOrder: 'name', columnOrder: 'name' }).columns)).toEqual(['v9', 'v10']);
    expect(titles(gridOf(rows, { rowOrder: 'name' }).rows)).toEqual(['A', 'B', 'C']);
    expect(titles(gridOf(rows, { rowOrder: 'total' }).rows)).toEqual(['C', 'B', 'A']);
    expect(titles(gridOf(rows, { columnOrder: 'total' }).columns)).toEqual(['v10', 'v9']);
  });

  it('handles 200 by 104 cells in good time', () => {
    const rows = Array.from({ length: 200 * 104 }, (_, index) => adoptionRow(`f${index % 200}`, `w${index % 104}`));
    const start = performance.now();
    gridOf(rows, { showTotals: true, rowOrder: 'total' });
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
