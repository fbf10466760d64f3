import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { memo } from 'react';
import type { Geometry } from '../geometry';
import type { Axis } from '../model';

interface ColumnProps {
  columns: Axis[];
  geometry: Geometry;
}

/**
 * Names of the columns, as many as fit; they stay in sight while the grid scrolls. Not drawn anew while the pointer moves.
 */
export const ColumnLabels = memo(function ColumnLabels({ columns, geometry }: ColumnProps) {
  const styles = useStyles2(getStyles);
  const { labelWidth, headerHeight, cellWidth, labelEvery, labelMax, slanted } = geometry;
  const total = columns.findIndex(({ isTotal }) => isTotal);
  // A label that would run into that of the total gives way to it.
  const isShown = (index: number) =>
    index === total || (index % labelEvery === 0 && (total === -1 || index + labelEvery <= total));
  return (
    <div className={styles.header} style={{ height: headerHeight, paddingInlineStart: labelWidth }} aria-hidden="true">
      {columns.map(({ title, isTotal }, index) => (
        <span key={index} className={styles.column} style={{ width: cellWidth }} title={title}>
          {isShown(index) && (
            <span
              className={cx(styles.text, slanted && styles.slanted)}
              style={{ maxWidth: isTotal && !slanted ? cellWidth : labelMax }}
            >
              {title}
            </span>
          )}
        </span>
      ))}
    </div>
  );
});

interface RowProps {
  rows: Axis[];
  geometry: Geometry;
}

/** Names of the rows; they stay in sight while the grid scrolls. */
export const RowLabels = memo(function RowLabels({ rows, geometry }: RowProps) {
  const styles = useStyles2(getStyles);
  const { labelWidth, cellHeight, rowLines } = geometry;
  return (
    <div className={styles.rows} style={{ width: labelWidth }} aria-hidden="true">
      {rows.map(({ id, title }) => (
        <div key={id} className={styles.row} style={{ height: cellHeight }} title={title}>
          <span className={cx(styles.text, rowLines === 2 && styles.wrapped)}>{title}</span>
        </div>
      ))}
    </div>
  );
});

const getStyles = (theme: GrafanaTheme2) => {
  const background = theme.colors.background.primary;
  return {
    header: css({ position: 'sticky', zIndex: 2, top: 0, display: 'flex', alignItems: 'end', background }),
    column: css({ position: 'relative', flex: 'none', overflow: 'visible', textAlign: 'center' }),
    rows: css({ position: 'sticky', zIndex: 1, left: 0, flex: 'none', background }),
    row: css({ display: 'flex', alignItems: 'center', paddingInlineEnd: theme.spacing(1) }),
    text: css({
      display: 'inline-block',
      overflow: 'hidden',
      textOverflow: 'ellipsis',
      whiteSpace: 'nowrap',
      fontSize: theme.typography.bodySmall.fontSize,
      color: theme.colors.text.secondary,
    }),
    // The end of the text stands over the middle of its column, its beginning over those before.
    slanted: css({
      position: 'absolute',
      right: 'calc(50% - 4px)',
      bottom: 2,
      transform: 'rotate(45deg)',
      transformOrigin: 'right bottom',
    }),
    wrapped: css({
      display: '-webkit-box',
      WebkitBoxOrient: 'vertical',
      WebkitLineClamp: 2,
      whiteSpace: 'normal',
      overflowWrap: 'anywhere',
      lineHeight: 1.3,
    }),
  };
};
