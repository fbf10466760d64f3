import type { Dimension, Kpi } from '@lopan/catalogue';
import { plainNumber } from '../panels/limits';

/** A dimension in words: "site", "user role". */
export function dimensionWords(dimension: Dimension): string {
  return dimension.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The title that all rules of a KPI share: true in every severity, and what messages are grouped by. */
export function titleOf(kpi: Pick<Kpi, 'title' | 'direction'>): string {
  return `${kpi.title} too ${kpi.direction === 'higher' ? 'low' : 'high'}`;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** A span of time in words, to follow "the last": "hour", "15 minutes", "24 hours", "30 days". */
export function windowWords(seconds: number): string {
  return seconds === HOUR ? 'hour' : spanWords(seconds);
}

/** A span of time in words: "1 hour", "15 minutes", "24 hours", "30 days". */
export function spanWords(seconds: number): string {
  const [size, unit] =
    seconds >= 2 * DAY && seconds % DAY === 0
      ? [DAY, 'day']
      : seconds % HOUR === 0
        ? [HOUR, 'hour']
        : seconds % 60 === 0
          ? [60, 'minute']
          : [1, 'second'];
  const count = plainNumber(seconds / size);
  return `${count} ${unit}${count === '1' ? '' : 's'}`;
}
