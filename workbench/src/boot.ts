/**
 * Runs before any `@grafana/*` code: those packages read `window.grafanaBootData` while they are imported, and crash
 * without `settings.featureToggles`.
 */
import { readThemeMode } from './state/theme';

const mode = readThemeMode();

Object.assign(window, {
  // icons and fonts; relative to the page by default, which is wrong on every page but the root
  __grafana_public_path__: '/public/',
  grafanaBootData: {
    settings: {
      appSubUrl: '',
      appUrl: `${window.location.origin}/`,
      buildInfo: { version: '12.4.10', env: 'production', edition: 'Workbench' },
      featureToggles: {},
      defaultDatasource: 'Lopan Analytics',
      datasources: {},
      panels: {},
      apps: {},
    },
    user: {
      isSignedIn: false,
      orgRole: 'Viewer',
      theme: mode,
      locale: navigator.language,
      language: 'en-US',
      regionalFormat: navigator.language,
      timezone: 'browser',
      weekStart: 'browser',
      permissions: {},
    },
    navTree: [],
    assets: {},
  },
});
document.documentElement.style.colorScheme = mode;
