import { css, cx } from '@emotion/css';
import type { Field, GrafanaTheme2, LinkModel } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useEffect, useRef } from 'react';
import type { Geometry, Place } from '../geometry';
import { labels } from '../labels';
import type { Axis, Cell } from '../model';
import { cellSentence } from '../texts';

interface Props {
  row: Axis;
  column: Axis;
  cell: Cell;
  place: Place;
  geometry: Geometry;
  rateField: Field;
  /** The keyboard moved here: the cell has to be brought into sight. */
  followsKeyboard: boolean;
  /** Tells where in the window the keyboard has moved to, in px: below the cell. Must not change between renderings. */
  onReach: (position: { x: number; y: number }) => void;
  /** Offers several data links of the cell. */
  onLinks: (links: LinkModel[]) => void;
  /** Chooses a cell without a data link; absent where that does nothing. */
  onChoose?: () => void;
}

/** The frame around the current cell: a link where the cell has one, a button where choosing it opens a menu or sets a variable. */
export function CellCursor(props: Props) {
  const { row, column, cell, place, geometry, rateField, followsKeyboard, onReach, onLinks, onChoose } = props;
  const styles = useStyles2(getStyles);
  const frame = useRef<HTMLElement | null>(null);
  useEffect(() => {
    if (followsKeyboard && frame.current) {
      frame.current.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
      const { left, bottom } = frame.current.getBoundingClientRect();
      onReach({ x: left, y: bottom });
    }
  }, [place, followsKeyboard, onReach]);

  const common = {
    ref: (element: HTMLElement | null) => {
      frame.current = element;
    },
    'data-cursor': true,
    // The grid itself is the stop of the tabulator; Enter there comes here.
    tabIndex: -1,
    style: {
      left: place.column * geometry.cellWidth,
      top: place.row * geometry.cellHeight,
      width: geometry.cellWidth,
      height: geometry.cellHeight,
      scrollMarginTop: geometry.headerHeight,
      scrollMarginLeft: geometry.labelWidth,
    },
  };
  const sentence = cellSentence(row, column, cell);
  const links = linksOf(rateField, cell);
  const [link] = links;
  if (link && links.length === 1) {
    return (
      <a
        {...common}
        className={cx(styles.frame, styles.choosable)}
        href={link.href}
        target={link.target}
        rel={link.target === '_blank' ? 'noopener noreferrer' : undefined}
        onClick={link.onClick}
        aria-label={`${link.title}: ${sentence}`}
      />
    );
  }
  const press = link ? () => onLinks(links) : onChoose;
  if (press) {
    return (
      <button
        {...common}
        type="button"
        className={cx(styles.frame, styles.choosable)}
        onClick={press}
        aria-haspopup={link ? 'menu' : undefined}
        aria-label={link ? labels.links(sentence) : sentence}
      />
    );
  }
  return <div {...common} className={styles.frame} />;
}

function linksOf({ config, getLinks }: Field, { sourceRow }: Cell) {
  return config.links?.length && getLinks && sourceRow !== null ? getLinks({ valueRowIndex: sourceRow }) : [];
}

const getStyles = (theme: GrafanaTheme2) => ({
  frame: css({
    position: 'absolute',
    padding: 0,
    background: 'none',
    border: `2px solid ${theme.colors.text.maxContrast}`,
    borderRadius: theme.shape.radius.default,
  }),
  choosable: css({ cursor: 'pointer' }),
});
