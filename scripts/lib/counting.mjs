// Reads what test runners report into passed, failed and skipped.

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {Counts[]} all @returns {Counts} */
export function addUp(all) {
  return all.reduce(
    (sum, { passed, failed, skipped }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
      skipped: sum.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 }
  );
}

/**
 * The counts of a report that jest wrote with `--json`. A file that cannot even be loaded counts as one failure.
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number, numRuntimeErrorTestSuites: number }} report
 * @returns {Counts}
 */
export function countJest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * The counts of a report that Playwright wrote with `--reporter=json`. A test that passed at a second try has passed.
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} report
 * @returns {Counts}
 */
export function countPlaywright({ stats }) {
  return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
}

/**
 * The counts of what `go test -json` printed, a JSON object a line; packages that do not build count as failures.
 * @param {string} output @returns {Counts}
 */
export function countGo(output) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const line of output.split('\n')) {
    if (!line.startsWith('{')) {
      continue;
    }
    const { Action: action, Test: test, FailedBuild: failedBuild } = JSON.parse(line);
    if (action === 'pass' && test) {
      counts.passed++;
    } else if (action === 'fail' && (test || failedBuild)) {
      counts.failed++;
    } else if (action === 'skip' && test) {
      counts.skipped++;
    }
  }
  return counts;
}
