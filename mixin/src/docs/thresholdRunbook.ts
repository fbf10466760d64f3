import type { Dimension, Kpi } from '@lopan/catalogue';
import type { Band } from '../alerts/bands';
import type { Judgement } from '../alerts/judgement';
import { dimensionWords } from '../alerts/words';
import type { Runbook } from '../alerts/types';
import { criticalLimit, limitText } from '../panels/limits';
import { hintOf } from './hints';

/** The page for one severity and scope of a critical threshold. */
export function thresholdRunbook(
  kpi: Kpi,
  threshold: number,
  band: Band,
  by: Dimension | null,
  { interval, words }: Pick<Judgement, 'interval' | 'words'>
): Runbook {
  const hint = hintOf(kpi.id);
  const scope = by === null ? 'over everything that was reported' : `of one ${dimensionWords(by)} (label \`${by}\`)`;
  const range = rangeWords(kpi, threshold, band);
  const urgency =
    band.severity === 'critical'
      ? 'Critical: act now, and tell the shift lead.'
      : 'Warning: act within the shift; the critical rule takes over should it get worse.';
  return {
    meaning: `${kpi.title} ${scope} was ${range} over ${words}: ${kpi.formula}. ${urgency}`,
    impact: hint.impact,
    causes: hint.causes,
    steps: [...scopeSteps(by), ...hint.steps],
    resolution:
      `Resolves at the first evaluation (every ${interval}) whose value is outside this severity’s band: ` +
      'better, or so much worse that the other severity takes over; the summary prints the value. ' +
      'When reports stop coming, the alert stays as it was: silence is no recovery.',
  };
}

function scopeSteps(by: Dimension | null): string[] {
  if (by === null) {
    return [
      'Which site is it? Thin lines in the panel are single sites; the rule per site names it in the same message.',
    ];
  }
  return [
    `Is it this ${dimensionWords(by)} alone? If the total fires as well, in the same message, the others may be low too. ` +
      '"unknown" are reports that name none.',
  ];
}

function rangeWords(kpi: Kpi, threshold: number, band: Band): string {
  const critical = limitText(kpi, criticalLimit(threshold));
  return band.severity === 'critical'
    ? `below ${critical}`
    : `below ${limitText(kpi, threshold)}, but not below ${critical}`;
}
