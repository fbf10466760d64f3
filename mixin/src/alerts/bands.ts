import type { Kpi } from '@lopan/catalogue';
import { criticalLimit, limitText, plainNumber, targetText } from '../panels/limits';
import type { Severity } from './types';

/** The values at which a severity fires. */
export interface Band {
  severity: Severity;
  /** Condition on query A for Grafana's math. */
  expression: string;
  /** Limits at which a printed value must not look equal to what it misses. */
  limits: readonly number[];
  /** How a value misses its limits. */
  missedBy: 'below' | 'above';
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
      missedBy: 'below',
      wording: `warning below ${limitText(kpi, threshold)}`,
    },
    {
      severity: 'critical',
      expression: `$A < ${plainNumber(critical)}`,
      limits: [critical],
      missedBy: 'below',
      wording: `critical below ${limitText(kpi, critical)}`,
    },
  ];
}

/**
 * The band of a missed target: from the target, less the tolerance, to the critical threshold, where there is one, so that
 * it excludes the two above.
 */
export function targetBand(kpi: Kpi, target: number): Band {
  const higher = kpi.direction === 'higher';
  const limit = Number((higher ? target - kpi.tolerance : target + kpi.tolerance).toPrecision(12));
  // A target that itself counts as missed is missed by a value that equals it.
  const sign = `${higher ? '<' : '>'}${kpi.targetExclusive === true ? '=' : ''}`;
  const aboveThreshold = kpi.threshold === null ? [] : [`$A >= ${plainNumber(kpi.threshold)}`];
  const missedBy = higher ? 'below' : 'above';
  const tolerated = kpi.tolerance === 0 ? '' : `, told ${missedBy} ${limitText(kpi, limit)}`;
  return {
    severity: 'info',
    expression: [`$A ${sign} ${plainNumber(limit)}`, ...aboveThreshold].join(' && '),
    limits: [target],
    missedBy,
    wording: `target ${targetText(kpi) ?? ''}${tolerated}`,
  };
}
