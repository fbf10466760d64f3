import { readFile, unlink, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join, resolve } from 'node:path';
import { DirectoryBusyError } from '../errors';

const LOCK_FILE = 'lock';

/** Directories that this process works on; tells a lock of our own from one left by a process that had our number. */
const held = new Set<string>();

interface LockContent {
  pid: number;
  /** Epoch milliseconds. */
  since: number;
}

/**
 * Keeps two clients from writing one queue.
 * A lock whose process is gone, or that was taken before the machine started, is taken over.
 * @returns releases the lock
 * @throws DirectoryBusyError naming the process that holds it.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = join(resolve(directory), LOCK_FILE);
  if (held.has(path)) {
    throw new DirectoryBusyError(`another client of this process works on ${directory}; close it first`);
  }
  held.add(path);
  try {
    await takeOver(path, directory);
  } catch (error) {
    held.delete(path);
    throw error;
  }
  return async () => {
    await unlink(path).catch(() => undefined);
    held.delete(path);
  };
}

async function takeOver(path: string, directory: string): Promise<void> {
  const content: LockContent = { pid: process.pid, since: Date.now() };
  for (;;) {
    try {
      await writeFile(path, JSON.stringify(content), { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
    }
    const holder = await readHolder(path);
    if (holder && isAlive(holder)) {
      throw new DirectoryBusyError(
        `process ${holder.pid} works on ${directory}; stop it, or remove ${LOCK_FILE} there if that process is no client`
      );
    }
    await unlink(path).catch(() => undefined);
  }
}

async function readHolder(path: string): Promise<LockContent | undefined> {
  try {
    const { pid, since } = JSON.parse(await readFile(path, 'utf8')) as Partial<LockContent>;
    return typeof pid === 'number' && typeof since === 'number' ? { pid, since } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, since }: LockContent): boolean {
  const machineStarted = Date.now() - uptime() * 1000;
  if (pid === process.pid || since < machineStarted) {
    return false;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
