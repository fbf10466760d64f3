import { adoptionFrame, adoptionRow } from '../../test/adoption';
import { buildGrid, cellAt } from './model';
import { toCsvTable, toTable } from './table';
import { cellLines, cellSentence, cellText, gridSentence } from './texts';
import { defaults } from './types';

const model = buildGrid(
  [
    adoptionFrame([
      adoptionRow('a', 'operator', { complete: false }),
      adoptionRow('a', 'planner', { rate: 90, users: 9, previous_rate: null }),
      adoptionRow('b', 'operator', { rate: null, eligible: 0 }),
    ]),
  ],
  { ...defaults, showTotals: false }
);
if (model.kind !== 'grid') {
  throw new Error('no grid');
}
const { grid } = model;

describe('texts of a cell', () => {
  it('tell share, counts, change and that it may change', () => {
    expect(cellLines(cellAt(grid, 0, 0))).toEqual([
      '50.0%',
      '5 of 10 users',
      '+10.0 pp against the previous range',
      'provisional',
    ]);
  });

  it('tell why there is no share', () => {
    expect(cellLines(cellAt(grid, 1, 0))).toEqual(['Nobody could use it']);
    expect(cellText(cellAt(grid, 1, 0), 'rate')).toBe('');
  });

  it('name the cell in a sentence', () => {
    const [row] = grid.rows;
    const [column] = grid.columns;
    expect(row && column && cellSentence(row, column, cellAt(grid, 0, 0))).toContain(
      'A, operator: 50.0%, 5 of 10 users'
    );
  });
});

describe('gridSentence', () => {
  it('tells size, highest and lowest', () => {
    expect(gridSentence(grid)).toBe('2 features by 2 columns. Highest: A, planner 90.0%. Lowest: A, operator 50.0%.');
  });
});

describe('the table twin', () => {
  it('holds every cell, in words where there is no value', () => {
    expect(toTable(grid, 'rate')).toEqual({
      header: ['Feature', 'operator', 'planner'],
      rows: [
        ['A', '50.0%', '90.0%'],
        ['B', 'Nobody could use it', 'Not in the answer'],
      ],
    });
    expect(toTable(grid, 'change').rows[0]).toEqual(['A', '+10.0', 'Not in the answer']);
  });

  it('holds numbers for a spreadsheet', () => {
    expect(toCsvTable(grid, 'rate').rows[0]).toEqual(['A', 50, 90]);
    expect(toCsvTable(grid, 'change').rows[0]).toEqual(['A', 10, null]);
  });
});
