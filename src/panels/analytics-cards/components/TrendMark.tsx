import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Tooltip, useStyles2 } from '@grafana/ui';
import type { Trend } from '@lopan/catalogue/status';
import { visuallyHidden } from '../../../common/visuallyHidden';
import type { CardTrend, Mood } from '../card';
import { labels } from '../labels';

interface Props {
  trend: CardTrend;
  /** The compared dates, printed; `null` when unknown. */
  comparedDates: string | null;
}

/** Arrow and size of the change; what it is compared with on hover and focus. Direction and mood are also words. */
export function TrendMark({ trend, comparedDates }: Props) {
  const styles = useStyles2(getStyles);
  const mood = labels.mood[trend.mood];
  return (
    <Tooltip content={labels.comparedWith(trend.previousText, comparedDates)}>
      <button type="button" className={`${styles.mark} ${styles[trend.mood]}`}>
        <svg viewBox="0 0 16 16" width="1em" height="1em" aria-hidden="true">
          <path
            d="M2 8h11M8.5 3.500 13 8l-4.500 4.500"
            transform={`rotate(${ROTATION[trend.direction]} 8 8)`}
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
        <span className={visuallyHidden}>{labels.trend[trend.direction]} </span>
        {trend.text}
        {mood && <span className={visuallyHidden}>, {mood}</span>}
      </button>
    </Tooltip>
  );
}

/** The specification's arrows: up-right, down-right, right. */
const ROTATION: Record<Trend, number> = { up: -45, down: 45, stable: 0 };

const getStyles = (theme: GrafanaTheme2) => {
  const color: Record<Mood, string> = {
    good: theme.colors.success.text,
    bad: theme.colors.error.text,
    neutral: theme.colors.warning.text,
  };
  return {
    mark: css({
      // Above the link that covers the card.
      position: 'relative',
      zIndex: 1,
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(0.5),
      padding: 0,
      border: 0,
      background: 'none',
      fontSize: 'inherit',
      fontWeight: theme.typography.fontWeightMedium,
      fontVariantNumeric: 'tabular-nums',
      whiteSpace: 'nowrap',
      cursor: 'help',
    }),
    good: css({ color: color.good }),
    bad: css({ color: color.bad }),
    neutral: css({ color: color.neutral }),
  };
};
