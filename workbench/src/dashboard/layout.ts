/** From the flat list of a dashboard's panels to its rows. */
import type { PanelJson } from './types';

/** A row with its panels; the panels before the first row have no row of their own. */
export interface Section {
  key: string;
  row?: PanelJson;
  collapsed: boolean;
  /** In reading order, positions counted from the top of the section. */
  panels: PanelJson[];
}

const byPosition = (a: PanelJson, b: PanelJson) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x;

/** Splits panels at their rows. A collapsed row carries its panels inside, an open one is followed by them. */
export function toSections(panels: PanelJson[]): Section[] {
  const sections: Section[] = [{ key: 'top', collapsed: false, panels: [] }];
  for (const panel of [...panels].sort(byPosition)) {
    if (panel.type === 'row') {
      const collapsed = panel.collapsed ?? false;
      sections.push({ key: `row-${panel.id}`, row: panel, collapsed, panels: [...(panel.panels ?? [])] });
    } else {
      sections.at(-1)?.panels.push(panel);
    }
  }
  return sections.filter(({ row, panels: own }) => row || own.length > 0).map(fromTop);
}

function fromTop(section: Section): Section {
  const top = Math.min(...section.panels.map(({ gridPos }) => gridPos.y));
  return {
    ...section,
    panels: section.panels
      .map((panel) => ({ ...panel, gridPos: { ...panel.gridPos, y: panel.gridPos.y - top } }))
      .sort(byPosition),
  };
}
