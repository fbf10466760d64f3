import { createTheme, type GrafanaTheme2 } from '@grafana/data';
import { config } from '@grafana/runtime';
import type { ThemeMode } from '../state/theme';

/** Makes a theme the one of the page, also for code that reads it from the settings and not from the context. */
export function themeOf(mode: ThemeMode): GrafanaTheme2 {
  const theme = createTheme({ colors: { mode } });
  config.theme2 = theme;
  return theme;
}
