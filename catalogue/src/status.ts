import type { Direction, Kpi } from './types';

/** What a value means for whoever is on duty. */
export type Status = 'critical' | 'warning' | 'off_target' | 'ok' | 'no_data';

/** Below this share of a critical threshold a value is critical, between it and the threshold a warning (specification: `threshold * 0.8`). */
export const CRITICAL_SHARE = 0.8;

/** Whether a value reaches a KPI's target; `null` where there is no target. */
export function meetsTarget(kpi: Pick<Kpi, 'target' | 'targetExclusive' | 'direction'>, value: number): boolean | null {
  if (kpi.target === null) {
    return null;
  }
  if (value === kpi.target) {
    return !kpi.targetExclusive;
  }
  return kpi.direction === 'higher' ? value > kpi.target : value < kpi.target;
}

/** The status of a value: the critical threshold speaks first, then the target. No value is `no_data`, never `ok`. */
export function statusOf(
  kpi: Pick<Kpi, 'target' | 'targetExclusive' | 'direction' | 'threshold'>,
  value: number | null
): Status {
  if (value === null) {
    return 'no_data';
  }
  if (kpi.threshold !== null) {
    if (value < CRITICAL_SHARE * kpi.threshold) {
      return 'critical';
    }
    if (value < kpi.threshold) {
      return 'warning';
    }
  }
  return meetsTarget(kpi, value) === false ? 'off_target' : 'ok';
}

export type Trend = 'up' | 'down' | 'stable';

/** Movement of a value against the previous range. */
export interface Change {
  /** (value − previous) / |previous| · 100; `null` when there is nothing to compare with. */
  change: number | null;
  /** Difference in percentage points, for KPIs in percent. */
  changePoints: number | null;
  trend: Trend | null;
  /** Whether the movement is towards the target; `null` when stable or unknown. */
  good: boolean | null;
}

/**
 * Compares a value with the one before it.
 * @param stableBelow |change| in percent under which a movement counts as none (`trend.stable_below`)
 */
export function compare(
  value: number | null,
  previous: number | null,
  kpi: { unit: string; direction: Direction },
  stableBelow: number
): Change {
  if (value === null || previous === null) {
    return { change: null, changePoints: null, trend: null, good: null };
  }
  const changePoints = kpi.unit === 'percent' ? value - previous : null;
  if (previous === 0) {
    return { change: null, changePoints, trend: null, good: null };
  }
  const change = ((value - previous) / Math.abs(previous)) * 100;
  if (Math.abs(change) < stableBelow) {
    return { change, changePoints, trend: 'stable', good: null };
  }
  const trend = change > 0 ? 'up' : 'down';
  return { change, changePoints, trend, good: (trend === 'up') === (kpi.direction === 'higher') };
}
