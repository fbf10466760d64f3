// Commands that run to their end (installers, compilers); their output is shown only when they fail.
import { spawn } from 'node:child_process';
import process from 'node:process';
import { ROOT } from './paths.mjs';
import { isStopping, track } from './children.mjs';

const TAIL_LINES = 40;

/** The end of a long text. @param {string} text @param {number} [lines] */
export function tail(text, lines = TAIL_LINES) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * Runs a command and resolves with what it wrote; rejects with the end of its output.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, uid?: number, gid?: number, onLine?: (line: string) => void }} [options]
 * @returns {Promise<string>}
 */
export function runCommand(command, args, { env, cwd = ROOT, uid, gid, onLine } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      uid,
      gid,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const release = track(child, { name: command, signal: 'SIGTERM' });
    let output = '';
    /** @param {Buffer} chunk */
    const take = (chunk) => {
      const text = chunk.toString();
      output += text;
      if (onLine) {
        text
          .split(/[\r\n]+/)
          .filter(Boolean)
          .forEach(onLine);
      }
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', (error) => {
      release();
      reject(new Error(`${command} could not be started: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      release();
      if (code === 0) {
        resolve(output);
      } else if (isStopping()) {
        reject(new Error('stopped'));
      } else {
        reject(
          new Error(`"${[command, ...args].join(' ')}" failed (${signal ?? `exit code ${code}`}):\n\n${tail(output)}`)
        );
      }
    });
  });
}

/** A locally installed command line tool, run by this very Node. @param {string} script Path below node_modules. @param {string[]} args @param {Parameters<typeof runCommand>[2]} [options] */
export function runTool(script, args, options) {
  return runCommand(process.execPath, [`${ROOT}/node_modules/${script}`, ...args], options);
}
