import type { Kpi } from '@lopan/catalogue';
import { criticalLimit, limitText, plainNumber } from '../panels/limits';
import type { Severity } from './types';

/** The values at which a severity fires. */
export interface Band {
  severity: Severity;
  /** Condition on query A for Grafana's math. */
  expression: string;
  /** Limits at which a printed value must not look equal to what it misses. */
  limits: readonly number[];
  /** "warning below 75 %": reads right whether the alert fires or is over. */
  wording: string;
}

/**
 * The two bands of a critical threshold T: warning in [0.8·T, T), critical below 0.8·T. They exclude each other, so
 * that a value is announced with one severity only.
 */
export function bands(kpi: Kpi, threshold: number): Band[] {
  const critical = criticalLimit(threshold);
  return [
    {
      severity: 'warning',
      expression: `$A < ${plainNumber(threshold)} && $A >= ${plainNumber(critical)}`,
      limits: [threshold],
      wording: `warning below ${limitText(kpi, threshold)}`,
    },
    {
      severity: 'critical',
      expression: `$A < ${plainNumber(critical)}`,
      limits: [critical],
      wording: `critical below ${limitText(kpi, critical)}`,
    },
  ];
}
