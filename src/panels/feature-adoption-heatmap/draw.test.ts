import { createTheme } from '@grafana/data';
import { adoptionFrame, adoptionRow } from '../../test/adoption';
import { drawGrid } from './draw';
import { layOutHeatmap } from './geometry';
import { buildGrid } from './model';
import { defaults } from './types';

/** A canvas that remembers what was drawn on it. */
function recorder() {
  const calls = { fillRect: jest.fn(), fillText: jest.fn(), strokeRect: jest.fn(), stroke: jest.fn(), arc: jest.fn() };
  const others = { setTransform: jest.fn(), clearRect: jest.fn(), beginPath: jest.fn(), moveTo: jest.fn() };
  const context = { ...calls, ...others, lineTo: jest.fn(), fill: jest.fn() };
  return { calls, context: context as Partial<CanvasRenderingContext2D> as CanvasRenderingContext2D };
}

function draw(withValues: boolean, width = 600) {
  const rows = [
    adoptionRow('a', 'x', { complete: false }),
    adoptionRow('a', 'y', { rate: null, eligible: 0 }),
    adoptionRow('b', 'x', { rate: null, eligible: 2 }),
  ];
  const model = buildGrid([adoptionFrame(rows)], { ...defaults, showTotals: false });
  if (model.kind !== 'grid') {
    throw new Error('no grid');
  }
  const { grid } = model;
  const geometry = layOutHeatmap({ rows: 2, columns: 2, width, height: 200, longestRow: 1, longestColumn: 1 });
  const { calls, context } = recorder();
  const colorOf = ({ rate }: { rate: number | null }) => (rate === null ? null : '#00ff00');
  drawGrid(context, { grid, geometry, colorOf, mode: 'rate', withValues, theme: createTheme() }, 2);
  return { calls, context };
}

describe('drawGrid', () => {
  it('fills the cells that have a value and marks why others have none', () => {
    const { calls } = draw(true);
    expect(calls.fillRect).toHaveBeenCalledTimes(1);
    expect(calls.fillText).toHaveBeenCalledWith('50.0%', expect.any(Number), expect.any(Number), expect.any(Number));
    expect(calls.stroke).toHaveBeenCalledTimes(1);
    expect(calls.arc).toHaveBeenCalledTimes(1);
  });

  it('leaves values out where they do not fit, and frames where cells are small', () => {
    const { calls } = draw(false, 20);
    expect(calls.fillText).not.toHaveBeenCalled();
    expect(calls.strokeRect).not.toHaveBeenCalled();
  });

  it('draws for the pixels of the screen', () => {
    expect(draw(true).context.setTransform).toHaveBeenCalledWith(2, 0, 0, 2, 0, 0);
  });
});
