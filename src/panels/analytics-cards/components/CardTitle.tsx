import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import type { Card } from '../card';
import { labels } from '../labels';
import { fullTitle } from '../sentence';
import { CardLink } from './CardLink';
import { HintMark } from './HintMark';

interface Props {
  card: Card;
  /** Lines that it may take. */
  lines: number;
  /** There is room for marks in words. */
  withWords: boolean;
  /** What else stands in the corner. */
  children?: ReactNode;
}

/** What the card is about, as a link where there is one, and the marks that change how its value is read. */
export function CardTitle({ card, lines, withWords, children }: Props) {
  const styles = useStyles2(getStyles);
  const name = (
    <>
      {card.title}
      {card.group && <span className={styles.group}> · {card.group}</span>}
    </>
  );
  return (
    <div className={styles.row}>
      <span
        className={styles.title}
        style={{ WebkitLineClamp: lines }}
        title={[fullTitle(card), card.status && labels.status[card.status], card.description]
          .filter(Boolean)
          .join('\n')}
      >
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
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', alignItems: 'baseline', flexShrink: 0, gap: theme.spacing(0.5) }),
  title: css({
    flex: '1 1 0',
    minWidth: 0,
    display: '-webkit-box',
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
    overflowWrap: 'anywhere',
    color: theme.colors.text.secondary,
  }),
  group: css({ color: theme.colors.text.primary }),
});
