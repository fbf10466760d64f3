import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Card } from '../card';
import { labels } from '../labels';
import type { AnalyticsCardsOptions } from '../types';

interface Props {
  card: Card;
  options: AnalyticsCardsOptions;
  timeZone: string;
  /** There is room for the year. */
  isWide: boolean;
}

const FORMATS = { wide: 'YYYY-MM-DD HH:mm', narrow: 'MM-DD HH:mm' };

/** Small print of a card: the time of its value and the number of observations behind it. */
export function CardFooter({ card, options, timeZone, isWide }: Props) {
  const styles = useStyles2(getStyles);
  const asOf = options.showAsOf ? card.asOf : null;
  const count = options.showCount ? card.n : null;
  if (asOf === null && count === null) {
    return null;
  }
  return (
    <div className={styles.footer}>
      {asOf !== null && (
        <span>
          {labels.asOf}{' '}
          <time dateTime={new Date(asOf).toISOString()}>
            {dateTimeFormat(asOf, { timeZone, format: isWide ? FORMATS.wide : FORMATS.narrow })}
          </time>
        </span>
      )}
      {count !== null && <span>{labels.count(count)}</span>}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  footer: css({
    display: 'flex',
    flexShrink: 0,
    columnGap: theme.spacing(1),
    marginTop: 'auto',
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
    fontVariantNumeric: 'tabular-nums',
  }),
});
