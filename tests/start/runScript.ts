import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

export const ROOT = path.resolve(__dirname, '..', '..');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `npm start -- …` to its end. Nothing that these tests ask for gets as far as installing or building. */
export function start(...args: string[]): Promise<Ended> {
  return ended(
    spawn(process.execPath, ['scripts/start.mjs', ...args], { cwd: ROOT, env: { ...process.env, GRAFANA_HOME: '' } })
  );
}

/** Evaluates an expression over a module of `scripts/lib`, which are ES modules that jest does not load. */
export async function evaluate(module: string, expression: string): Promise<unknown> {
  const code = `import * as lib from './scripts/lib/${module}'; process.stdout.write(JSON.stringify(await (${expression})) ?? 'null');`;
  const { code: exit, stdout, stderr } = await ended(runModule(code));
  if (exit !== 0) {
    throw new Error(stderr);
  }
  return JSON.parse(stdout);
}

/** Runs the text of an ES module in the root of the clone. */
export function runModule(code: string): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT });
}

function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
