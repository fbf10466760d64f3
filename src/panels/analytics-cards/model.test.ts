import { createDataFrame, FieldType } from '@grafana/data';
import { cardContext } from '../../test/cardContext';
import { contractFrames } from '../../test/contract';
import { summaryFrame, summaryRow, type SummaryRow } from '../../test/summary';
import type { Card } from './card';
import { buildCards } from './model';
import type { AnalyticsCardsOptions } from './types';

function cardsOf(frames: Parameters<typeof buildCards>[0], options: Partial<AnalyticsCardsOptions> = {}): Card[] {
  const model = buildCards(frames, cardContext(options));
  return model.kind === 'cards' ? model.cards : [];
}

function cardOf(row: Partial<SummaryRow>, options: Partial<AnalyticsCardsOptions> = {}): Card {
  const [card] = cardsOf([summaryFrame([summaryRow(row)])], options);
  if (!card) {
    throw new Error('no card was built');
  }
  return card;
}

describe('buildCards', () => {
  it('is empty without frames and with an empty typed frame', () => {
    expect(buildCards([], cardContext())).toEqual({ kind: 'empty' });
    expect(buildCards([summaryFrame([])], cardContext())).toEqual({ kind: 'empty' });
  });

  it('is undrawable without a number', () => {
    const frame = createDataFrame({ fields: [{ name: 'text', type: FieldType.string, values: ['a'] }] });
    expect(buildCards([frame], cardContext())).toEqual({ kind: 'undrawable' });
  });

  it('does not change the frames', () => {
    const frame = summaryFrame([summaryRow()]);
    const before = JSON.stringify(frame);
    buildCards([frame], cardContext());
    expect(JSON.stringify(frame)).toBe(before);
  });
});

describe('cards of a summary table', () => {
  it('draws the example of the contract', () => {
    const model = buildCards(contractFrames('summary-table'), cardContext());
    expect(model).toMatchObject({
      kind: 'cards',
      compared: { from: Date.UTC(2026, 0, 30, 18), to: Date.UTC(2026, 2, 1, 18) },
      cards: [
        {
          title: 'Production Efficiency',
          text: '88.5%',
          status: 'ok',
          target: { text: '85.0%', direction: 'higher' },
          trend: { direction: 'up', mood: 'good', text: '2.9%', previousText: '86.0%' },
          points: [86.1, 87.4, 88, null, 89.2],
          provisional: true,
          n: 720,
        },
        { title: 'Quality Index', text: '84.2', status: 'off_target', trend: { direction: 'down', mood: 'bad' } },
        { title: 'App Launch Time', text: '1.62', suffix: 's', trend: { direction: 'stable', mood: 'neutral' } },
        {
          title: 'Business ROI',
          text: 'No data',
          status: 'no_data',
          trend: null,
          provisional: false,
          note: expect.stringContaining('analytics.roi.baseline'),
        },
      ],
    });
  });

  it('names the group of a grouped answer', () => {
    expect(cardsOf(contractFrames('summary-grouped')).map(({ group }) => group)).toEqual(['north', 'south']);
  });

  it('joins several groups', () => {
    const frame = summaryFrame([summaryRow()], { groups: { site: ['north'], user_role: ['operator'] } });
    expect(cardsOf([frame])[0]?.group).toBe('north · operator');
  });

  it('gives cards of equal rows different keys', () => {
    const [a, b] = cardsOf([summaryFrame([summaryRow(), summaryRow()])]);
    expect(a?.key).not.toBe(b?.key);
  });

  it('never shows a missed value as equal to its target', () => {
    expect(cardOf({ value: 84.97, status: 'off_target' }).text).toBe('84.97%');
    expect(cardOf({ value: 74.98, status: 'warning' }).text).toBe('74.98%');
    expect(cardOf({ value: 1.503, target: 1.5, direction: 'lower', format: 'number', decimals: 2 }).text).toBe('1.503');
  });

  it('shows a reached value in its usual form', () => {
    expect(cardOf({ value: 85.04 }).text).toBe('85.0%');
    expect(cardOf({ value: 85 }).text).toBe('85.0%');
  });

  it('prints money in thousands of the configured currency', () => {
    const money = { format: 'currency', target: null, threshold: null, value: 1_234_567 };
    expect(cardOf({ ...money, display_unit: 'currencyUSD', decimals: 2 }).text).toBe('$1235K');
    expect(cardOf({ ...money, display_unit: 'currencyEUR' }).text).toBe('€1235K');
  });

  it('takes percentage points when asked', () => {
    expect(cardOf({}, { changeUnit: 'points' }).trend?.text).toBe('8.5 pp');
    expect(cardOf({ change_points: null }, { changeUnit: 'points' }).trend?.text).toBe('10.6%');
  });

  it('marks old values by the end of the range', () => {
    expect(cardOf({}, { staleAfterMinutes: 10 }).stale).toBe(true);
    expect(cardOf({}, { staleAfterMinutes: 20 }).stale).toBe(false);
    expect(cardOf({}).stale).toBe(false);
    expect(cardOf({ as_of: null }, { staleAfterMinutes: 1 }).stale).toBe(false);
  });

  it('reads what it does not know as unknown', () => {
    const card = cardOf({ status: 'splendid', trend: 'sideways', format: 'roman', sparkline: 'no json' });
    expect(card).toMatchObject({ status: null, trend: null, format: 'number', points: [] });
    expect(cardOf({ sparkline: '{"a":1}' }).points).toEqual([]);
  });

  it('needs no column but kpi, value and status', () => {
    const frame = createDataFrame({
      fields: [
        { name: 'kpi', type: FieldType.string, values: ['custom'] },
        { name: 'value', type: FieldType.number, values: [3.4] },
        { name: 'status', type: FieldType.string, values: ['ok'] },
      ],
    });
    expect(cardsOf([frame])[0]).toMatchObject({ title: 'custom', text: '3', target: null, trend: null, note: null });
  });

  it('follows the unit, decimals and mappings that the panel sets', () => {
    const display = (value: unknown) => ({ text: `~${String(value)}`, numeric: Number(value) });
    const withUnit = summaryFrame([summaryRow()], { config: { unit: 'watt' } });
    withUnit.fields.forEach((field) => (field.display = display));
    expect(cardsOf([withUnit])[0]).toMatchObject({ text: '~88.5', suffix: '' });
    expect(cardsOf([summaryFrame([summaryRow()], { config: { decimals: 3 } })])[0]?.text).toBe('88.500%');
  });

  it('hands on data links of its row', () => {
    const frame = summaryFrame([summaryRow(), summaryRow()], { config: { links: [{ title: 'Open', url: '/d/x' }] } });
    const getLinks = jest.fn(() => []);
    const value = frame.fields.find(({ name }) => name === 'value');
    if (value) {
      value.getLinks = getLinks;
    }
    cardsOf([frame])[1]?.getLinks?.();
    expect(getLinks).toHaveBeenCalledWith({ valueRowIndex: 1 });
    expect(cardOf({}).getLinks).toBeUndefined();
  });
});

