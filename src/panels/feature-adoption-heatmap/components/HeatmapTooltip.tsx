import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Portal, useStyles2, VizTooltipContainer } from '@grafana/ui';
import type { Axis, Cell } from '../model';
import { cellLines, cellTitle } from '../texts';

interface Props {
  row: Axis;
  column: Axis;
  cell: Cell;
  /** Of the pointer or of the cell that the keyboard has moved to, in px of the window. */
  position: { x: number; y: number };
}

const OFFSET = { x: 12, y: 12 };

/** What a cell stands for and the counts behind it. */
export function HeatmapTooltip({ row, column, cell, position }: Props) {
  const styles = useStyles2(getStyles);
  const [value, ...lines] = cellLines(cell);
  return (
    <Portal>
      <VizTooltipContainer position={position} offset={OFFSET}>
        <div className={styles.title}>{cellTitle(row, column)}</div>
        <div className={styles.value}>{value}</div>
        {lines.map((line) => (
          <div key={line}>{line}</div>
        ))}
      </VizTooltipContainer>
    </Portal>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  title: css({ color: theme.colors.text.secondary }),
  value: css({ fontWeight: theme.typography.fontWeightMedium, fontVariantNumeric: 'tabular-nums' }),
});
