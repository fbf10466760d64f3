#!/usr/bin/env node
// `npm start`: from a bare clone to a page with live numbers. Plain JavaScript on Node's own modules, because it has to
// run before anything is installed; whatever needs a package is imported after the packages are there.
import { run } from './lib/run.mjs';
import { UsageError, helpText, parseOptions } from './lib/options.mjs';
import { fail, print } from './lib/log.mjs';

const MINIMUM_NODE = { major: 20, minor: 19 };

/** @param {string} version */
function isOldNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < MINIMUM_NODE.major || (major === MINIMUM_NODE.major && minor < MINIMUM_NODE.minor);
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    print(helpText());
  } else if (isOldNode(process.versions.node)) {
    fail(`Node ${MINIMUM_NODE.major}.${MINIMUM_NODE.minor} or later is needed, this is ${process.versions.node}.`);
    process.exitCode = 2;
  } else {
    process.exitCode = await run(options);
  }
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