describe('cards of series', () => {
  it('draws the time series of the contract', () => {
    const frames = contractFrames('kpi-timeseries');
    const cards = cardsOf(frames);
    expect(cards).toHaveLength(frames.length);
    expect(cards[0]).toMatchObject({ format: 'percentage', target: { text: '85.0%' }, trend: null });
    expect(cards[0]?.title).toContain('Production Efficiency');
    expect(cards[0]?.points.length).toBe(frames[0]?.length);
  });

  it('draws single numbers, and says why one is missing', () => {
    const cards = cardsOf(contractFrames('kpi-numeric'));
    expect(cards.length).toBeGreaterThan(0);
    expect(cards.every(({ points }) => points.length === 0)).toBe(true);
    expect(cards.find(({ value }) => value === null)?.status).toBe('no_data');
  });

  const series = (values: Array<number | null>, config = {}, labels?: Record<string, string>) =>
    createDataFrame({
      refId: 'B',
      meta: { custom: { n: [5, 6, 7], complete: [true, true, false] } },
      fields: [
        { name: 'time', type: FieldType.time, values: [1000, 2000, 3000] },
        { name: 'x', type: FieldType.number, values, config, labels },
      ],
    });

  it('shows the last value, with the time, n and completeness of its row', () => {
    expect(cardsOf([series([1, 2, null], { unit: 'percent' })])[0]).toMatchObject({
      text: '2.0%',
      asOf: 2000,
      n: 6,
      provisional: false,
    });
    expect(cardsOf([series([1, 2, 3], { unit: 'percent' })])[0]).toMatchObject({ asOf: 3000, n: 7, provisional: true });
  });

  it('reduces as the option says', () => {
    expect(cardsOf([series([1, 2, 6], { unit: 'percent' })], { calculation: 'mean' })[0]?.text).toBe('3.0%');
  });

  it('judges by the limits in the field config', () => {
    const custom = { target: 85, threshold: 75, direction: 'higher' };
    const statusAt = (value: number) => cardsOf([series([value, null, null], { unit: 'percent', custom })])[0]?.status;
    expect([statusAt(59.9), statusAt(60), statusAt(75), statusAt(85)]).toEqual([
      'critical',
      'warning',
      'off_target',
      'ok',
    ]);
  });

  it('claims no status where no limit is known', () => {
    expect(cardsOf([series([1, 2, 3])])[0]?.status).toBeNull();
  });

  it('prints a missed target with as many decimals as it takes', () => {
    const custom = { target: 85, threshold: null, direction: 'higher' };
    expect(cardsOf([series([84.96, null, null], { unit: 'percent', custom })])[0]?.text).toBe('84.96%');
  });

  it('prints counts of ours in full and leaves other units to Grafana', () => {
    const count = series([1234, null, null], { unit: 'short' }, { kpi: 'dau' });
    expect(cardsOf([count])[0]?.text).toBe('1234');
    expect(cardsOf([series([2048, null, null], { unit: 'bytes' })])[0]?.text).toBe('2 KiB');
  });

  it('has no value for an empty series and leaves hidden ones out', () => {
    expect(cardsOf([series([null, null, null])])[0]).toMatchObject({ value: null, text: 'No data', status: 'no_data' });
    expect(cardsOf([series([1, 2, 3], { custom: { hideFrom: { viz: true } } })])).toEqual([]);
  });
});
