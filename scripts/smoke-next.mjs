#!/usr/bin/env node
// `npm run smoke:next`: the built plugins in a workbench of the newest @grafana/* and React 19. The gallery and the
// overview are driven in Chromium by the same tests that drive them on the pinned packages.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { buildPlugins } from './lib/build.mjs';
import { runCommand, runTool } from './lib/command.mjs';
import { done, fail, progress, took } from './lib/log.mjs';
import { NEXT, installNext } from './lib/next.mjs';
import { inRoot } from './lib/paths.mjs';

/** What is driven: every panel in every state, and the executive overview. */
const TESTS = ['gallery.test.ts', 'overview.test.ts'];

/**
 * What a host of version 13 does otherwise than the workbench does for 12: it puts loggers in place, loads
 * transformations when they are asked for, and tells the runtime of the data sources. Grafana's core reaches the last by
 * an export that the published package lacks (see openRuntime).
 */
const HOST = `import { standardTransformersRegistry } from '@grafana/data';
import { getDataSourceSrv } from '@grafana/runtime';
import { initializeLoggersRegistry } from '@grafana/runtime/unstable';
import { initDataSourceInstanceSettings } from '@grafana/runtime/host';
initializeLoggersRegistry();
export function finishHost() {
  for (const entry of standardTransformersRegistry.list()) {
    const { transformation } = entry;
    entry.transformation = async () => transformation;
  }
  const sources = getDataSourceSrv().getList();
  initDataSourceInstanceSettings(Object.fromEntries(sources.map((one) => [one.name, one])), sources[0].name);
}
`;
const INSTALLED = 'installServices(plugins, pageRange);';

/** Makes the scratch copy's host a host of version 13. @param {string} folder the copy of the workbench */
function addHost(folder) {
  fs.writeFileSync(path.join(folder, 'src', 'host', 'newest.ts'), HOST);
  const entry = path.join(folder, 'src', 'main.tsx');
  const text = fs.readFileSync(entry, 'utf8');
  if (!text.includes(INSTALLED)) {
    throw new Error(`workbench/src/main.tsx was to hold "${INSTALLED}", after which the host is finished`);
  }
  const finished = text.replace(INSTALLED, `${INSTALLED}\n  finishHost();`);
  fs.writeFileSync(entry, `import { finishHost } from './host/newest';\n${finished}`);
}

/** Adds the export that Grafana's core uses to the scratch copy of the runtime. */
function openRuntime() {
  const file = path.join(NEXT, 'node_modules', '@grafana', 'runtime', 'package.json');
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
  manifest.exports['./host'] = './dist/esm/services/dataSource/settings.mjs';
  fs.writeFileSync(file, JSON.stringify(manifest, null, 2));
}

/** @param {string} folder @param {string} name @returns {string} */
const versionOf = (folder, name) =>
  JSON.parse(fs.readFileSync(path.join(folder, 'node_modules', name, 'package.json'), 'utf8')).version;

/**
 * The scratch folder lies below the clone: what it lacks would be taken from the pinned packages, silently. React names
 * its version in its bundle.
 */
function refuseMixture() {
  const assets = path.join(NEXT, 'workbench', 'dist', 'client', 'assets');
  const bundle = fs
    .readdirSync(assets)
    .filter((name) => name.endsWith('.js'))
    .map((name) => fs.readFileSync(path.join(assets, name), 'utf8'))
    .join('\n');
  const newest = versionOf(NEXT, 'react');
  const pinned = versionOf(inRoot(), 'react');
  if (!bundle.includes(`"${newest}"`) || bundle.includes(`"${pinned}"`)) {
    throw new Error(`The bundle was to hold React ${newest} alone, without ${pinned}`);
  }
  return newest;
}

try {
  const since = Date.now();
  await installNext();
  await buildPlugins();
  const copy = path.join(NEXT, 'workbench');
  fs.rmSync(copy, { recursive: true, force: true });
  for (const part of ['src', 'server', 'build.mjs']) {
    fs.cpSync(inRoot('workbench', part), path.join(copy, part), { recursive: true });
  }
  addHost(copy);
  openRuntime();
  progress('workbench', 'bundling');
  await runCommand(process.execPath, ['build.mjs'], { cwd: copy });
  const react = refuseMixture();
  progress('browser', `React ${react}, @grafana/ui ${versionOf(NEXT, '@grafana/ui')}`);
  const report = await runTool('jest/bin/jest.js', ['-c', 'tests/browser/jest.config.js', ...TESTS], {
    env: { LOPAN_WORKBENCH_ROOT: NEXT },
  });
  done('browser', `${/^Tests:\s+(.*)$/m.exec(report)?.[1]} (${took(since)})`);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
