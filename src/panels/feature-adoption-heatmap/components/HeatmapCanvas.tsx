import { useTheme2 } from '@grafana/ui';
import { memo, useLayoutEffect, useRef } from 'react';
import type { CellColor } from '../colors';
import { drawGrid } from '../draw';
import type { Geometry } from '../geometry';
import type { Grid } from '../model';
import type { AdoptionHeatmapOptions } from '../types';

interface Props {
  grid: Grid;
  geometry: Geometry;
  colorOf: CellColor;
  options: Pick<AdoptionHeatmapOptions, 'mode' | 'valueLabels'>;
}

/** All cells on one canvas: twenty thousand elements would be too many. Drawn when something changes, never on hover. */
export const HeatmapCanvas = memo(function HeatmapCanvas({ grid, geometry, colorOf, options }: Props) {
  const theme = useTheme2();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { mode, valueLabels } = options;
  const { gridWidth, gridHeight } = geometry;

  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context) {
      return;
    }
    const ratio = window.devicePixelRatio || 1;
    canvas.current.width = Math.ceil(gridWidth * ratio);
    canvas.current.height = Math.ceil(gridHeight * ratio);
    const withValues = valueLabels === 'auto' && geometry.hasRoomForValues;
    drawGrid(context, { grid, geometry, colorOf, mode, withValues, theme }, ratio);
  }, [grid, geometry, colorOf, mode, valueLabels, theme, gridWidth, gridHeight]);

  return (
    <canvas
      ref={canvas}
      style={{ display: 'block', width: gridWidth, height: gridHeight }}
      data-testid="heatmap-canvas"
    />
  );
});
