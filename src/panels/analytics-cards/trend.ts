import type { Trend } from '@lopan/catalogue/status';
import type { CardTrend, Mood } from './card';
import { printFixed } from './format';
import { labels } from './labels';
import type { ChangeUnit } from './types';

/** What the answer says about the movement of a value. */
export interface Movement {
  /** Change in percent of the previous value. */
  change: number | null;
  /** Difference in percentage points; `null` unless the KPI is in percent. */
  changePoints: number | null;
  trend: Trend | null;
  /** Whether the movement is towards the target. */
  good: boolean | null;
  /** Whether the KPI has a direction at all; without one, up is good. */
  hasDirection: boolean;
}

/** The trend of a card; `null` when there is nothing to compare with. */
export function toTrend(movement: Movement, unit: ChangeUnit, previousText: string | null): CardTrend | null {
  const { change, changePoints, trend } = movement;
  if (trend === null) {
    return null;
  }
  const inPoints = unit === 'points' && changePoints !== null;
  const size = inPoints ? changePoints : change;
  if (size === null) {
    return null;
  }
  const amount = printFixed(Math.abs(size), 1);
  const text = inPoints ? labels.points(amount) : `${amount}%`;
  return { direction: trend, mood: moodOf(movement), text, previousText };
}

function moodOf({ trend, good, hasDirection }: Movement): Mood {
  if (trend === 'stable') {
    return 'neutral';
  }
  if (hasDirection) {
    return good === null ? 'neutral' : good ? 'good' : 'bad';
  }
  return trend === 'up' ? 'good' : 'bad';
}
