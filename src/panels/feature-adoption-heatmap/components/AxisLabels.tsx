import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Geometry } from '../geometry';
import type { Axis } from '../model';

/** Names of the columns, as many as fit; they stay in sight while the grid scrolls. */
export function ColumnLabels({ columns, geometry }: { columns: Axis[]; geometry: Geometry }) {
  const styles = useStyles2(getStyles);
  const { labelWidth, headerHeight, cellWidth, labelEvery } = geometry;
  const total = columns.findIndex(({ isTotal }) => isTotal);
  // A label that would run into that of the total gives way to it.
  const isShown = (index: number) =>
    index === total || (index % labelEvery === 0 && (total === -1 || index + labelEvery <= total));
  return (
    <div className={styles.header} style={{ height: headerHeight, paddingInlineStart: labelWidth }} aria-hidden="true">
      {columns.map(({ title, isTotal }, index) => (
        <span key={index} className={styles.column} style={{ width: cellWidth }} title={title}>
          {isShown(index) && (
            <span className={styles.text} style={{ maxWidth: cellWidth * (isTotal ? 1 : labelEvery) }}>
              {title}
            </span>
          )}
        </span>
      ))}
    </div>
  );
}

/** Names of the rows; they stay in sight while the grid scrolls. */
export function RowLabels({ rows, geometry }: { rows: Axis[]; geometry: Geometry }) {
  const styles = useStyles2(getStyles);
  const { labelWidth, cellHeight } = geometry;
  return (
    <div className={styles.rows} style={{ width: labelWidth }} aria-hidden="true">
      {rows.map(({ id, title }) => (
        <div key={id} className={styles.row} style={{ height: cellHeight }} title={title}>
          <span className={styles.text}>{title}</span>
        </div>
      ))}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const background = theme.colors.background.primary;
  return {
    header: css({ position: 'sticky', zIndex: 2, top: 0, display: 'flex', alignItems: 'center', background }),
    column: css({ flex: 'none', overflow: 'visible', textAlign: 'center' }),
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
  };
};
