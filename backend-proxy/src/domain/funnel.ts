import { ratio } from './kpi-values';

/** When a user (of a group) reached which steps. */
export interface StepHits {
  group: string[];
  /** Instants in microseconds per step, in any order. */
  steps: number[][];
}

/** One step of a funnel. Rates are percent. */
export interface FunnelStep {
  /** From 1. */
  step: number;
  users: number;
  /** Of those who began; null where nobody did. */
  conversion: number | null;
  /** Of those who reached the step before; 100 at the first. */
  stepConversion: number | null;
  /** Median of the seconds since the step before; null at the first. */
  medianSeconds: number | null;
}

/** Middle of some values, between the two middle ones where their number is even; null without values. */
function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** Position of the first instant after `instant` in an ascending list. */
function firstAfter(times: readonly number[], instant: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle] ?? Infinity) > instant) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

/**
 * The instants at which the furthest run of a user reached its steps; empty where none began. A run begins with any
 * hit of the first step; each further step is the first hit strictly later than the one before, not later than
 * `window` after the first. Of runs that come equally far the earliest counts.
 * @param window microseconds
 */
export function furthestRun(steps: ReadonlyArray<readonly number[]>, window: number): number[] {
  const [starts = [], ...further] = steps.map((times) => [...times].sort((a, b) => a - b));
  let furthest: number[] = [];
  for (const start of starts) {
    const run = [start];
    for (const later of further) {
      const next = later[firstAfter(later, run.at(-1) ?? start)];
      if (next === undefined || next - start > window) {
        break;
      }
      run.push(next);
    }
    if (run.length > furthest.length) {
      furthest = run;
    }
    if (furthest.length === steps.length) {
      break;
    }
  }
  return furthest;
}

/** Counts how far users came. @param runs the furthest run of each user */
export function funnelOf(runs: ReadonlyArray<readonly number[]>, count: number): FunnelStep[] {
  const reached = (step: number): ReadonlyArray<readonly number[]> => runs.filter(({ length }) => length >= step);
  const began = reached(1).length;
  return Array.from({ length: count }, (_, index) => {
    const step = index + 1;
    const own = reached(step);
    const gaps = own.map((run) => ((run[index] ?? 0) - (run[index - 1] ?? 0)) / 1e6);
    return {
      step,
      users: own.length,
      conversion: ratio(own.length, began, 100),
      stepConversion: ratio(own.length, step === 1 ? began : reached(step - 1).length, 100),
      medianSeconds: step === 1 ? null : median(gaps),
    };
  });
}
