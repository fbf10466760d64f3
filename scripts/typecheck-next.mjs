#!/usr/bin/env node
// `npm run typecheck:next`: checks the plugins' sources against the newest @grafana/* and React 19, beside the pinned
// ones. The packages are installed into an ignored folder, so that the two sets cannot mix.
import fs from 'node:fs';
import process from 'node:process';
import { createRequire } from 'node:module';
import { runCommand } from './lib/command.mjs';
import { done, fail, progress, took } from './lib/log.mjs';
import { inHome, inRoot } from './lib/paths.mjs';

/** The newest releases that install from the registry alone; raised by hand, so that a run stays repeatable. */
const NEWEST = {
  '@grafana/data': '13.2.2',
  '@grafana/i18n': '13.2.2',
  '@grafana/runtime': '13.2.2',
  '@grafana/schema': '13.2.2',
  '@grafana/ui': '13.2.2',
  '@types/react': '^19.0.0',
  '@types/react-dom': '^19.0.0',
  react: '^19.0.0',
  'react-dom': '^19.0.0',
};

const folder = inHome('next');
const typescript = createRequire(import.meta.url)('typescript');
/** What the plugins' own tsconfig asks beyond its base. */
const { compilerOptions } = typescript.readConfigFile(inRoot('tsconfig.json'), typescript.sys.readFile).config;
const { dependencies, devDependencies } = JSON.parse(fs.readFileSync(inRoot('package.json'), 'utf8'));
/** Beside Grafana's own packages only what their types and ours need; versions as pinned for the build. */
const pinned = ['@emotion/css', 'rxjs'].map((name) => [name, dependencies[name]]);
const tools = ['@grafana/tsconfig', '@types/node', 'typescript'].map((name) => [name, devDependencies[name]]);
const wanted = { ...Object.fromEntries([...pinned, ...tools]), ...NEWEST };

fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(`${folder}/package.json`, `${JSON.stringify({ private: true, dependencies: wanted }, null, 2)}\n`);
fs.rmSync(`${folder}/src`, { recursive: true, force: true });
fs.cpSync(inRoot('src'), `${folder}/src`, { recursive: true, filter: (file) => !/\.test\.tsx?$|\/test$/.test(file) });
fs.cpSync(inRoot('catalogue', 'src'), `${folder}/catalogue`, {
  recursive: true,
  filter: (file) => !/\.test\.ts$/.test(file),
});
fs.cpSync(inRoot('.config', 'types'), `${folder}/types`, { recursive: true });
fs.writeFileSync(
  `${folder}/tsconfig.json`,
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

const since = Date.now();
progress('packages', `installing @grafana/data ${NEWEST['@grafana/data']} and React 19 beside the pinned ones`);
await runCommand('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--legacy-peer-deps'], {
  cwd: folder,
});
try {
  await runCommand(process.execPath, ['node_modules/typescript/bin/tsc', '-p', '.'], { cwd: folder });
  done('types', `fit the newest @grafana/* (${took(since)})`);
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
