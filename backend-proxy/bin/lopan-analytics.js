#!/usr/bin/env node
// `npx lopan-analytics`: runs the compiled command line. After a bare `npm ci` nothing is compiled yet; then it is done
// here, once, so that the command works all the same.
'use strict';

const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const path = require('node:path');

const WORKSPACE = path.resolve(__dirname, '..');
const MAIN = path.join(WORKSPACE, 'dist', 'cli', 'main.js');

function build() {
  process.stderr.write('lopan-analytics: not compiled yet; compiling once with TypeScript …\n');
  let compiler;
  try {
    compiler = require.resolve('typescript/bin/tsc');
  } catch {
    process.stderr.write('lopan-analytics: TypeScript is not installed; run "npm ci" in the repository root first\n');
    return false;
  }
  // What the compiler prints goes to standard error: standard output belongs to the command.
  const { status } = spawnSync(process.execPath, [compiler, '-b', WORKSPACE], { stdio: ['ignore', 2, 2] });
  return status === 0 || existsSync(MAIN);
}

if (existsSync(MAIN) || build()) {
  process.setSourceMapsEnabled(true);
  const { main } = require(MAIN);
  const { env, stdout, stderr } = process;
  // A reader that has seen enough (`| head`), or a log collector that went away, is no reason to crash.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error) => {
      if (error.code !== 'EPIPE') {
        throw error;
      }
    });
  }
  main(process.argv.slice(2), { env, stdout, stderr }).then((code) => {
    process.exitCode = code;
    // Everything is ended by now; whatever still holds the process must not keep it.
    setTimeout(() => process.exit(), 300).unref();
  });
} else {
  process.exitCode = 1;
}
