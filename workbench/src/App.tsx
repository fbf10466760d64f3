import { ThemeContext } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import { GlobalStyles, ModalRoot, PortalContainer } from '@grafana/ui';
import { useMemo, useState } from 'react';
import { Router } from 'react-router-dom-v5-compat';
import { Centered } from './components/Centered';
import { Shell } from './components/Shell';
import { DashboardPage } from './dashboard/DashboardPage';
import { useDashboard } from './dashboard/useDashboard';
import { GalleryPage } from './gallery/GalleryPage';
import type { DashboardEntry, WorkbenchInfo } from './host/api';
import { themeOf } from './host/theme';
import { useAddress } from './state/location';
import { readThemeMode, rememberThemeMode, type ThemeMode } from './state/theme';

interface Props {
  info: WorkbenchInfo;
  dashboards: DashboardEntry[];
}

/** The page: `/d/<uid>` is a dashboard, `/gallery` shows the panels in every state, `/` is the overview. */
export function App({ info, dashboards }: Props) {
  const [mode, setMode] = useState<ThemeMode>(readThemeMode);
  const theme = useMemo(() => themeOf(mode), [mode]);
  const { pathname, search } = useAddress();
  const gallery = pathname === '/gallery';
  const elsewhere = !gallery && pathname !== '/' && !pathname.startsWith('/d/');
  const uid = /^\/d\/([^/]+)/.exec(pathname)?.[1] ?? dashboards[0]?.uid;
  const { dashboard, error } = useDashboard(gallery || elsewhere ? undefined : uid);

  const changeMode = (next: ThemeMode) => {
    rememberThemeMode(next);
    setMode(next);
  };

  return (
    <ThemeContext.Provider value={theme}>
      <Router location={locationService.getLocation()} navigator={locationService.getHistory()}>
        <GlobalStyles />
        <Shell
          info={info}
          title={gallery ? 'Panel gallery' : (dashboard?.title ?? 'Lopan Production Analytics')}
          dashboards={dashboards}
          currentUid={dashboard?.uid}
          mode={mode}
          onMode={changeMode}
        >
          {gallery && <GalleryPage search={search} />}
          {elsewhere && <Centered>This page ({pathname}) is a part of Grafana: start one to see it.</Centered>}
          {!gallery && !elsewhere && dashboard && (
            <DashboardPage key={dashboard.uid} dashboard={dashboard} search={search} />
          )}
          {!gallery && !elsewhere && !dashboard && <Centered>{error ?? emptyText(uid)}</Centered>}
        </Shell>
        <ModalRoot />
        <PortalContainer />
      </Router>
    </ThemeContext.Provider>
  );
}

function emptyText(uid: string | undefined): string {
  return uid ? 'Loading …' : 'There are no dashboards in provisioning/dashboards yet: npm run generate';
}
