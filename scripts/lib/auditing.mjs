// Known weaknesses of dependencies, asked of the public lists. Their data come from the network: where it cannot be
// reached the audit is skipped and says why, and it never waits longer than its limit.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import process from 'node:process';
import { inRoot } from './paths.mjs';

/** @typedef {{ result: 'passed' | 'failed' | 'skipped', reason: string }} Verdict */

/** An audit that has no answer by then is skipped, in ms. */
const LIMIT_MS = 120_000;
/** One look whether the list of Go's weaknesses answers, in ms. */
const PROBE_MS = 10_000;
/** Levels of npm's list that fail the audit; lower ones are told. */
const GRAVE = /** @type {const} */ (['high', 'critical']);
/** Where Go's list lies; GOVULNDB names a mirror, as it does for govulncheck itself. */
const GO_LIST = process.env.GOVULNDB ?? 'https://vuln.go.dev';
/** The version that is built when PATH holds none. */
const GOVULNCHECK = 'golang.org/x/vuln/cmd/govulncheck@v1.1.4';
/** Exit code of govulncheck for "the code calls something weak". */
const FOUND = 3;

/**
 * What `npm audit --json` said. An answer without a report means that there was none to be had.
 * @param {string} output @returns {Verdict}
 */
export function verdictOfNpm(output) {
  /** @type {{ auditReportVersion?: number, metadata?: { vulnerabilities: Record<string, number> }, statusCode?: number, message?: string }} */
  let report;
  try {
    report = JSON.parse(output);
  } catch {
    return { result: 'skipped', reason: `no report within ${LIMIT_MS / 1000} s` };
  }
  if (!report.auditReportVersion || !report.metadata) {
    const why = report.statusCode ? `the registry answers ${report.statusCode}` : (report.message ?? 'no report');
    return { result: 'skipped', reason: `its data cannot be reached: ${why}` };
  }
  const counts = report.metadata.vulnerabilities;
  const grave = GRAVE.reduce((sum, level) => sum + (counts[level] ?? 0), 0);
  const told = Object.entries(counts)
    .filter(([level, count]) => level !== 'total' && count > 0)
    .map(([level, count]) => `${count} ${level}`);
  return { result: grave > 0 ? 'failed' : 'passed', reason: told.join(', ') || 'nothing known' };
}

/** @returns {Verdict} what is known of the packages of the lock file */
export function auditNpm() {
  const { stdout } = spawnSync('npm', ['audit', '--json', '--fetch-retries=0', '--fetch-timeout=20000'], {
    cwd: inRoot(),
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return verdictOfNpm(stdout ?? '');
}

/** Whether a command can be found on PATH. @param {string} name */
export const onPath = (name) =>
  (process.env.PATH ?? '').split(':').some((folder) => fs.existsSync(`${folder}/${name}`));

/** @param {string} list @returns {Promise<string | null>} why the list cannot be reached, or null */
export async function unreachable(list) {
  if (list.startsWith('file:')) {
    return null;
  }
  try {
    const { ok, status } = await fetch(`${list}/index/db.json`, { signal: AbortSignal.timeout(PROBE_MS) });
    return ok ? null : `${list} answers ${status}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `${list}: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

/** @returns {Promise<Verdict>} what is known of the Go modules, as far as our code calls them */
export async function auditGo() {
  if (!onPath('go')) {
    return { result: 'skipped', reason: 'Go is not installed' };
  }
  const reason = await unreachable(GO_LIST);
  if (reason) {
    return { result: 'skipped', reason: `its data cannot be reached: ${reason}` };
  }
  const [command, ...before] = onPath('govulncheck') ? ['govulncheck'] : ['go', 'run', GOVULNCHECK];
  const { status, stdout, stderr } = spawnSync(command ?? '', [...before, '-db', GO_LIST, './pkg/...'], {
    cwd: inRoot(),
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: 1 << 28,
  });
  if (status === 0) {
    return { result: 'passed', reason: 'nothing known that our code calls' };
  }
  // `go run` gives exit code 1 for every failure of what it ran and tells the real one.
  if (status === FOUND || /exit status 3/.test(stderr ?? '')) {
    return { result: 'failed', reason: stdout.trim() };
  }
  const why = status === null ? `no answer within ${LIMIT_MS / 1000} s` : stderr.trim().split('\n').slice(-2).join(' ');
  return { result: 'skipped', reason: `govulncheck did not run: ${why}` };
}
