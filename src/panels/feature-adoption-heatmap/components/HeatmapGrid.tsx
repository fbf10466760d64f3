import { css } from '@emotion/css';
import type { GrafanaTheme2, InterpolateFunction, LinkModel } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { type FocusEvent, type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from 'react';
import { visuallyHidden } from '../../../common/visuallyHidden';
import { chooseCell, setsVariables } from '../choose';
import type { CellColor } from '../colors';
import { layOutHeatmap, moved, type Place, placeAt } from '../geometry';
import { labels } from '../labels';
import { cellAt, type Grid } from '../model';
import { cellSentence, cellTitle } from '../texts';
import type { AdoptionHeatmapOptions } from '../types';
import { CellCursor } from './CellCursor';
import { CellMenu } from './CellMenu';
import { ColumnLabels, RowLabels } from './AxisLabels';
import { HeatmapCanvas } from './HeatmapCanvas';
import { HeatmapTooltip } from './HeatmapTooltip';

interface Props {
  grid: Grid;
  colorOf: CellColor;
  options: AdoptionHeatmapOptions;
  width: number;
  height: number;
  replaceVariables: InterpolateFunction;
}

/** The cell somebody is at, and where the pointer is; without a pointer the keyboard has moved there. */
interface Active {
  place: Place;
  pointer: { x: number; y: number } | null;
}

/** The grid with its labels, one cursor for pointer and keyboard, and the tooltip of the cell under it. */
export function HeatmapGrid({ grid, colorOf, options, width, height, replaceVariables }: Props) {
  const styles = useStyles2(getStyles);
  const instructionsId = useId();
  const root = useRef<HTMLDivElement>(null);
  const cells = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Active | null>(null);
  // Links of the active cell while their menu is open.
  const [links, setLinks] = useState<LinkModel[] | null>(null);
  const geometry = useMemo(() => layOut(grid, width, height), [grid, width, height]);
  const size = { row: grid.rows.length, column: grid.columns.length };

  // Where the cell is that the keyboard has moved to: its tooltip stands below it.
  const [reached, setReached] = useState<{ x: number; y: number } | null>(null);

  const moveTo = (next: Active | null) => {
    // The menu takes the focus and the pointer from the grid; the cell it belongs to stays.
    if (!links) {
      setActive(next);
    }
  };
  const closeMenu = () => {
    setLinks(null);
    root.current?.focus();
  };
  const onMouseMove = ({ clientX, clientY }: MouseEvent) => {
    const corner = cells.current?.getBoundingClientRect();
    const place = corner ? placeAt(clientX - corner.left, clientY - corner.top, size, geometry) : null;
    moveTo(place && { place, pointer: { x: clientX, y: clientY } });
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => {
    // A press on a cell takes the focus from the grid itself; the cell must be there until the button is let go.
    if (!currentTarget.contains(relatedTarget)) {
      moveTo(null);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      // A cell that was clicked has the focus itself, and the browser would press it a second time.
      event.preventDefault();
      cells.current?.querySelector<HTMLElement>('[data-cursor]')?.click();
      return;
    }
    if (event.key === 'Escape') {
      setActive(null);
      return;
    }
    const place = active ? moved(active.place, event.key, size) : moved({ row: 0, column: 0 }, 'Home', size);
    if (place && event.key !== 'Tab') {
      event.preventDefault();
      setActive({ place, pointer: null });
    }
  };

  const row = active && grid.rows[active.place.row];
  const column = active && grid.columns[active.place.column];
  const cell = active && cellAt(grid, active.place.row, active.place.column);
  const position = active && (active.pointer ?? reached);
  return (
    <>
      <div
        ref={root}
        className={styles.scroll}
        style={{ width, height }}
        role="group"
        aria-label={labels.heatmap}
        aria-describedby={instructionsId}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onMouseMove={onMouseMove}
        onMouseLeave={() => moveTo(null)}
        onBlur={onBlur}
      >
        <span id={instructionsId} className={visuallyHidden}>
          {labels.instructions}
        </span>
        <span className={visuallyHidden} aria-live="polite">
          {active?.pointer === null && row && column && cell && cellSentence(row, column, cell)}
        </span>
        <div style={{ width: geometry.labelWidth + geometry.gridWidth }}>
          <ColumnLabels columns={grid.columns} geometry={geometry} />
          <div className={styles.body}>
            <RowLabels rows={grid.rows} geometry={geometry} />
            <div ref={cells} className={styles.cells}>
              <HeatmapCanvas grid={grid} geometry={geometry} colorOf={colorOf} options={options} />
              {active && row && column && cell && (
                <CellCursor
                  row={row}
                  column={column}
                  cell={cell}
                  place={active.place}
                  geometry={geometry}
                  rateField={grid.rateField}
                  followsKeyboard={active.pointer === null}
                  onReach={setReached}
                  onLinks={setLinks}
                  onChoose={
                    setsVariables(options) ? () => chooseCell(row, column, options, replaceVariables) : undefined
                  }
                />
              )}
            </div>
          </div>
        </div>
        {!links && position && row && column && cell && (
          <HeatmapTooltip row={row} column={column} cell={cell} position={position} />
        )}
      </div>
      {links && position && row && column && (
        <CellMenu title={cellTitle(row, column)} links={links} position={position} onClose={closeMenu} />
      )}
    </>
  );
}

function layOut(grid: Grid, width: number, height: number) {
  return layOutHeatmap({
    rows: grid.rows.length,
    columns: grid.columns.length,
    width,
    height,
    longestRow: longest(grid.rows),
    longestColumn: longest(grid.columns),
  });
}

const longest = (axes: Grid['rows']) => axes.reduce((most, { title }) => Math.max(most, title.length), 0);

const getStyles = (theme: GrafanaTheme2) => ({
  scroll: css({
    position: 'relative',
    overflow: 'auto',
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.border}`, outlineOffset: 0 },
  }),
  body: css({ display: 'flex' }),
  cells: css({ position: 'relative' }),
});
