import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Card } from '../card';
import { labels } from '../labels';
import { fullTitle } from '../sentence';
import { CardLink } from './CardLink';
import { HintMark } from './HintMark';

interface Props {
  card: Card;
  /** There is room for marks in words. */
  withWords: boolean;
}

/** What the card is about, as a link where there is one, and the marks that change how its value is read. */
export function CardTitle({ card, withWords }: Props) {
  const styles = useStyles2(getStyles);
  const name = (
    <>
      {card.title}
      {card.group && <span className={styles.group}> · {card.group}</span>}
    </>
  );
  return (
    <div className={styles.row}>
      <span className={styles.title} title={[fullTitle(card), card.description].filter(Boolean).join('\n')}>
        {card.getLinks ? (
          <CardLink title={card.title} getLinks={card.getLinks}>
            {name}
          </CardLink>
        ) : (
          name
        )}
      </span>
      {card.provisional && (
        <HintMark text={labels.provisional} hint={labels.provisionalHint} icon="hourglass" withText={withWords} />
      )}
      {card.stale && <HintMark text={labels.stale} hint={labels.staleHint} icon="history" withText={withWords} />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', alignItems: 'baseline', flexShrink: 0, gap: theme.spacing(0.5) }),
  title: css({
    flex: '1 1 0',
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  group: css({ color: theme.colors.text.primary }),
});
