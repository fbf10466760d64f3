import { css, keyframes } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { labels } from '../labels';

/** Placeholder in the shape of cards until the first answer is there. It stands still where motion is not wanted. */
export function CardsLoading({ height }: { height: number }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.row} style={{ height }} role="status" aria-label={labels.loading}>
      {[0, 1, 2, 3].map((index) => (
        <div key={index} className={styles.card} />
      ))}
    </div>
  );
}

const pulse = keyframes({ '50%': { opacity: 0.5 } });

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(120px, 1fr))', gap: theme.spacing(1) }),
  card: css({
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    [theme.transitions.handleMotion('no-preference')]: { animation: `${pulse} 1.6s ease-in-out infinite` },
  }),
});
