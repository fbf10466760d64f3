import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { LegendStop } from '../colors';
import { labels } from '../labels';

export const LEGEND_HEIGHT = 28;

interface Props {
  stops: LegendStop[];
  /** Cells without a value occur, so their marks have to be explained. */
  hasNoneEligible: boolean;
  hasTooFew: boolean;
}

/** What the colours and the marks stand for. */
export function HeatmapLegend({ stops, hasNoneEligible, hasTooFew }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.legend} role="group" aria-label={labels.legend}>
      <span>{stops[0]?.text}</span>
      <span className={styles.scale} aria-hidden="true">
        {stops.map(({ color, text }) => (
          <span key={text} className={styles.stop} style={{ background: color }} title={text} />
        ))}
      </span>
      <span>{stops.at(-1)?.text}</span>
      {hasNoneEligible && <span>⟋ {labels.state.none_eligible}</span>}
      {hasTooFew && <span>• {labels.state.too_few}</span>}
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
  scale: css({ display: 'flex', flex: '0 1 160px' }),
  stop: css({ flex: 1, height: 10 }),
});
