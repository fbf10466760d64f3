import { css, keyframes } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';

interface Props {
  /** What is loading, for screen readers. */
  label: string;
  /** In px. */
  height: number;
  columns: number;
  rows: number;
}

/** Placeholder in the shape of what will be drawn, until the first answer is there. It stands still where motion is not wanted. */
export function LoadingShape({ label, height, columns, rows }: Props) {
  const styles = useStyles2(getStyles);
  const grid = { gridTemplateColumns: `repeat(${columns}, 1fr)`, gridTemplateRows: `repeat(${rows}, 1fr)` };
  return (
    <div className={styles.grid} style={{ height, ...grid }} role="status" aria-label={label}>
      {Array.from({ length: columns * rows }, (_, index) => (
        <div key={index} className={styles.cell} />
      ))}
    </div>
  );
}

const pulse = keyframes({ '50%': { opacity: 0.5 } });

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({ display: 'grid', gap: theme.spacing(1) }),
  cell: css({
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    [theme.transitions.handleMotion('no-preference')]: { animation: `${pulse} 1.6s ease-in-out infinite` },
  }),
});
