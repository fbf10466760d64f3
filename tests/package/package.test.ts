import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EXECUTABLES, ROOT, makeArchive, type Archive } from './archive';

const APP = 'lopan-analytics-app';

interface PluginJson {
  id: string;
  type: string;
  info: {
    version: string;
    updated: string;
    logos: { small: string; large: string };
    screenshots: Array<{ path: string }>;
  };
  includes?: Array<{ type: string; path: string }>;
}

describe('npm run package', () => {
  let archive: Archive;
  const text = (name: string) => archive.entries.get(`${APP}/${name}`)?.content.toString() ?? '';
  const manifests = () =>
    [...archive.entries.keys()]
      .filter((name) => path.basename(name) === 'plugin.json')
      .map((name) => {
        const json: PluginJson = JSON.parse(archive.entries.get(name)?.content.toString() ?? '');
        return { folder: path.dirname(name), json };
      });
  const { version }: { version: string } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

  beforeAll(async () => {
    archive = await makeArchive();
  });

  it('names the archive by id and version, and its only folder by the id', () => {
    expect(archive.file).toBe(`${APP}-${version}.zip`);
    expect(new Set([...archive.entries.keys()].map((name) => name.split('/')[0]))).toEqual(new Set([APP]));
  });

  it('holds the backend for every platform, executable, and nothing else executable', () => {
    const executable = [...archive.entries].filter(([, { mode }]) => (mode & 0o111) !== 0);
    expect(executable.map(([name]) => name).sort()).toEqual(
      EXECUTABLES.map((name) => `${APP}/datasource/${name}`).sort()
    );
    expect(executable.every(([, { mode }]) => (mode & 0o777) === 0o755)).toBe(true);
  });

  it.each(['README.md', 'CHANGELOG.md', 'LICENSE', 'plugin.json', 'module.js', 'go_plugin_build_manifest'])(
    'has a %s that is not empty',
    (name) => expect(text(name).length).toBeGreaterThan(100)
  );

  it('has four plugins with their module, source map and logos, of one version and date', () => {
    expect(manifests().map(({ json }) => json.id)).toHaveLength(4);
    for (const { folder, json } of manifests()) {
      const { logos, screenshots, ...info } = json.info;
      expect(info).toMatchObject({ version, updated: '2026-03-02' });
      const wanted = ['module.js', 'module.js.map', logos.small, logos.large, ...screenshots.map((one) => one.path)];
      expect(wanted.filter((name) => !archive.entries.has(`${folder}/${name}`))).toEqual([]);
    }
  });

  it('lists every nested plugin in the app', () => {
    const [app, ...nested] = manifests().sort((a, b) => a.folder.length - b.folder.length);
    const listed = app?.json.includes?.filter(({ type }) => type !== 'page').map((one) => `${one.type} ${one.path}`);
    expect(listed?.sort()).toEqual(
      nested.map(({ folder, json }) => `${json.type} ${folder.slice(APP.length + 1)}/plugin.json`).sort()
    );
  });

  it('leaves no placeholder and no link that only works in the repository', () => {
    const pages = [...archive.entries].filter(([name]) => /\.(md|json)$/.test(name));
    for (const [name, { content }] of pages) {
      expect({ name, placeholders: content.toString().match(/%[A-Z_]+%/g) ?? [] }).toEqual({ name, placeholders: [] });
      const links = [...content.toString().matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target ?? '');
      expect(links.filter((target) => !/^(https:|#)/.test(target))).toEqual([]);
    }
  });

  it('gives the same bytes for the same sources, and other ones on another day', async () => {
    expect((await makeArchive()).bytes.equals(archive.bytes)).toBe(true);
    const later = await makeArchive({ SOURCE_DATE_EPOCH: '1800000000' });
    expect(later.bytes.equals(archive.bytes)).toBe(false);
  });

  it('says what SOURCE_DATE_EPOCH has to be', async () => {
    await expect(makeArchive({ SOURCE_DATE_EPOCH: 'today' })).rejects.toThrow(
      'SOURCE_DATE_EPOCH: expected seconds since 1970, got "today"'
    );
  });
});
