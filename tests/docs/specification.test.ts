import path from 'node:path';
import { exists, read } from './pages';

const PAGE = 'docs/specification.md';

interface Row {
  line: string;
  where: string;
  heldBy: string;
}

/** The rows of all tables of the page. */
const ROWS: Row[] = read(PAGE)
  .split('\n')
  .filter((text) => text.startsWith('| ') && !/^\| (?:line of the specification|-+) /.test(text))
  .map((text) => {
    const [, line = '', where = '', heldBy = ''] = text.split('|').map((cell) => cell.trim());
    return { line, where, heldBy };
  });

/** A test as the page names it: file, and title as it stands in the source. */
interface Named {
  file: string;
  title: string;
}

const TEST = /\[[^\]]+\]\(([^)]+)\): “([^”]+)”/g;
const testsOf = ({ heldBy }: Row): Named[] =>
  [...heldBy.matchAll(TEST)].map(([, target = '', title = '']) => ({
    file: path.join('docs', target),
    title,
  }));

/** Titles of tests and groups of a file, as they stand in the source. */
function titlesIn(file: string): string[] {
  const quoted = /\b(?:it|describe|test)(?:\.\w+)*\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g;
  const afterTable = /\]\)?(?: as const)?\)\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g;
  const calls = /\.each[^\n]*\)\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g;
  return [quoted, afterTable, calls].flatMap((pattern) =>
    [...read(file).matchAll(pattern)].map(([, , title = '']) => title.replace(/\\(.)/g, '$1'))
  );
}

describe('docs/specification.md', () => {
  it('has a row of three cells for each line, and no line twice', () => {
    expect(ROWS.length).toBeGreaterThan(200);
    expect(ROWS.filter(({ line, where, heldBy }) => !line || !where || !heldBy)).toEqual([]);
    const lines = ROWS.map(({ line }) => line);
    expect(lines.filter((line, index) => lines.indexOf(line) < index)).toEqual([]);
  });

  it('names a test for every line that is about software', () => {
    const bare = ROWS.filter((row) => testsOf(row).length === 0 && row.heldBy !== 'no test: outside the software');
    expect(bare.map(({ line }) => line)).toEqual([]);
    expect(ROWS.filter(({ heldBy }) => heldBy.startsWith('no test')).every(({ where }) => /^outside/.test(where))).toBe(
      true
    );
  });

  it('names tests that are there under their titles', () => {
    const named = ROWS.flatMap(testsOf);
    expect(named.filter(({ file }) => !exists(file))).toEqual([]);
    const titles = new Map([...new Set(named.map(({ file }) => file))].map((file) => [file, titlesIn(file)]));
    expect(named.filter(({ file, title }) => !titles.get(file)?.includes(title))).toEqual([]);
  });
});
