#!/usr/bin/env node
import { resolve } from 'node:path';
import { runCommand } from './command';

void runCommand(process.argv.slice(2), {
  env: process.env,
  // Compiled to mixin/dist/, so the repository is two folders up.
  repository: resolve(__dirname, '..', '..'),
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
}).then((code) => {
  process.exitCode = code;
});
