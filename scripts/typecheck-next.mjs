#!/usr/bin/env node
// `npm run typecheck:next`: checks the plugins' sources against the newest @grafana/* and React 19, beside the pinned
// ones.
import fs from 'node:fs';
import process from 'node:process';
import { createRequire } from 'node:module';
import { runCommand } from './lib/command.mjs';
import { done, fail, took } from './lib/log.mjs';
import { NEXT, installNext } from './lib/next.mjs';
import { inRoot } from './lib/paths.mjs';

const typescript = createRequire(import.meta.url)('typescript');
/** What the plugins' own tsconfig asks beyond its base. */
const { compilerOptions } = typescript.readConfigFile(inRoot('tsconfig.json'), typescript.sys.readFile).config;

const since = Date.now();
await installNext();
fs.rmSync(`${NEXT}/src`, { recursive: true, force: true });
fs.cpSync(inRoot('src'), `${NEXT}/src`, { recursive: true, filter: (file) => !/\.test\.tsx?$|\/test$/.test(file) });
fs.cpSync(inRoot('catalogue', 'src'), `${NEXT}/catalogue`, {
  recursive: true,
  filter: (file) => !/\.test\.ts$/.test(file),
});
fs.cpSync(inRoot('.config', 'types'), `${NEXT}/types`, { recursive: true });
fs.writeFileSync(
  `${NEXT}/tsconfig.json`,
  JSON.stringify({
    extends: '@grafana/tsconfig',
    compilerOptions: {
      ...compilerOptions,
      resolveJsonModule: true,
      skipLibCheck: true,
      noEmit: true,
      baseUrl: '.',
      paths: { '@lopan/catalogue': ['catalogue/index.ts'], '@lopan/catalogue/*': ['catalogue/*'] },
    },
    include: ['src', 'types'],
  })
);

try {
  await runCommand(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.'], { cwd: NEXT });
  done('types', `fit the newest @grafana/* (${took(since)})`);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
