// Runs beside `npm start` and knows its children. When the channel to it breaks (it has ended, or was killed with
// SIGKILL and could do nothing), whatever is still running is asked to end, youngest first.
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './alive.mjs';

/** @type {Map<number, NodeJS.Signals>} */
const children = new Map();
const GRACE_MS = 10_000;
const POLL_MS = 100;

process.on('message', (/** @type {{ add?: { pid: number, signal: NodeJS.Signals }, remove?: number }} */ message) => {
  if (message.add) {
    children.set(message.add.pid, message.add.signal);
  }
  if (message.remove !== undefined) {
    children.delete(message.remove);
  }
});
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
if (process.connected) {
  process.once('disconnect', endAll);
} else {
  // killed before this process had begun; what it had said is handed over first
  setImmediate(endAll);
}

async function endAll() {
  for (const [pid, signal] of [...children].reverse()) {
    await end(pid, signal);
  }
  process.exit(0);
}

/** @param {number} pid @param {NodeJS.Signals} signal */
async function end(pid, signal) {
  if (!send(pid, signal)) {
    return;
  }
  for (let waited = 0; waited < GRACE_MS; waited += POLL_MS) {
    await sleep(POLL_MS);
    if (!isAlive(pid)) {
      return;
    }
  }
  send(-pid, 'SIGKILL');
}

/** @param {number} pid @param {NodeJS.Signals} signal @returns {boolean} false: no such process */
function send(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
