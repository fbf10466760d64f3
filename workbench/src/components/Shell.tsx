/** The page around a dashboard or the gallery: title bar, dashboard picker, theme, and the note that this is a preview. */
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Badge, Combobox, IconButton, TextLink, useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import type { DashboardEntry, WorkbenchInfo } from '../host/api';
import type { ThemeMode } from '../state/theme';
import { goTo } from '../state/location';
import { PreviewNote } from './PreviewNote';

interface Props {
  info: WorkbenchInfo;
  title: string;
  dashboards: DashboardEntry[];
  currentUid?: string;
  mode: ThemeMode;
  onMode: (mode: ThemeMode) => void;
  children: ReactNode;
}

export function Shell({ info, title, dashboards, currentUid, mode, onMode, children }: Props) {
  const styles = useStyles2(getStyles);
  const other = mode === 'dark' ? 'light' : 'dark';
  return (
    <div className={styles.page}>
      <header className={styles.bar}>
        <img src="/public/plugins/lopan-analytics-app/img/logo.svg" alt="" className={styles.logo} />
        <h1 className={styles.title}>{title}</h1>
        {info.demo && (
          <Badge text="Demo data" color="orange" icon="database" tooltip="The numbers come from a simulated plant" />
        )}
        <div className={styles.right}>
          {dashboards.length > 1 && (
            <>
              <label htmlFor="dashboard-picker" className={styles.forReaders}>
                Dashboard
              </label>
              <Combobox
                id="dashboard-picker"
                width="auto"
                minWidth={20}
                maxWidth={40}
                options={dashboards.map(({ uid, title: label }) => ({ value: uid, label }))}
                value={currentUid ?? null}
                placeholder="Choose a dashboard"
                onChange={({ value }) => goTo(`/d/${value}`)}
              />
            </>
          )}
          <TextLink href="/gallery" inline={false} color="secondary" variant="bodySmall">
            Gallery
          </TextLink>
          <IconButton
            name="palette"
            size="lg"
            tooltip={`Switch to the ${other} theme`}
            aria-label={`Switch to the ${other} theme`}
            onClick={() => onMode(other)}
          />
        </div>
      </header>
      <PreviewNote />
      <main className={styles.main}>{children}</main>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  page: css({
    minHeight: '100vh',
    background: theme.colors.background.canvas,
    color: theme.colors.text.primary,
  }),
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  logo: css({ width: 24, height: 24 }),
  title: css({ margin: 0, fontSize: theme.typography.h4.fontSize, lineHeight: theme.typography.h4.lineHeight }),
  forReaders: css({
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  }),
  right: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1.5), marginLeft: 'auto' }),
  main: css({
    padding: theme.spacing(1, 2, 2),
    [theme.breakpoints.down('md')]: { padding: theme.spacing(1) },
  }),
});
