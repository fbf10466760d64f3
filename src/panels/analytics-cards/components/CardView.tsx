import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Tooltip, useStyles2, useTheme2 } from '@grafana/ui';
import type { Card } from '../card';
import type { GridLayout, StatusPlace } from '../grid';
import { targetText, valueWithUnit } from '../sentence';
import { MISSING_SCALE, SUFFIX_SCALE } from '../textWidth';
import type { AnalyticsCardsOptions } from '../types';
import { CardFooter } from './CardFooter';
import { CardSparkline } from './CardSparkline';
import { CardTitle } from './CardTitle';
import { StatusMark } from './StatusMark';
import { TrendMark } from './TrendMark';

export interface CardViewProps {
  card: Card;
  options: AnalyticsCardsOptions;
  layout: GridLayout;
  comparedDates: string | null;
  timeZone: string;
}

/** From this scale on, a card is so wide that value and trend stand together rather than at its two ends. */
const WALL = 1.5;

/** One card: title, value and trend, then what there is room for. */
export function CardView({ card, options, layout, comparedDates, timeZone }: CardViewProps) {
  const styles = useStyles2(getStyles);
  const small = useTheme2().typography.bodySmall.fontSize;
  const { room, scale } = layout;
  const isCompact = options.layout === 'compact';
  const status = options.showStatus && card.status !== null && (
    <StatusMark status={card.status} withWord={room.statusWord} />
  );
  const isStatusAt = (place: StatusPlace) => !isCompact && room.status === place;
  const target = options.showTarget && room.target ? targetText(card) : null;
  const hasLine = options.showSparkline && !isCompact && card.points.filter((point) => point !== null).length > 1;
  const isMissing = card.value === null;
  return (
    <li
      className={cx(styles.card, card.status && styles[card.status])}
      style={{ fontSize: `calc(${small} * ${scale})` }}
      data-testid="analytics-card"
    >
      <CardTitle card={card} lines={layout.titleLines} withWords={room.markWords}>
        {(isStatusAt('title') || (isMissing && isStatusAt('trend'))) && status}
      </CardTitle>
      <div className={cx(styles.valueRow, isCompact && styles.oneLine, scale > WALL && styles.together)}>
        <span
          className={cx(styles.value, isMissing && styles.missing)}
          style={{ fontSize: layout.valueFontSize * (isMissing ? MISSING_SCALE : 1) }}
          title={valueWithUnit(card)}
        >
          {card.text}
          {card.suffix && <span className={styles.suffix}> {card.suffix}</span>}
        </span>
        {hasLine && room.sparkline === 'beside' && <CardSparkline points={card.points} place="beside" />}
        {options.showTrend && card.trend && <TrendMark trend={card.trend} comparedDates={comparedDates} />}
        {(isCompact || (isStatusAt('trend') && !isMissing)) && status}
      </div>
      {isStatusAt('line') && (status || target) && (
        <div className={styles.line}>
          {status}
          {target && <span className={styles.target}>{target}</span>}
        </div>
      )}
      {card.note && <NoteLine note={card.note} lines={isCompact ? 1 : layout.noteLines} />}
      {hasLine && room.sparkline === 'below' && <CardSparkline points={card.points} place="below" />}
      {!isCompact && room.details && (
        <CardFooter card={card} options={options} timeZone={timeZone} isWide={room.year} />
      )}
    </li>
  );
}

/** Why a value is missing: on the card itself, on as many lines as it has, in full on hover and focus. */
function NoteLine({ note, lines }: { note: string; lines: number }) {
  const styles = useStyles2(getStyles);
  return (
    <Tooltip content={note}>
      <button type="button" className={styles.note} style={{ WebkitLineClamp: lines }}>
        {note}
      </button>
    </Tooltip>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const oneLine = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;
  const accent = (color: string) => css({ borderInlineStartColor: color });
  return {
    card: css({
      position: 'relative',
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(0.5),
      minWidth: 0,
      overflow: 'hidden',
      padding: theme.spacing(1, 1.5),
      background: theme.colors.background.secondary,
      border: `1px solid ${theme.colors.border.weak}`,
      borderInlineStart: `3px solid ${theme.colors.border.weak}`,
      borderRadius: theme.shape.radius.default,
      boxShadow: theme.shadows.z1,
    }),
    critical: accent(theme.colors.error.border),
    warning: accent(theme.colors.warning.border),
    off_target: accent(theme.colors.warning.border),
    ok: accent(theme.colors.success.border),
    no_data: accent(theme.colors.border.medium),
    valueRow: css({
      display: 'flex',
      flexShrink: 0,
      flexWrap: 'wrap',
      alignItems: 'baseline',
      justifyContent: 'space-between',
      columnGap: theme.spacing(1),
    }),
    oneLine: css({ flexWrap: 'nowrap' }),
    together: css({ justifyContent: 'flex-start', columnGap: '1em' }),
    value: css({
      ...oneLine,
      maxWidth: '100%',
      lineHeight: 1.15,
      fontWeight: theme.typography.fontWeightMedium,
      fontVariantNumeric: 'tabular-nums',
      color: theme.colors.text.primary,
    }),
    missing: css({ color: theme.colors.text.secondary }),
    suffix: css({ fontSize: `${SUFFIX_SCALE}em`, color: theme.colors.text.secondary }),
    line: css({
      display: 'flex',
      flexShrink: 0,
      flexWrap: 'wrap',
      columnGap: theme.spacing(1.5),
    }),
    target: css({ color: theme.colors.text.secondary, whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' }),
    note: css({
      display: '-webkit-box',
      WebkitBoxOrient: 'vertical',
      overflow: 'hidden',
      overflowWrap: 'anywhere',
      position: 'relative',
      zIndex: 1,
      flexShrink: 0,
      padding: 0,
      border: 0,
      background: 'none',
      textAlign: 'start',
      cursor: 'help',
      fontSize: 'inherit',
      color: theme.colors.text.secondary,
    }),
  };
};
