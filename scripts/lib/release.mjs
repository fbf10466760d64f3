// What a release is: its id, version and date, and the platforms its backend is built for.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { runCommand } from './command.mjs';
import { inRoot } from './paths.mjs';

/** Where Grafana runs: the platforms it is released for, as Go names them. */
export const PLATFORMS = [
  'linux/amd64',
  'linux/arm64',
  'darwin/amd64',
  'darwin/arm64',
  'windows/amd64',
  'windows/arm64',
];

/** @param {string[]} parts @returns {Record<string, unknown>} */
const readJson = (...parts) => JSON.parse(fs.readFileSync(inRoot(...parts), 'utf8'));

/** Id of the app, the archive's one folder; and its version. */
export function releaseName() {
  return { id: String(readJson('src', 'plugin.json').id), version: String(readJson('package.json').version) };
}

/**
 * The day of the release: SOURCE_DATE_EPOCH (seconds), else that of the last commit, else today. The build's own "today"
 * would make another archive of the same sources tomorrow.
 */
export function releaseDate() {
  const given = process.env.SOURCE_DATE_EPOCH;
  if (given !== undefined && !/^\d+$/.test(given)) {
    throw new Error(`SOURCE_DATE_EPOCH: expected seconds since 1970, got "${given}"`);
  }
  return new Date(given === undefined ? (lastCommit() ?? Date.now()) : Number(given) * 1000);
}

/** @returns {number | undefined} milliseconds; undefined outside a git repository */
function lastCommit() {
  try {
    const seconds = execFileSync('git', ['log', '-1', '--format=%ct'], {
      cwd: inRoot(),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number(seconds.trim()) * 1000;
  } catch {
    return undefined;
  }
}

/** Name of the backend's executable, where Grafana looks for it. @param {string} platform */
export function executableName(platform) {
  const [os, arch] = platform.split('/');
  return `${readJson('src', 'datasource', 'plugin.json').executable}_${os}_${arch}${os === 'windows' ? '.exe' : ''}`;
}

/**
 * Compiles the backend into a folder, for one platform, and returns the file. The flags are those of the SDK's mage
 * targets, and -trimpath and a fixed time, so that the same sources give the same bytes.
 * @param {string} platform @param {string} folder @param {Date} date
 */
export async function compileBackend(platform, folder, date) {
  const [os, arch] = platform.split('/');
  const { id } = readJson('src', 'datasource', 'plugin.json');
  const info = JSON.stringify({ time: date.getTime(), pluginID: id, version: releaseName().version });
  const stamp = `-X 'github.com/grafana/grafana-plugin-sdk-go/build/buildinfo.buildInfoJSON=${info}'`;
  const file = path.join(folder, executableName(platform));
  const flags = ['-tags', 'arrow_json_stdlib', '-trimpath', '-buildvcs=false', '-ldflags', `-w -s ${stamp}`];
  await runCommand('go', ['build', ...flags, '-o', file, './pkg'], {
    env: { GOOS: os, GOARCH: arch, CGO_ENABLED: '0' },
  });
  return file;
}

/** The SHA-256 of each Go source, as the SDK's build writes it: a reviewer can tell what the executables are made from. */
export function sourceManifest() {
  const sources = fs
    .readdirSync(inRoot('pkg'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.go'))
    .map((name) => `pkg/${name.split(path.sep).join('/')}`);
  return ['Magefile.go', ...sources]
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(fs.readFileSync(inRoot(name)))
          .digest('hex')}:${name}\n`
    )
    .join('');
}
