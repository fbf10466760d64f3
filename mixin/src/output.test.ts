import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EMPTY_MANIFEST } from './manifest';
import { apply, differences, previousManifest } from './output';

describe('output', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'mixin-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('starts from nothing', async () => {
    expect(await previousManifest(root)).toEqual(EMPTY_MANIFEST);
  });

  it('writes what is missing or changed, removes what it once wrote, and leaves the rest alone', async () => {
    await writeFile(join(root, 'old.md'), 'old');
    await writeFile(join(root, 'own.md'), 'mine');
    await writeFile(join(root, 'kept.md'), 'before');
    const files = new Map([
      ['kept.md', 'after'],
      ['new/one.md', 'one'],
    ]);
    const previous = { ...EMPTY_MANIFEST, files: ['old.md', 'kept.md', 'never-written.md'] };
    const found = await differences(root, files, previous);
    expect(found).toEqual([
      { path: 'kept.md', kind: 'changed' },
      { path: 'new/one.md', kind: 'missing' },
      { path: 'old.md', kind: 'left over' },
    ]);
    await apply(root, files, found);
    expect(await differences(root, files, previous)).toEqual([]);
    expect((await readdir(root)).sort()).toEqual(['kept.md', 'new', 'own.md']);
    expect(await readFile(join(root, 'new/one.md'), 'utf8')).toBe('one');
  });
});
