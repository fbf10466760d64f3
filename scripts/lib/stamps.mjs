// What was built from what: a step is repeated only when the content it is made from has changed or its result is gone.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT, inHome, inRoot } from './paths.mjs';

const SKIPPED = new Set(['node_modules', 'dist', '.git', 'coverage']);

/** @param {string} start Relative to the root; a file, a directory, or nothing. @returns {string[]} */
function filesBelow(start) {
  const absolute = inRoot(start);
  if (!fs.existsSync(absolute)) {
    return [];
  }
  if (fs.statSync(absolute).isFile()) {
    return [absolute];
  }
  return fs
    .readdirSync(absolute, { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name) && !/\.(test|spec)\.\w+$/.test(entry.name))
    .flatMap((entry) => filesBelow(path.join(start, entry.name)))
    .sort();
}

/**
 * A key over the names and the content of files.
 * @param {string[]} inputs Files and directories, relative to the root; missing ones count as absent.
 * @param {string} [extra] Anything else the result depends on.
 */
export function contentKey(inputs, extra = '') {
  const hash = createHash('sha256').update(extra);
  for (const file of inputs.flatMap(filesBelow)) {
    hash.update(`\0${path.relative(ROOT, file)}\0`).update(fs.readFileSync(file));
  }
  return hash.digest('hex');
}

/** @param {string} name */
const stampFile = (name) => inHome('stamps', name);

/** @param {string} name @param {string} key @param {string[]} outputs Must all exist, relative to the root. */
export function isFresh(name, key, outputs) {
  const file = stampFile(name);
  return (
    fs.existsSync(file) && fs.readFileSync(file, 'utf8') === key && outputs.every((out) => fs.existsSync(inRoot(out)))
  );
}

/** @param {string} name @param {string} key */
export function setStamp(name, key) {
  fs.mkdirSync(inHome('stamps'), { recursive: true });
  fs.writeFileSync(stampFile(name), key);
}
