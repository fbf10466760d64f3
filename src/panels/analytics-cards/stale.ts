import type { CardContext } from './context';

const MINUTE_MS = 60_000;

/** Whether a value is older than the panel tolerates; never when its time is unknown or the option is off. */
export function isStale(asOf: number | null, { options, rangeEnd }: CardContext): boolean {
  const { staleAfterMinutes } = options;
  return staleAfterMinutes > 0 && asOf !== null && rangeEnd - asOf > staleAfterMinutes * MINUTE_MS;
}
