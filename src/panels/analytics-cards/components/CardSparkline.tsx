import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { sparklinePath } from '../sparkline';

/** Height of the drawing; the width is stretched to the card. */
const BOX = { width: 100, height: 28 };

/** The course of the value as a line. Decoration: the table twin and the trend say the same in words. */
export function CardSparkline({ points }: { points: Array<number | null> }) {
  const styles = useStyles2(getStyles);
  return (
    <svg
      className={styles.line}
      viewBox={`0 0 ${BOX.width} ${BOX.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      data-testid="card-sparkline"
    >
      <path d={sparklinePath(points, BOX)} fill="none" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'block',
    width: '100%',
    flex: '1 1 0',
    minHeight: 0,
    maxHeight: theme.spacing(8),
    stroke: theme.colors.primary.text,
  }),
});
