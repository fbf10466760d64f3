import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { type GridPos, type Panel, type RowPanel, RowBuilder } from '@grafana/grafana-foundation-sdk/dashboard';

/** Columns of Grafana's grid. */
export const GRID_COLUMNS = 24;

/** A panel builder that takes a place: every one of the SDK's. */
export interface Placeable extends Builder<Panel> {
  gridPos(gridPos: GridPos): this;
}

/** Panels side by side, of one height. */
export interface Line {
  height: number;
  panels: readonly Placeable[];
  /** Columns of each panel, 24 in all; absent: they share the width evenly. */
  widths?: readonly number[];
}

/** A titled part of a dashboard. */
export interface Section {
  id: number;
  title: string;
  lines: readonly Line[];
}

/** What a section becomes: the row and its panels, each with its place. */
export interface PlacedSection {
  row: Builder<RowPanel>;
  panels: readonly Placeable[];
}

/** Places sections one below the other on the 24-column grid, so that no position is written by hand. */
export function place(sections: readonly Section[]): PlacedSection[] {
  let y = 0;
  return sections.map((section) => {
    const row = new RowBuilder(section.title).id(section.id).gridPos({ h: 1, w: GRID_COLUMNS, x: 0, y });
    y += 1;
    const panels = section.lines.flatMap((line) => {
      let x = 0;
      const placed = line.panels.map((panel, index) => {
        const w = line.widths?.[index] ?? Math.floor(GRID_COLUMNS / line.panels.length);
        const position = { h: line.height, w, x, y };
        x += w;
        return panel.gridPos(position);
      });
      y += line.height;
      return placed;
    });
    return { row, panels };
  });
}
