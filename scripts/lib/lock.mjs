// One `npm start` per clone: two would fight over the same data directory.
import fs from 'node:fs';
import process from 'node:process';
import { isAlive } from './alive.mjs';
import { inHome } from './paths.mjs';

const FILE = inHome('lock');

/**
 * Takes the lock, or says who holds it. The lock of a process that is gone is taken over.
 * @returns {() => void} gives the lock back
 */
export function takeLock() {
  fs.mkdirSync(inHome(), { recursive: true });
  try {
    fs.writeFileSync(FILE, String(process.pid), { flag: 'wx' });
  } catch {
    const holder = Number(fs.readFileSync(FILE, 'utf8'));
    if (holder && holder !== process.pid && isAlive(holder)) {
      throw new Error(`npm start is already running in this clone (process ${holder}). Stop it first.`);
    }
    fs.writeFileSync(FILE, String(process.pid));
  }
  return () => fs.rmSync(FILE, { force: true });
}
