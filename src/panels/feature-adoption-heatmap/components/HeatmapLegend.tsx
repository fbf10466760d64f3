import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { LegendScale } from '../colors';
import { labels } from '../labels';

export const LEGEND_HEIGHT = 28;

interface Props {
  legend: LegendScale;
  /** Cells without a value occur, so their marks have to be explained. */
  hasNoneEligible: boolean;
  hasTooFew: boolean;
}

/** What the colours and the marks stand for. */
export function HeatmapLegend({ legend, hasNoneEligible, hasTooFew }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.legend} role="group" aria-label={labels.legend}>
      <span>{legend.low}</span>
      <span className={styles.scale} aria-hidden="true">
        {legend.colors.map((color, index) => (
          <span key={index} className={styles.stop} style={{ background: color }} />
        ))}
      </span>
      <span>{legend.high}</span>
      {hasNoneEligible && (
        <span>
          <svg className={styles.mark} viewBox="0 0 10 10" aria-hidden="true">
            <path d="M1 9 9 1" stroke="currentColor" />
          </svg>
          {labels.state.none_eligible}
        </span>
      )}
      {hasTooFew && (
        <span>
          <svg className={styles.mark} viewBox="0 0 10 10" aria-hidden="true">
            <circle cx="5" cy="5" r="2" fill="currentColor" />
          </svg>
          {labels.state.too_few}
        </span>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  legend: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    height: LEGEND_HEIGHT,
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
  }),
  scale: css({ display: 'flex', flex: '0 1 160px', minWidth: 40 }),
  mark: css({ width: 10, height: 10, marginInlineEnd: theme.spacing(0.5) }),
  stop: css({ flex: 1, height: 10 }),
});
