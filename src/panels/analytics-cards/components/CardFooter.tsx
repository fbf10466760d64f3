import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { Tooltip, useStyles2 } from '@grafana/ui';
import type { Card } from '../card';
import { labels } from '../labels';
import type { AnalyticsCardsOptions } from '../types';

interface Props {
  card: Card;
  options: AnalyticsCardsOptions;
  timeZone: string;
  /** No room: only the marks that change how the value is read stay. */
  hidden: boolean;
}

/** Small print of a card: marks, time and number of observations. */
export function CardFooter({ card, options, timeZone, hidden }: Props) {
  const styles = useStyles2(getStyles);
  const asOf = options.showAsOf && !hidden && card.asOf !== null;
  const count = options.showCount && !hidden && card.n !== null;
  if (!card.provisional && !card.stale && !asOf && !count) {
    return null;
  }
  return (
    <div className={styles.footer}>
      {card.provisional && <Mark text={labels.provisional} hint={labels.provisionalHint} />}
      {card.stale && <Mark text={labels.stale} hint={labels.staleHint} />}
      {asOf && card.asOf !== null && (
        <span>
          {labels.asOf}{' '}
          <time dateTime={new Date(card.asOf).toISOString()}>{dateTimeFormat(card.asOf, { timeZone })}</time>
        </span>
      )}
      {count && card.n !== null && <span>{labels.count(card.n)}</span>}
    </div>
  );
}

function Mark({ text, hint }: { text: string; hint: string }) {
  const styles = useStyles2(getStyles);
  return (
    <Tooltip content={hint}>
      <button type="button" className={styles.mark}>
        {text}
      </button>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  footer: css({
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: theme.spacing(1),
    marginTop: 'auto',
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    fontVariantNumeric: 'tabular-nums',
  }),
  mark: css({
    position: 'relative',
    zIndex: 1,
    padding: theme.spacing(0, 0.5),
    border: `1px dashed ${theme.colors.border.strong}`,
    borderRadius: theme.shape.radius.default,
    background: 'none',
    color: theme.colors.text.primary,
    cursor: 'help',
  }),
});
