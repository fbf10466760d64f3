import { MIN_COMMON_DAYS, type Correlation } from './correlation';

/** Share of false discoveries up to which a relation counts as more than chance. */
const FALSE_DISCOVERY_RATE = 0.05;
/** |r| from which a relation is called so, closest first. */
const STRENGTHS: ReadonlyArray<[from: number, word: string]> = [
  [0.7, 'strong'],
  [0.4, 'moderate'],
  [0, 'weak'],
];

function leads(days: number): string {
  return days === 0 ? '' : ` ${days === 1 ? 'a day' : `${days} days`} later`;
}

/** How a technical metric goes with a business metric, for people who read no coefficients. */
export function relationInWords(
  technical: string,
  business: string,
  { n, r, q, lag }: Pick<Correlation, 'n' | 'r' | 'q' | 'lag'>
): string {
  const both = `${technical} and ${business}`;
  if (n < MIN_COMMON_DAYS) {
    return `${both}: too few days to tell (${n} of at least ${MIN_COMMON_DAYS})`;
  }
  if (r === null || q === null) {
    return `${both}: one of them is the same every day`;
  }
  if (q >= FALSE_DISCOVERY_RATE) {
    return `${both}: no relation that could not be chance`;
  }
  const strength = STRENGTHS.find(([from]) => Math.abs(r) >= from)?.[1] ?? 'weak';
  return `Higher ${technical} goes with ${r > 0 ? 'higher' : 'lower'} ${business}${leads(lag ?? 0)}: ${strength}`;
}
