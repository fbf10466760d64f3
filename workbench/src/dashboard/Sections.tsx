/** The rows of a dashboard and the grid in each: 24 columns; one column on a phone, as Grafana has it. */
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Icon, useStyles2 } from '@grafana/ui';
import { useMemo, useState } from 'react';
import { templateSrv } from '../host/templateSrv';
import { DashboardPanel, type DashboardContext } from './DashboardPanel';
import { toSections, type Section } from './layout';
import type { PanelJson } from './types';

const CELL_HEIGHT = 30;
const CELL_GAP = 8;
const COLUMNS = 24;

export function Sections({ panels, context }: { panels: PanelJson[]; context: DashboardContext }) {
  const sections = useMemo(() => toSections(panels), [panels]);
  return (
    <>
      {sections.map((section) => (
        <RowSection key={section.key} section={section} context={context} />
      ))}
    </>
  );
}

function RowSection({ section, context }: { section: Section; context: DashboardContext }) {
  const styles = useStyles2(getStyles);
  const [collapsed, setCollapsed] = useState(section.collapsed);
  const { row, panels } = section;
  return (
    <div>
      {row && (
        <h2 className={styles.row}>
          <button
            type="button"
            className={styles.toggle}
            aria-expanded={!collapsed}
            onClick={() => setCollapsed(!collapsed)}
          >
            <Icon name={collapsed ? 'angle-right' : 'angle-down'} />
            {templateSrv.replace(row.title ?? '', undefined, 'text')}
            {collapsed && <span className={styles.count}>({panels.length} panels)</span>}
          </button>
        </h2>
      )}
      {!collapsed && (
        <div className={styles.grid}>
          {panels.map((panel) => (
            <div key={panel.id} className={styles.cell} style={placeOf(panel)}>
              <DashboardPanel panel={panel} context={context} />
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

function placeOf({ gridPos: { x, y, w, h } }: PanelJson): Record<string, string | number> {
  return {
    '--x': x + 1,
    '--w': w,
    '--y': y + 1,
    '--h': h,
    '--height': `${h * CELL_HEIGHT + (h - 1) * CELL_GAP}px`,
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  grid: css({
    display: 'grid',
    gridTemplateColumns: `repeat(${COLUMNS}, minmax(0, 1fr))`,
    gridAutoRows: CELL_HEIGHT,
    gap: CELL_GAP,
    [theme.breakpoints.down('md')]: { gridTemplateColumns: 'minmax(0, 1fr)', gridAutoRows: 'auto' },
  }),
  cell: css({
    gridColumn: 'var(--x) / span var(--w)',
    gridRow: 'var(--y) / span var(--h)',
    minWidth: 0,
    [theme.breakpoints.down('md')]: { gridColumn: '1', gridRow: 'auto', height: 'var(--height)' },
  }),
  row: css({ margin: theme.spacing(1, 0), fontSize: theme.typography.h5.fontSize }),
  toggle: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0.5),
    background: 'none',
    border: 'none',
    color: theme.colors.text.primary,
    fontWeight: theme.typography.fontWeightMedium,
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: 2 },
  }),
  count: css({ color: theme.colors.text.secondary, fontWeight: theme.typography.fontWeightRegular }),
});
