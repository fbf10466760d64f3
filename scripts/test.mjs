#!/usr/bin/env node
// `npm test`: everything that can be tested without a Grafana. Installs and builds what is missing first, goes on after
// a failure, and ends with one line: N passed, N failed, N skipped.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { buildBackend, buildPlugins, buildServer, buildWorkbench } from './lib/build.mjs';
import { addUp, countGo, countJest, countPlaywright } from './lib/counting.mjs';
import { ensurePackages } from './lib/install.mjs';
import { done, fail, progress, took, warn } from './lib/log.mjs';
import { inRoot } from './lib/paths.mjs';
import { SUITES } from './lib/suites.mjs';

/** @typedef {import('./lib/suites.mjs').Suite} Suite */
/** @typedef {import('./lib/counting.mjs').Counts} Counts */

const reports = fs.mkdtempSync(path.join(os.tmpdir(), 'lopan-test-'));

/** @param {string} command @param {string[]} args @param {string} cwd @param {'inherit' | 'pipe'} out @param {NodeJS.ProcessEnv} env */
function run(command, args, cwd, out = 'inherit', env = {}) {
  return spawnSync(command, args, {
    cwd: inRoot(cwd),
    stdio: ['ignore', out, 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, NODE_ENV: 'test', ...env },
  });
}

/** @param {Suite} suite @returns {Counts} */
function runJest({ cwd, args }) {
  const report = path.join(reports, `${cwd.replaceAll('/', '-')}.json`);
  // suites of one folder share the file: what an earlier one wrote is no result of this one
  fs.rmSync(report, { force: true });
  run(
    process.execPath,
    [inRoot('node_modules/jest/bin/jest.js'), '--json', `--outputFile=${report}`, '--silent', ...args],
    cwd
  );
  return fs.existsSync(report)
    ? countJest(JSON.parse(fs.readFileSync(report, 'utf8')))
    : { passed: 0, failed: 1, skipped: 0 };
}

/** @param {Suite} suite @returns {Counts} */
function runGo({ cwd, args }) {
  const { stdout, status } = run('go', ['test', '-json', ...args], cwd, 'pipe');
  const counts = countGo(stdout ?? '');
  if (status !== 0) {
    process.stdout.write(stdout ?? '');
  }
  return status !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @param {Suite} suite @returns {Counts} */
function runPlaywright({ cwd, args }) {
  const report = path.join(reports, 'playwright.json');
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: report };
  run(
    process.execPath,
    [inRoot('node_modules/@playwright/test/cli.js'), 'test', '--reporter=line,json', ...args],
    cwd,
    'inherit',
    env
  );
  return fs.existsSync(report)
    ? countPlaywright(JSON.parse(fs.readFileSync(report, 'utf8')))
    : { passed: 0, failed: 1, skipped: 0 };
}

/** @param {Suite} suite @returns {Counts} */
function runCheck({ cwd, args: [script = '', ...args] }) {
  const { status } = run(process.execPath, [inRoot('node_modules', script), ...args], cwd);
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
}

/** @param {Suite} suite @returns {Promise<Counts>} */
async function runAudit({ name, audit }) {
  const { result, reason } = (await audit?.()) ?? { result: 'failed', reason: 'there is no such audit' };
  warn(name, `${result}: ${reason}`);
  return { passed: 0, failed: 0, skipped: 0, [result]: 1 };
}

/** @param {Suite} suite @returns {Promise<Counts>} */
async function runSuite(suite) {
  const missing = suite.missing?.() ?? null;
  if (missing) {
    warn(suite.name, `skipped: ${missing}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const since = Date.now();
  progress(suite.name, 'running');
  const runners = { jest: runJest, go: runGo, check: runCheck, playwright: runPlaywright, audit: runAudit };
  const counts = await runners[suite.kind](suite);
  const summary = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${took(since)}`;
  if (counts.failed > 0) {
    fail(`${suite.name}: ${summary}`);
  } else {
    done(suite.name, summary);
  }
  return counts;
}

await ensurePackages();
await buildServer();
await buildPlugins();
await buildWorkbench();
if (SUITES.some(({ kind, missing }) => kind === 'go' && !missing?.())) {
  await buildBackend();
}
const wanted = process.argv.slice(2);
const suites = SUITES.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
const counts = [];
for (const suite of suites) {
  counts.push(await runSuite(suite));
}
const total = addUp(counts);
fs.rmSync(reports, { recursive: true, force: true });
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 ? 1 : 0;
