/** How long to wait between tries. */
export interface BackoffOptions {
  /** Milliseconds; the ceiling of the first wait. It doubles with every failed try. */
  baseMs: number;
  /** Milliseconds; the ceiling never grows past it. */
  maxMs: number;
}

/** A `Retry-After` beyond this is taken for a mistake and cut to it: one hour. */
export const MAX_RETRY_AFTER_MS = 3_600_000;

/**
 * Exponential backoff with full jitter: anything between zero and the ceiling, so that clients that failed together do
 * not come back together. A `Retry-After` is the least that is waited, with the jitter on top for the same reason.
 * @param attempt failed tries so far, 1 for the first
 * @param random source of numbers in [0, 1)
 */
export function backoffDelay(
  attempt: number,
  options: BackoffOptions,
  retryAfterMs = 0,
  random: () => number = Math.random
): number {
  const ceiling = Math.min(options.maxMs, options.baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.min(retryAfterMs, MAX_RETRY_AFTER_MS) + random() * ceiling;
}

/**
 * Milliseconds of a `Retry-After` header, given as seconds or as an HTTP date; `undefined` when absent or unreadable.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  const text = header?.trim();
  if (!text) {
    return undefined;
  }
  if (/^\d+(\.\d+)?$/.test(text)) {
    return Number(text) * 1000;
  }
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
