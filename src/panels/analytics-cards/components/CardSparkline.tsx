import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { sparklinePath } from '../sparkline';

/** Height of the drawing; the width is stretched to the card. */
const BOX = { width: 100, height: 28 };

interface Props {
  points: Array<number | null>;
  /** A line of its own below the status, or what is free beside the value. */
  place: 'below' | 'beside';
}

/** The course of the value as a line. Decoration: the table twin and the trend say the same in words. */
export function CardSparkline({ points, place }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <svg
      className={cx(styles.line, styles[place])}
      viewBox={`0 0 ${BOX.width} ${BOX.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      data-testid="card-sparkline"
    >
      <path
        d={sparklinePath(points, BOX)}
        fill="none"
        strokeWidth="1.5"
        strokeLinecap="round"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({ display: 'block', stroke: theme.colors.primary.text }),
  below: css({ width: '100%', flex: '1 1 0', minHeight: 0, maxHeight: '45%' }),
  beside: css({
    flex: '1 1 0',
    minWidth: 0,
    maxWidth: '40%',
    alignSelf: 'stretch',
    height: 'auto',
    maxHeight: theme.spacing(6),
  }),
});
