import path from 'node:path';
import { exists, linksOf, pages, prose, read } from './pages';

const ROOMS = 'backend-proxy|catalogue|client|contracts|docs|mixin|pkg|provisioning|scripts|src|tests|workbench';

/** Paths of the repository that stand in the text as code. */
function pathsOf(page: string): string[] {
  return [...prose(read(page)).matchAll(/`([^`\n]+)`/g)]
    .map(([, code = '']) => code)
    .filter((code) => new RegExp(`^(?:${ROOMS})/[\\w./-]+$`).test(code));
}

/** Whether a path leads somewhere, from the root or from the page's folder; contracts leave the ends of names out. */
function leadsSomewhere(page: string, target: string): boolean {
  const near = path.join(path.dirname(page), target);
  return exists(target) || exists(near) || (page.startsWith('contracts/') && exists(`${near}.response.json`));
}

describe.each(pages())('%s', (page) => {
  it('links to what is there', () => {
    expect(linksOf(page).filter((target) => !exists(target))).toEqual([]);
  });

  it('names paths that are there', () => {
    expect(pathsOf(page).filter((target) => !leadsSomewhere(page, target))).toEqual([]);
  });
});
