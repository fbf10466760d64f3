import { DAY_MS, HOUR_MS, MINUTE_MS } from '../domain/calendar';

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
};

/** The length in ms of a duration that the schemas accept, such as `15m`. */
export function durationMs(text: string): number {
  const [, amount = '', unit = ''] = /^([\d.]+)([a-z]+)$/.exec(text) ?? [];
  return Number(amount) * (UNITS[unit] ?? NaN);
}
