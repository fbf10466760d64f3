// What `npm test` runs, one entry a suite, cheapest first. A suite says what it needs; where that is missing on the
// machine it is skipped by name.
import fs from 'node:fs';
import process from 'node:process';
import { auditGo, auditNpm, onPath } from './auditing.mjs';
import { inRoot } from './paths.mjs';

/**
 * @typedef {object} Suite
 * @property {string} name what a person reads
 * @property {'jest' | 'go' | 'check' | 'playwright' | 'audit'} kind how it is run and counted; a check or an audit counts
 *   as one test
 * @property {string} cwd folder it runs in, from the root
 * @property {string[]} args arguments of the runner
 * @property {() => import('./auditing.mjs').Verdict | Promise<import('./auditing.mjs').Verdict>} [audit] what an audit does
 * @property {() => string | null} [missing] what the machine lacks for it, or null
 */

const go = () => (onPath('go') ? null : 'Go is not installed');
const chromium = () =>
  [process.env.CHROMIUM_PATH, '/usr/bin/chromium'].some((file) => file && fs.existsSync(file))
    ? null
    : 'Chromium is not installed (CHROMIUM_PATH or /usr/bin/chromium)';
/** The suite starts a Grafana of its own, whose data source needs the Go backend. */
const grafana = () =>
  process.env.GRAFANA_HOME ? go() : 'no GRAFANA_HOME is given (a folder with an unpacked Grafana 12.3 or later)';

/** The suite drives a Grafana that runs already, with our plugins and the demo's data, as `npm start` leaves it. */
const runningGrafana = () =>
  process.env.GRAFANA_URL ? null : 'no GRAFANA_URL is given (the address of a running Grafana)';

/** What the type checker reads on its own: tests and scripts, which no build compiles. */
const TYPED = [
  'client/tsconfig.test.json',
  'mixin/tsconfig.test.json',
  'backend-proxy/test/tsconfig.json',
  'tests/provisioning/tsconfig.json',
  'tests/browser/tsconfig.json',
  'tests/e2e/tsconfig.json',
  'tests/e2e/plugin/tsconfig.json',
  'tests/system/tsconfig.json',
  'tests/bench/tsconfig.json',
  'bench/tsconfig.json',
  'tests/faults/tsconfig.json',
  'tests/start/tsconfig.json',
  'tests/docs/tsconfig.json',
  'tests/package/tsconfig.json',
  'workbench/tsconfig.json',
  'workbench/server/tsconfig.json',
  'scripts/tsconfig.json',
];

/** @type {Suite[]} */
const ALL = [
  {
    name: 'formatting (prettier)',
    kind: 'check',
    cwd: '.',
    args: ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  },
  { name: 'lint (eslint)', kind: 'check', cwd: '.', args: ['eslint/bin/eslint.js', '--max-warnings', '0', '.'] },
  { name: 'types of the plugins', kind: 'check', cwd: '.', args: ['typescript/bin/tsc', '--noEmit'] },
  ...TYPED.map(
    /** @returns {Suite} */ (project) => ({
      name: `types of ${project.replace(/\/tsconfig.*$/, '')}`,
      kind: 'check',
      cwd: '.',
      args: ['typescript/bin/tsc', '--noEmit', '-p', project],
    })
  ),
  { name: 'npm audit', kind: 'audit', cwd: '.', args: [], audit: auditNpm },
  { name: 'govulncheck', kind: 'audit', cwd: '.', args: [], audit: auditGo },
  { name: 'catalogue', kind: 'jest', cwd: 'catalogue', args: [] },
  { name: 'client', kind: 'jest', cwd: 'client', args: [] },
  { name: 'mixin', kind: 'jest', cwd: 'mixin', args: [] },
  { name: 'workbench', kind: 'jest', cwd: 'workbench', args: [] },
  { name: 'npm start', kind: 'jest', cwd: 'tests/start', args: [] },
  { name: 'docs', kind: 'jest', cwd: 'tests/docs', args: [] },
  { name: 'provisioning', kind: 'jest', cwd: 'tests/provisioning', args: [] },
  { name: 'plugins', kind: 'jest', cwd: '.', args: [] },
  { name: 'package of the plugins', kind: 'jest', cwd: 'tests/package', args: [] },
  { name: 'proxy', kind: 'jest', cwd: 'backend-proxy', args: [] },
  { name: 'Go backend', kind: 'go', cwd: '.', args: ['./pkg/...'], missing: go },
  { name: 'system: proxy killed and restarted', kind: 'jest', cwd: 'tests/system', args: [] },
  { name: 'faults, in short', kind: 'jest', cwd: 'tests/faults', args: [] },
  { name: 'bench: queries in small', kind: 'jest', cwd: 'tests/bench', args: ['--testPathPattern', 'query'] },
  { name: 'bench: intake in short', kind: 'jest', cwd: 'tests/bench', args: ['--testPathPattern', 'intake'] },
  {
    name: 'bench: Go backend in short',
    kind: 'jest',
    cwd: 'tests/bench',
    args: ['--testPathPattern', 'carrier'],
    missing: go,
  },
  { name: 'browser: workbench in Chromium', kind: 'jest', cwd: 'tests/browser', args: [], missing: chromium },
  {
    name: 'end to end in a real Grafana',
    kind: 'jest',
    cwd: 'tests/e2e',
    args: ['--testPathIgnorePatterns', 'browser'],
    missing: grafana,
  },
  {
    name: 'end to end in a real Grafana: Chromium',
    kind: 'jest',
    cwd: 'tests/e2e',
    args: ['--testPathPattern', 'browser'],
    missing: () => grafana() ?? chromium(),
  },
  {
    name: 'plugin-e2e: the editors of a running Grafana',
    kind: 'playwright',
    cwd: '.',
    args: ['-c', 'tests/e2e/plugin'],
    missing: () => runningGrafana() ?? chromium(),
  },
];

export const SUITES = ALL.filter(({ kind, cwd }) => kind !== 'jest' || fs.existsSync(inRoot(cwd, 'jest.config.js')));
