// Children that keep running: the database, the proxy, the demo's plant, Grafana. Their output goes to .lopan/log/.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isStopping, track } from './children.mjs';
import { tail } from './command.mjs';
import { inHome, ROOT } from './paths.mjs';

/**
 * @typedef {object} Service
 * @property {string} name
 * @property {import('node:child_process').ChildProcess} child
 * @property {Promise<never>} died   Rejects with what it last wrote when it ends by itself.
 * @property {() => string} lastWords
 */

/**
 * @param {string} name Also the name of its log file.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, signal?: NodeJS.Signals, uid?: number, gid?: number }} [options]
 * @returns {Service}
 */
export function startService(name, command, args, { env, cwd = ROOT, signal = 'SIGTERM', uid, gid } = {}) {
  const logFile = inHome('log', `${name}.log`);
  const log = fs.openSync(logFile, 'w', 0o600);
  const child = spawn(command, args, {
    cwd,
    uid,
    gid,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
    detached: process.platform !== 'win32',
  });
  fs.closeSync(log);
  track(child, { name, signal });
  const lastWords = () => tail(fs.readFileSync(logFile, 'utf8'), 15);
  /** @type {Promise<never>} */
  const died = new Promise((_resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${name} could not be started: ${error.message}`)));
    child.once('exit', (code, by) => {
      if (!isStopping()) {
        reject(
          new Error(
            `${name} has ended (${by ?? `exit code ${code}`}). The end of .lopan/log/${name}.log:\n\n${lastWords()}`
          )
        );
      }
    });
  });
  died.catch(() => undefined);
  return { name, child, died, lastWords };
}

/**
 * Waits until a check holds; gives up when the service dies or the time is over.
 * @param {Service} service
 * @param {() => Promise<boolean>} check
 * @param {number} timeoutMs
 */
export async function waitFor(service, check, timeoutMs) {
  const end = Date.now() + timeoutMs;
  while (!(await Promise.race([check(), service.died]))) {
    if (Date.now() > end) {
      const seconds = Math.round(timeoutMs / 1000);
      throw new Error(
        `${service.name} is not ready after ${seconds} s. The end of .lopan/log/${service.name}.log:\n\n${service.lastWords()}`
      );
    }
    await Promise.race([sleep(100), service.died]);
  }
}

/** @param {string} url @returns {Promise<boolean>} whether it answers 200 within two seconds */
export async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
