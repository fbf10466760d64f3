import type { Dimension } from '@lopan/catalogue';
import { plainNumber } from '../panels/limits';

/** A dimension in words: "site", "user role". */
export function dimensionWords(dimension: Dimension): string {
  return dimension.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** A window in words, to follow "the last": "hour", "48 hours". */
export function windowWords(seconds: number): string {
  return seconds === 3600 ? 'hour' : `${plainNumber(seconds / 3600)} hours`;
}
