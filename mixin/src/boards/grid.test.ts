import { PanelBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { place } from './grid';

describe('place', () => {
  it('puts lines below each other and shares their width', () => {
    const panel = (id: number): PanelBuilder => new PanelBuilder().id(id);
    const placed = place([
      {
        id: 100,
        title: 'First',
        lines: [
          { height: 4, panels: [panel(1)] },
          { height: 5, panels: [panel(2), panel(3)] },
          { height: 3, panels: [panel(5), panel(6)], widths: [16, 8] },
        ],
      },
      { id: 101, title: 'Second', lines: [{ height: 2, panels: [panel(4)] }] },
    ]);
    expect(placed.map(({ row }) => row.build().gridPos?.y)).toEqual([0, 13]);
    expect(placed.flatMap(({ panels }) => panels.map((item) => item.build().gridPos))).toEqual([
      { h: 4, w: 24, x: 0, y: 1 },
      { h: 5, w: 12, x: 0, y: 5 },
      { h: 5, w: 12, x: 12, y: 5 },
      { h: 3, w: 16, x: 0, y: 10 },
      { h: 3, w: 8, x: 16, y: 10 },
      { h: 2, w: 24, x: 0, y: 14 },
    ]);
  });
});
