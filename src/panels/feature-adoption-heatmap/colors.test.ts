import { createTheme, FieldColorModeId } from '@grafana/data';
import { adoptionFrame, adoptionRow } from '../../test/adoption';
import { colorScale } from './colors';
import { buildGrid, cellAt } from './model';
import { type AdoptionHeatmapOptions, defaults } from './types';

const theme = createTheme();

function scaleOf(rates: Array<number | null>, options: Partial<AdoptionHeatmapOptions> = {}, config = {}) {
  const rows = rates.map((rate, index) => adoptionRow('a', `c${index}`, { rate, previous_rate: 50 }));
  const color = { mode: FieldColorModeId.ContinuousGreens };
  const model = buildGrid([adoptionFrame(rows, { color, ...config })], { ...defaults, showTotals: false });
  if (model.kind !== 'grid') {
    throw new Error('no grid');
  }
  const { grid } = model;
  const { colorOf, legend } = colorScale(grid, { ...defaults, ...options }, theme);
  return { colors: rates.map((_, index) => colorOf(cellAt(grid, 0, index))), legend };
}

describe('colorScale', () => {
  it('gives different shares different colours, and none to missing ones', () => {
    const { colors } = scaleOf([0, 50, 100, null]);
    expect(new Set(colors).size).toBe(4);
    expect(colors[3]).toBeNull();
  });

  it('clamps at the limits of the field', () => {
    const { colors } = scaleOf([20, 40, 90], {}, { min: 0, max: 40 });
    expect(colors[1]).toBe(colors[2]);
    expect(colors[0]).not.toBe(colors[1]);
  });

  it('draws in steps', () => {
    const { colors, legend } = scaleOf([0, 10, 40, 90], { steps: 2 });
    expect(new Set(colors).size).toBe(2);
    expect(legend.colors).toHaveLength(2);
    expect(legend).toMatchObject({ low: '0%', high: '100%' });
  });

  it('says at the ends that values go beyond', () => {
    expect(scaleOf([20, 40, 90], {}, { min: 30, max: 40 }).legend).toMatchObject({ low: '≤ 30%', high: '≥ 40%' });
    const { legend } = scaleOf([20, 90], { steps: 2 }, { min: 0, max: 80 });
    expect(legend.steps.map(({ label }) => label)).toEqual(['0% – 40%', '> 40%']);
  });

  it('ends changes at the limit of the panel', () => {
    const { colors, legend } = scaleOf([10, 40, 50], { mode: 'change', changeLimit: 10 });
    expect(colors[0]).toBe(colors[1]);
    expect(legend).toMatchObject({ low: '≤ -10.0 pp', high: '+10.0 pp' });
  });

  it('is even on both sides of no change', () => {
    const { colors, legend } = scaleOf([30, 50, 70], { mode: 'change' });
    expect(new Set(colors).size).toBe(3);
    expect(legend).toMatchObject({ low: '-20.0 pp', high: '+20.0 pp' });
  });
});
