import type { Status } from '@lopan/catalogue/status';
import type { Card } from './card';
import { labels } from './labels';

/** Worst first: what a listener has to know comes before what is fine. */
const BY_URGENCY: Status[] = ['critical', 'warning', 'off_target', 'no_data', 'ok'];

/** One sentence that says what the panel shows, for whoever does not see it: how many, and which are in trouble. */
export function summarySentence(cards: Card[]): string {
  const parts = BY_URGENCY.map((status) => {
    const those = cards.filter((card) => card.status === status);
    const names = status === 'ok' ? '' : `: ${those.map(nameAndValue).join(', ')}`;
    return those.length === 0 ? '' : `${those.length} ${labels.status[status].toLowerCase()}${names}`;
  }).filter(Boolean);
  const count = labels.values(cards.length);
  return parts.length === 0 ? `${count}.` : `${count}; ${parts.join('; ')}.`;
}

function nameAndValue(card: Card): string {
  const name = fullTitle(card);
  return card.value === null ? name : `${name} ${valueWithUnit(card)}`;
}

/** Title and group as one name. */
export function fullTitle({ title, group }: Card): string {
  return group ? `${title} · ${group}` : title;
}

/** The printed value with its unit. */
export function valueWithUnit({ text, suffix }: Card): string {
  return suffix ? `${text} ${suffix}` : text;
}

/** The target in words: "Target ≥ 85.0%". */
export function targetText({ target, suffix }: Card): string | null {
  if (target === null) {
    return null;
  }
  const signs = target.exclusive ? labels.exclusiveGoalSign : labels.goalSign;
  return `${labels.target} ${signs[target.direction]} ${target.text}${suffix ? ` ${suffix}` : ''}`;
}

/** The trend in words: "up 12.5%, better". */
export function trendText({ trend }: Card): string | null {
  if (!trend) {
    return null;
  }
  const mood = labels.mood[trend.mood];
  return `${labels.trend[trend.direction]} ${trend.text}${mood && `, ${mood}`}`;
}
