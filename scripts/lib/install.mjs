// `npm ci`, when node_modules does not hold what package-lock.json asks for.
import fs from 'node:fs';
import process from 'node:process';
import { runCommand } from './command.mjs';
import { done, progress, took } from './log.mjs';
import { inRoot } from './paths.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, link?: boolean, peer?: boolean }>} Packages */

/** @param {string} file @returns {Packages | undefined} */
function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Whether the installed packages are those of the lock file. npm notes what it has installed in
 * node_modules/.package-lock.json; packages for other platforms are optional and may be absent.
 * @param {Packages} locked
 * @param {Packages | undefined} installed
 */
export function isInstalled(locked, installed) {
  if (!installed) {
    return false;
  }
  return Object.entries(locked).every(([location, wanted]) => {
    const present = installed[location];
    const required = location.includes('node_modules/') && !wanted.link && !wanted.optional && !wanted.devOptional;
    return present ? present.version === wanted.version : !required;
  });
}

/** Installs the packages of the lock file unless they are there. */
export async function ensurePackages() {
  const locked = packagesOf(inRoot('package-lock.json'));
  if (!locked) {
    throw new Error('package-lock.json is missing or not readable: is this a complete clone?');
  }
  if (isInstalled(locked, packagesOf(inRoot('node_modules', '.package-lock.json')))) {
    done('packages', 'up to date');
    return;
  }
  const since = Date.now();
  progress('packages', 'installing with npm ci (about a minute)');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--prefer-offline'];
  if (npm) {
    await runCommand(process.execPath, [npm, ...args]);
  } else {
    await runCommand(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
  }
  done('packages', `installed in ${took(since)}`);
}
