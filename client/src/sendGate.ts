import { backoffDelay, MAX_RETRY_AFTER_MS, type BackoffOptions } from './backoff';

/**
 * Decides when the next request may go, and how large and how many at once. The gate is one for all requests: a proxy
 * that is down or busy is so for every one of them.
 */
export class SendGate {
  /** Failed tries in a row. */
  attempt = 0;
  private openAt = 0;
  private limit = Infinity;

  constructor(private readonly backoff: BackoffOptions) {}

  /** Milliseconds until the gate opens; 0 when it is open. */
  get waitMs(): number {
    return Math.max(0, this.openAt - Date.now());
  }

  /** Requests at once: after a failure a single one probes, so that a proxy coming back is not run over. */
  allowed(concurrency: number): number {
    return this.attempt > 0 ? 1 : concurrency;
  }

  /** Events a request: the policy's, less after a refusal for size, growing back with every success. */
  batchSize(policySize: number): number {
    return Math.min(policySize, this.limit);
  }

  /** A batch had its verdict. A wait that another request was told to keep stays. */
  succeeded(): void {
    this.attempt = 0;
    this.limit *= 2;
  }

  /**
   * A try failed. Requests that were under way together count as one failure.
   * @returns milliseconds until the next try
   */
  failed(retryAfterMs = 0): number {
    let delay = Math.min(retryAfterMs, MAX_RETRY_AFTER_MS);
    if (this.waitMs === 0) {
      this.attempt += 1;
      delay = backoffDelay(this.attempt, this.backoff, retryAfterMs);
    }
    this.openAt = Math.max(this.openAt, Date.now() + delay);
    return this.waitMs;
  }

  /** The next request carries at most half of `size` events, at least one. */
  shrink(size: number): void {
    this.limit = Math.min(this.limit, Math.max(1, Math.floor(size / 2)));
  }

  /** Nothing goes for so long, unless somebody asks. */
  close(ms: number): void {
    this.openAt = Date.now() + ms;
  }

  /** Somebody asks: the next request may go at once. */
  open(): void {
    this.openAt = 0;
  }
}
