import { css } from '@emotion/css';
import { dateTimeFormat, type GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Card } from '../card';
import { GAP, layOutGrid } from '../grid';
import type { ComparedRange } from '../model';
import { fullTitle } from '../sentence';
import { MISSING_SCALE, textWidthEm, titleWidthPx, trendWidthPx } from '../textWidth';
import type { AnalyticsCardsOptions } from '../types';
import { CardView } from './CardView';

interface Props {
  cards: Card[];
  compared: ComparedRange | null;
  options: AnalyticsCardsOptions;
  /** Size in px that the grid may fill. */
  width: number;
  height: number;
  timeZone: string;
}

/** The cards as a list in a grid that fills the panel, or scrolls when they are too many. */
export function CardGrid({ cards, compared, options, width, height, timeZone }: Props) {
  const styles = useStyles2(getStyles);
  const widestValue = Math.max(
    ...cards.map(({ value, text, suffix }) => textWidthEm(text, suffix) * (value === null ? MISSING_SCALE : 1))
  );
  const trendWidth = options.showTrend
    ? Math.max(...cards.map(({ trend }) => (trend ? trendWidthPx(trend.text) : 0)))
    : 0;
  const titleWidth = Math.max(...cards.map((card) => titleWidthPx(fullTitle(card))));
  const marks = Math.max(...cards.map(({ provisional, stale }) => Number(provisional) + Number(stale)));
  const count = cards.length;
  const layout = layOutGrid({ ...options, count, width, height, widestValue, trendWidth, titleWidth, marks });
  const comparedDates = compared && printRange(compared, timeZone);
  return (
    <ul
      className={styles.grid}
      style={{
        height,
        gridTemplateColumns: `repeat(${layout.columns}, minmax(0, 1fr))`,
        gridAutoRows: layout.rowHeight,
        overflowY: layout.scrolls ? 'auto' : 'hidden',
      }}
      // A region that scrolls must be reachable from the keyboard, also where no card has a link.
      tabIndex={layout.scrolls ? 0 : undefined}
    >
      {cards.map((card) => (
        <CardView
          key={card.key}
          card={card}
          options={options}
          layout={layout}
          comparedDates={comparedDates}
          timeZone={timeZone}
        />
      ))}
    </ul>
  );
}

function printRange({ from, to }: ComparedRange, timeZone: string): string {
  return `${dateTimeFormat(from, { timeZone })} – ${dateTimeFormat(to, { timeZone })}`;
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    gap: GAP,
    margin: 0,
    padding: 0,
    listStyle: 'none',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: -2 },
  }),
});
