import type { FastifyBaseLogger } from 'fastify';

/** An outage fails thousands of requests a second; its reason is told no more often than this, in ms. */
const INTERVAL_MS = 5000;

/** Tells why requests are answered 503, and how many were since it last did. */
export class OutageLog {
  private toldAt = -Infinity;
  private requests = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  note(log: Pick<FastifyBaseLogger, 'warn'>, reason: string): void {
    this.requests += 1;
    if (this.now() - this.toldAt >= INTERVAL_MS) {
      log.warn({ reason, requests: this.requests }, 'requests are answered 503');
      this.toldAt = this.now();
      this.requests = 0;
    }
  }
}
