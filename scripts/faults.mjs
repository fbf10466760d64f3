#!/usr/bin/env node
// `npm run test:faults`: everything that may break is broken, in full: fifty kills, a minute without Postgres, and so on.
// Takes a quarter of an hour or more, and prints a line of figures for each fault. Words after it choose test files.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { ensurePackages } from './lib/install.mjs';
import { buildServer } from './lib/build.mjs';
import { inRoot } from './lib/paths.mjs';

await ensurePackages();
await buildServer();
const { status } = spawnSync(
  process.execPath,
  [inRoot('node_modules/jest/bin/jest.js'), '--runInBand', ...process.argv.slice(2)],
  { cwd: inRoot('tests/faults'), stdio: 'inherit', env: { ...process.env, NODE_ENV: 'test', LOPAN_FAULTS: 'full' } }
);
process.exitCode = status ?? 1;
