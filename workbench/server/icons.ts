/** Icons that Grafana's libraries name but do not ship (they lie in Grafana's own `public/`), drawn for the workbench. */
import fs from 'node:fs';
import path from 'node:path';

const stroke = (d: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="${d}" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;

const DRAWN: Record<string, string> = {
  'angle-double-left': stroke('M10 8l-4 4 4 4M17 8l-4 4 4 4'),
  'expand-arrows': stroke('M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5'),
  enter: stroke('M20 6v6H5M9 8l-4 4 4 4'),
  spinner: stroke('M12 3a9 9 0 1 0 9 9'),
  'sync-slash': stroke('M4 12a8 8 0 0 1 14-5M20 12a8 8 0 0 1-14 5M4 4l16 16'),
};

/** A dot: better than a hole for whatever else is missing. */
const UNKNOWN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="3"/></svg>';

/** The drawing for `icons/<kind>/<name>.svg` when the library has no such file; undefined when it has one. */
export function drawnIcon(folder: string, name: string): string | undefined {
  const icon = /^icons\/\w+\/([\w-]+)\.svg$/.exec(name)?.[1];
  if (!icon || fs.existsSync(path.join(folder, name))) {
    return undefined;
  }
  return DRAWN[icon] ?? UNKNOWN;
}
