import { cardContext } from '../../test/cardContext';
import { summaryFrame, summaryRow } from '../../test/summary';
import { cardsFromSummary } from './summaryFrame';
import { toCsvTable, toTable } from './table';

const cards = cardsFromSummary(
  summaryFrame([
    summaryRow({ complete: false }),
    summaryRow({ value: null, status: 'no_data', note: 'Set a baseline.' }),
  ]),
  cardContext()
);

describe('toTable', () => {
  it('holds what the cards show', () => {
    expect(toTable(cards, 'utc').rows).toEqual([
      [
        'Production Efficiency',
        '88.5%',
        'OK',
        'Target ≥ 85.0%',
        'up 10.6%, better',
        720,
        '2026-03-31 17:42:00',
        'Provisional',
      ],
      [
        'Production Efficiency',
        'No data',
        'No data',
        'Target ≥ 85.0%',
        'up 10.6%, better',
        720,
        '2026-03-31 17:42:00',
        'Set a baseline.',
      ],
    ]);
  });

  it('adds the bare number for a spreadsheet', () => {
    const { header, rows } = toCsvTable(cards, 'utc');
    expect(header.at(-1)).toBe('Value (number)');
    expect(rows.map((row) => row.at(-1))).toEqual([88.5, null]);
  });
});
