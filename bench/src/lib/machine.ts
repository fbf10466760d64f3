import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';

/** Ticks of the kernel's clock, in ms. */
const TICK_MS = 10;

/** Time that all processors of the machine were busy since it started, in ms. */
export function busyMs(): number {
  const [, user, nice, system, , , irq, softirq] = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '')
    .split(/\s+/)
    .map(Number);
  return ((user ?? 0) + (nice ?? 0) + (system ?? 0) + (irq ?? 0) + (softirq ?? 0)) * TICK_MS;
}

/** Processes that ran or wanted to, on average over the last minute: what a run shared the machine with. */
export function loadAverage(): number {
  return Number((loadavg()[0] ?? NaN).toFixed(2));
}
