/** A value that failed to renew is shown no longer than this, in ms. */
const STALE_LIMIT_MS = 60_000;

/**
 * Computes a value no more often than every `maxAgeMs`, once for all who ask at the same time, and lets nobody wait
 * longer than `timeoutMs`: who asks then gets the last value, or null when there is none of the last minute.
 */
export class SnapshotCache<T> {
  private value: T | null = null;
  private computedAt = -Infinity;
  private running: Promise<void> | null = null;

  constructor(
    private readonly compute: () => Promise<T>,
    private readonly limits: { maxAgeMs: number; timeoutMs: number },
    private readonly now: () => number = () => performance.now()
  ) {}

  async get(): Promise<T | null> {
    if (this.now() - this.computedAt >= this.limits.maxAgeMs) {
      this.running ??= this.renew();
      await this.waitFor(this.running);
    }
    return this.now() - this.computedAt < STALE_LIMIT_MS ? this.value : null;
  }

  private async renew(): Promise<void> {
    try {
      this.value = await this.compute();
      this.computedAt = this.now();
    } catch {
      // The value before stands until it is too old; readiness and its log tell why.
    } finally {
      this.running = null;
    }
  }

  private async waitFor(work: Promise<void>): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, this.limits.timeoutMs);
    });
    await Promise.race([work, timeout]);
    clearTimeout(timer);
  }
}
