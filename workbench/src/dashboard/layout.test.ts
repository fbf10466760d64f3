import { toSections } from './layout';
import type { PanelJson } from './types';

const panel = (id: number, y: number, x = 0): PanelJson => ({ id, type: 'stat', gridPos: { x, y, w: 12, h: 4 } });
const row = (id: number, y: number, more: Partial<PanelJson> = {}): PanelJson => ({
  id,
  type: 'row',
  title: `Row ${id}`,
  gridPos: { x: 0, y, w: 24, h: 1 },
  ...more,
});
const ids = (panels: PanelJson[]) => panels.map(({ id }) => id);

describe('rows of a dashboard', () => {
  it('gives an open row the panels below it, in reading order', () => {
    const sections = toSections([panel(3, 1, 12), row(1, 0), panel(2, 1), row(4, 10), panel(5, 11)]);
    expect(sections.map(({ key, panels }) => [key, ids(panels)])).toEqual([
      ['row-1', [2, 3]],
      ['row-4', [5]],
    ]);
  });

  it('counts places from the top of the row', () => {
    const [, second] = toSections([row(1, 0), panel(2, 1), row(3, 10), panel(4, 11), panel(5, 15)]);
    expect(second?.panels.map(({ gridPos }) => gridPos.y)).toEqual([0, 4]);
  });

  it('takes the panels out of a collapsed row', () => {
    const [only] = toSections([row(1, 0, { collapsed: true, panels: [panel(2, 1)] })]);
    expect(only?.collapsed).toBe(true);
    expect(ids(only?.panels ?? [])).toEqual([2]);
  });

  it('keeps panels before the first row on their own', () => {
    const [top, first] = toSections([panel(1, 0), row(2, 5), panel(3, 6)]);
    expect(top?.row).toBeUndefined();
    expect(ids(top?.panels ?? [])).toEqual([1]);
    expect(ids(first?.panels ?? [])).toEqual([3]);
  });

  it('has nothing for an empty dashboard', () => {
    expect(toSections([])).toEqual([]);
  });
});
