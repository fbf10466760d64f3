import { once } from 'node:events';
import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { runModule } from './runScript';

/** Stands for `npm start`: a tracked child that runs for a minute. */
const PARENT = `
  import { spawn } from 'node:child_process';
  import { startReaper, stopChildren, track } from './scripts/lib/children.mjs';
  startReaper();
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60_000)'], { detached: true, stdio: 'ignore' });
  track(child, { name: 'child', signal: 'SIGTERM' });
  process.once('SIGTERM', () => stopChildren().then(() => process.exit(0)));
  setTimeout(() => process.stdout.write(String(child.pid)), 200);
`;

/** A process that its parent has not collected yet has ended all the same. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/ Z /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

describe('npm start: children', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('are gone after the parent got %s', async (signal) => {
    const parent = runModule(PARENT);
    const [chunk]: Buffer[] = parent.stdout ? await once(parent.stdout, 'data') : [];
    const pid = Number(chunk?.toString());
    expect(isAlive(pid)).toBe(true);
    parent.kill(signal);
    await once(parent, 'exit');
    for (let tries = 0; tries < 100 && isAlive(pid); tries++) {
      await sleep(50);
    }
    expect(isAlive(pid)).toBe(false);
  });
});
