import fs from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '../..');
/** Folders that are made, installed or not ours. */
const PASSED_OVER = new Set(['node_modules', 'dist', 'artifacts', 'test-results', 'coverage']);

/** Every page of the repository, by its path from the root. */
export function pages(folder = ''): string[] {
  return fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      return PASSED_OVER.has(entry.name) || entry.name.startsWith('.') ? [] : pages(name);
    }
    return entry.name.endsWith('.md') ? [name] : [];
  });
}

/** The text of a file of the repository. */
export function read(name: string): string {
  return fs.readFileSync(path.join(ROOT, name), 'utf8');
}

/** Whether there is such a file or folder, by its path from the root. */
export function exists(name: string): boolean {
  return fs.existsSync(path.join(ROOT, name));
}

/** A page without its blocks of code. */
export function prose(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '');
}

/** Where the links of a page lead within the repository, from the root. */
export function linksOf(page: string): string[] {
  return [...prose(read(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.split('#')[0] ?? '')
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
    .map((target) => path.join(path.dirname(page), decodeURIComponent(target)));
}
