#!/usr/bin/env node
// `npm run package`: the plugins and their backend for every platform as one archive, as a plugin catalogue takes it.
// The same commit gives the same bytes, whenever and wherever it is packaged.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { buildPlugins } from './lib/build.mjs';
import { done, fail, progress, took } from './lib/log.mjs';
import { inRoot } from './lib/paths.mjs';
import { PLATFORMS, compileBackend, executableName, releaseDate, releaseName, sourceManifest } from './lib/release.mjs';
import { zip } from './lib/zip.mjs';

const HELP = `Usage: npm run package -- [options]
  --out <dir>       where the archive is written (default: artifacts)
  --binaries <dir>  takes the backend's executables from there instead of compiling them
SOURCE_DATE_EPOCH sets the day of the release; without it, that of the last commit.`;

/** @typedef {import('./lib/zip.mjs').Entry} Entry */

/** Executables that a build for this machine has left in dist/ are no part of the archive. */
const LOCAL_BACKEND = /^datasource\/gpx_|go_plugin_build_manifest$/;

/**
 * A file as it goes into the archive. The day in a plugin.json is that of the build: it becomes that of the release.
 * @param {string} name @param {Date} date
 */
function packaged(name, date) {
  const content = fs.readFileSync(inRoot('dist', name));
  if (path.basename(name) !== 'plugin.json') {
    return content;
  }
  const json = JSON.parse(content.toString());
  if (json.buildMode !== 'production') {
    throw new Error(`dist/${name}: a development build is no release; build anew with: npm run build:plugin`);
  }
  json.info.updated = date.toISOString().slice(0, 10);
  return Buffer.from(`${JSON.stringify(json, null, 2)}\n`);
}

/** @param {string} id @param {Date} date @param {string} binaries @returns {Entry[]} */
function entries(id, date, binaries) {
  const built = fs
    .readdirSync(inRoot('dist'), { recursive: true, encoding: 'utf8' })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => !LOCAL_BACKEND.test(name) && fs.statSync(inRoot('dist', name)).isFile())
    .map((name) => ({ name: `${id}/${name}`, content: packaged(name, date) }));
  const backend = PLATFORMS.map(executableName).map((name) => ({
    name: `${id}/datasource/${name}`,
    content: fs.readFileSync(path.join(binaries, name)),
    executable: true,
  }));
  return [...built, ...backend, { name: `${id}/go_plugin_build_manifest`, content: Buffer.from(sourceManifest()) }];
}

/** @param {string} folder @param {Date} date */
async function compileAll(folder, date) {
  for (const platform of PLATFORMS) {
    const since = Date.now();
    progress('backend', platform);
    await compileBackend(platform, folder, date);
    done('backend', `${platform} (${took(since)})`);
  }
}

async function main() {
  const { values } = parseArgs({
    options: { out: { type: 'string' }, binaries: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const { id, version } = releaseName();
  const date = releaseDate();
  const out = values.out ?? inRoot('artifacts');
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'lopan-package-'));
  try {
    await buildPlugins();
    if (!values.binaries) {
      await compileAll(scratch, date);
    }
    const archive = await zip(entries(id, date, values.binaries ?? scratch), date);
    const file = path.join(out, `${id}-${version}.zip`);
    fs.mkdirSync(out, { recursive: true });
    fs.writeFileSync(file, archive);
    const size = `${(archive.length / 2 ** 20).toFixed(1)} MiB`;
    done('package', `${path.relative(process.cwd(), file)} (${size})`);
    done('sha256', createHash('sha256').update(archive).digest('hex'));
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

try {
  await main();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
