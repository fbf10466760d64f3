/** What a process uses, and which it has started; from /proc, so on Linux only. Elsewhere there are no figures. */
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';

/** Resident memory and open files of a process; null where the system does not tell. */
export interface Usage {
  rssMiB: number;
  handles: number;
}

export function usageOf(pid: number): Usage | null {
  try {
    const kib = /^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { rssMiB: Math.round(Number(kib) / 1024), handles: fs.readdirSync(`/proc/${pid}/fd`).length };
  } catch {
    return null;
  }
}

/** The processes that a process has started. */
export function childrenOf(pid: number): number[] {
  try {
    const text = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** Waits for the end of a child. */
export async function endOf(child: ChildProcess | null): Promise<void> {
  if (child && child.exitCode === null && child.signalCode === null) {
    await new Promise((resolve) => child.once('exit', resolve));
  }
}
