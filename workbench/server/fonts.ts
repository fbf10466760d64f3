/** Grafana's fonts. Its libraries name the files of its own `public/fonts`, which npm packages do not ship. */
import path from 'node:path';

const FILES: Record<string, string> = {
  'inter/Inter-Regular.woff2': 'inter/files/inter-latin-400-normal.woff2',
  'inter/Inter-Medium.woff2': 'inter/files/inter-latin-500-normal.woff2',
  'inter/Inter-Italic.woff2': 'inter/files/inter-latin-400-italic.woff2',
  'inter/Inter-MediumItalic.woff2': 'inter/files/inter-latin-500-italic.woff2',
};

const MONO = 'roboto-mono/files/roboto-mono-latin-400-normal.woff2';

/** The file of a font below `node_modules/@fontsource`; undefined for one that the workbench does not have. */
export function findFont(root: string, name: string): { folder: string; name: string } | undefined {
  const file = FILES[name] ?? (name.startsWith('roboto/') ? MONO : undefined);
  return file ? { folder: path.join(root, 'node_modules', '@fontsource'), name: file } : undefined;
}
