import { cardContext } from '../../test/cardContext';
import { summaryFrame, summaryRow } from '../../test/summary';
import { cardsFromSummary } from './summaryFrame';
import { summarySentence, targetText, trendText } from './sentence';

const cards = cardsFromSummary(
  summaryFrame([
    summaryRow(),
    summaryRow({
      title: 'Launch',
      value: 1.8,
      status: 'off_target',
      target: 1.5,
      direction: 'lower',
      format: 'number',
      decimals: 2,
      display_unit: 's',
    }),
    summaryRow({ title: 'Quality', value: 60, status: 'critical', format: 'score' }),
    summaryRow({ title: 'ROI', value: null, status: 'no_data', change: null, trend: null }),
  ]),
  cardContext()
);

describe('summarySentence', () => {
  it('says the worst first and names all but the good', () => {
    expect(summarySentence(cards)).toBe(
      '4 values; 1 critical: Quality 60.0; 1 off target: Launch 1.80 s; 1 no data: ROI; 1 ok.'
    );
  });

  it('only counts where nothing is judged', () => {
    expect(summarySentence(cards.slice(0, 1).map((card) => ({ ...card, status: null })))).toBe('1 value.');
  });
});

describe('words of a card', () => {
  it('tell target and trend', () => {
    expect(cards.map(targetText)).toEqual(['Target ≥ 85.0%', 'Target ≤ 1.50 s', 'Target ≥ 85.0', 'Target ≥ 85.0%']);
    expect(cards.map(trendText)).toEqual(['up 10.6%, better', 'up 10.6%, better', 'up 10.6%, better', null]);
  });
});
