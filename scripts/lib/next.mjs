// The newest @grafana/* and React 19, beside the pinned ones: installed into an ignored folder, so that the two sets
// cannot mix.
import fs from 'node:fs';
import { runCommand } from './command.mjs';
import { progress } from './log.mjs';
import { inHome, inRoot } from './paths.mjs';

/** The newest releases that install from the registry alone; raised by hand, so that a run stays repeatable. */
export const NEWEST = {
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

/** Where they are installed. */
export const NEXT = inHome('next');

/** @param {string[]} parts */
const manifest = (...parts) => JSON.parse(fs.readFileSync(inRoot(...parts, 'package.json'), 'utf8'));
const { dependencies, devDependencies } = manifest();
const { '@fontsource/inter': inter, '@fontsource/roboto-mono': mono } = manifest('workbench').devDependencies;
const FONTS = { '@fontsource/inter': inter, '@fontsource/roboto-mono': mono };
/** Beside Grafana's own packages only what their types and ours need; versions as pinned for the build. */
const PINNED = ['@emotion/css', 'rxjs'].map((name) => [name, dependencies[name]]);
const TOOLS = ['@grafana/tsconfig', '@types/node', 'typescript'].map((name) => [name, devDependencies[name]]);

/** Installs them; quick when they are there already. */
export async function installNext() {
  const wanted = { ...Object.fromEntries([...PINNED, ...TOOLS]), ...FONTS, ...NEWEST };
  fs.mkdirSync(NEXT, { recursive: true });
  fs.writeFileSync(`${NEXT}/package.json`, `${JSON.stringify({ private: true, dependencies: wanted }, null, 2)}\n`);
  progress('packages', `installing @grafana/data ${NEWEST['@grafana/data']} and React 19 beside the pinned ones`);
  await runCommand('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--legacy-peer-deps'], {
    cwd: NEXT,
  });
}
