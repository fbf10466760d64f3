// Every process that `npm start` has started, so that none outlives it. Each runs in a process group of its own: Ctrl-C
// at the terminal reaches this process only, which then stops the others in an order that loses nothing (the demo
// before the proxy, the proxy before Postgres). A helper process (`reaper.mjs`) does the same should this one be killed.
import { fork } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Tracked
 * @property {import('node:child_process').ChildProcess} child
 * @property {string} name
 * @property {NodeJS.Signals} signal Asks it to end in order.
 */

/** @type {Set<Tracked>} Oldest first. */
const children = new Set();
let stopping = false;
/** @type {import('node:child_process').ChildProcess | undefined} */
let reaper;

const GRACE_MS = 15_000;

/** True once the end has begun: a child that dies from now on is no error. */
export const isStopping = () => stopping;

/** Starts the helper process that ends all children if this process is killed. */
export function startReaper() {
  const script = fileURLToPath(new URL('./reaper.mjs', import.meta.url));
  reaper = fork(script, [], { execArgv: [], detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  reaper.unref();
  reaper.channel?.unref();
}

/**
 * Remembers a child until it ends.
 * @param {import('node:child_process').ChildProcess} child
 * @param {{ name: string, signal: NodeJS.Signals }} how
 * @returns {() => void} forgets it earlier
 */
export function track(child, how) {
  const entry = { child, ...how };
  children.add(entry);
  tellReaper({ add: { pid: child.pid, signal: how.signal } });
  const release = () => {
    children.delete(entry);
    tellReaper({ remove: child.pid });
  };
  child.once('exit', release);
  return release;
}

/** @param {object} message */
function tellReaper(message) {
  if (reaper?.connected) {
    reaper.send(message, () => undefined);
  }
}

/** Stops all children, youngest first, each with time to end in order; a second call kills what is left at once. */
export async function stopChildren() {
  if (stopping) {
    for (const { child } of children) {
      killGroup(child, 'SIGKILL');
    }
    return;
  }
  stopping = true;
  for (const entry of [...children].reverse()) {
    await stopChild(entry);
  }
  if (reaper?.connected) {
    reaper.disconnect();
  }
}

/** @param {Tracked} entry */
function stopChild({ child, signal }) {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve(undefined);
      return;
    }
    const timer = setTimeout(() => killGroup(child, 'SIGKILL'), GRACE_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(undefined);
    });
    child.kill(signal);
  });
}

/** A child leads its own group: its workers go with it. @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} signal */
function killGroup(child, signal) {
  try {
    if (child.pid && process.platform !== 'win32') {
      process.kill(-child.pid, signal);
    } else {
      child.kill(signal);
    }
  } catch {
    // gone already
  }
}
