/** Dark or light: `?theme=` goes before what was chosen last, that before the system's preference. */
export type ThemeMode = 'dark' | 'light';

const KEY = 'lopan.workbench.theme';

export function readThemeMode(): ThemeMode {
  const wanted = new URLSearchParams(window.location.search).get('theme') ?? window.localStorage.getItem(KEY);
  if (wanted === 'dark' || wanted === 'light') {
    return wanted;
  }
  return window.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

export function rememberThemeMode(mode: ThemeMode): void {
  window.localStorage.setItem(KEY, mode);
  document.documentElement.style.colorScheme = mode;
}
