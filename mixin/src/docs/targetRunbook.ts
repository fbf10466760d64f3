import type { Kpi } from '@lopan/catalogue';
import type { Band } from '../alerts/bands';
import type { Judgement } from '../alerts/judgement';
import type { Runbook } from '../alerts/types';
import { limitText, targetText } from '../panels/limits';
import { hintOf } from './hints';

/** The page for the rule on a target. */
export function targetRunbook(
  kpi: Kpi,
  target: number,
  band: Band,
  { interval, words }: Pick<Judgement, 'interval' | 'words'>
): Runbook {
  const hint = hintOf(kpi.id);
  const least = kpi.minN > 1 ? ` Under ${kpi.minN} observations it says nothing.` : '';
  const tolerance =
    kpi.tolerance === 0
      ? ''
      : ` A miss of up to ${limitText(kpi, kpi.tolerance)} is tolerated: the measure cannot pass its own ceiling.`;
  const threshold =
    kpi.threshold === null
      ? ''
      : ` Below ${limitText(kpi, kpi.threshold)} the rules on the critical threshold speak, and this one is silent; so it is while the threshold rule of any single group fires.`;
  return {
    meaning: `${kpi.title} missed its target of ${targetText(kpi) ?? target} over ${words}: ${kpi.formula}.${least}${tolerance}${threshold} Info: nobody has to get up, somebody should look.`,
    impact: hint.impact,
    causes: hint.causes,
    steps: hint.steps,
    resolution:
      `Resolves at the first evaluation (every ${interval}) that finds the value ${band.missedBy === 'below' ? 'above' : 'below'} the limit` +
      `${kpi.threshold === null ? '' : ', or so much lower that a threshold rule takes over'}; the summary prints the value.` +
      (kpi.source === 'calendar'
        ? ' It is over whole local dates that can no longer change, so it changes at most once a day.'
        : ''),
  };
}
