import type { GrafanaTheme2 } from '@grafana/data';
import type { CellColor } from './colors';
import type { Geometry } from './geometry';
import { type Cell, cellAt, type Grid } from './model';
import { cellText } from './texts';
import type { HeatmapMode } from './types';

interface Drawing {
  grid: Grid;
  geometry: Geometry;
  colorOf: CellColor;
  mode: HeatmapMode;
  withValues: boolean;
  theme: GrafanaTheme2;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Distance between cells; none where cells are as small as a few pixels. */
const GAP = 2;
const DENSE_BELOW = 12;

/** Draws all cells at once. The pixels of the canvas are `ratio` times those of the page. */
export function drawGrid(context: CanvasRenderingContext2D, drawing: Drawing, ratio: number): void {
  const { grid, geometry, theme } = drawing;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, geometry.gridWidth, geometry.gridHeight);
  context.font = `${theme.typography.bodySmall.fontSize} ${theme.typography.fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const gap = geometry.cellWidth < DENSE_BELOW ? 0.5 : GAP;
  for (let row = 0; row < grid.rows.length; row++) {
    for (let column = 0; column < grid.columns.length; column++) {
      const box = {
        x: column * geometry.cellWidth + gap / 2,
        y: row * geometry.cellHeight + gap / 2,
        width: geometry.cellWidth - gap,
        height: geometry.cellHeight - gap,
      };
      drawCell(context, cellAt(grid, row, column), box, drawing);
    }
  }
}

function drawCell(context: CanvasRenderingContext2D, cell: Cell, box: Box, drawing: Drawing): void {
  const { colorOf, mode, theme, withValues } = drawing;
  const color = colorOf(cell);
  if (color === null) {
    drawState(context, cell, box, theme);
    return;
  }
  context.fillStyle = color;
  context.fillRect(box.x, box.y, box.width, box.height);
  if (box.width >= DENSE_BELOW) {
    // The low end of a scheme may be the colour of the panel: the frame tells 0 % from no value.
    context.strokeStyle = theme.colors.border.medium;
    context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
  }
  const ink = theme.colors.getContrastText(color);
  if (cell.provisional) {
    drawCorner(context, box, ink);
  }
  if (withValues) {
    context.fillStyle = ink;
    context.fillText(cellText(cell, mode), box.x + box.width / 2, box.y + box.height / 2, box.width);
  }
}

/**
 * Without a value a cell shows why: a stroke where nobody was eligible, a dot where too few were, else nothing within
 * its frame.
 */
function drawState(context: CanvasRenderingContext2D, { state }: Cell, box: Box, theme: GrafanaTheme2): void {
  if (box.width >= DENSE_BELOW) {
    context.strokeStyle = theme.colors.border.weak;
    context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
  }
  context.strokeStyle = theme.colors.border.strong;
  context.fillStyle = theme.colors.text.secondary;
  context.beginPath();
  if (state === 'none_eligible') {
    context.moveTo(box.x, box.y + box.height);
    context.lineTo(box.x + box.width, box.y);
    context.stroke();
  } else if (state === 'too_few') {
    context.arc(box.x + box.width / 2, box.y + box.height / 2, Math.min(2, box.width / 3), 0, 2 * Math.PI);
    context.fill();
  }
}

/** A provisional value has a folded corner. */
function drawCorner(context: CanvasRenderingContext2D, box: Box, ink: string): void {
  const size = Math.min(6, box.width / 2, box.height / 2);
  context.fillStyle = ink;
  context.beginPath();
  context.moveTo(box.x + box.width - size, box.y);
  context.lineTo(box.x + box.width, box.y);
  context.lineTo(box.x + box.width, box.y + size);
  context.fill();
}
