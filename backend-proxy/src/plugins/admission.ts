import { getHeapStatistics } from 'node:v8';
import type { FastifyRequest } from 'fastify';
import type { App } from '../app-types';
import type { Config } from '../config/types';
import { RETRY_AFTER_SECONDS, unavailable } from '../errors/problem';
import type { Metrics } from './metrics';

/** Memory is measured no more often than this, in ms: the measurement itself costs. */
const MEMORY_INTERVAL_MS = 250;

/** Share of V8's own limit at which requests are turned away; beyond the limit the process dies. */
const HEAP_SHARE = 0.8;

/** Why nothing is taken at the moment. */
export interface Closed {
  reason: 'starting' | 'stopping';
  detail: string;
}

/** Heap and buffers in use, in bytes, and whether V8 comes near its own limit. */
function measureMemory(): { used: number; heapFull: boolean } {
  const { heapUsed, external } = process.memoryUsage();
  return { used: heapUsed + external, heapFull: heapUsed > HEAP_SHARE * getHeapStatistics().heap_size_limit };
}

/**
 * Decides before any work whether a request is taken: not before the schema is migrated, not while the process stops,
 * and not beyond its capacity. Saying no at once with `Retry-After` is what keeps a flood from becoming a crash; the
 * client keeps its queue and comes back. Probes, metrics and the document (`public` routes) always pass.
 */
export class Admission {
  private inFlight = 0;
  private readonly admitted = new WeakSet<FastifyRequest>();
  private memory = { used: 0, heapFull: false };
  private measuredAt = -Infinity;

  constructor(
    private readonly limits: Pick<Config['server'], 'maxInFlight' | 'maxMemoryBytes'>,
    private readonly metrics: Metrics,
    private readonly closed: () => Closed | null
  ) {}

  /**
   * Takes a request or refuses it.
   *
   * @throws ProblemError 503
   */
  admit(request: FastifyRequest): void {
    const closed = this.closed();
    if (closed) {
      throw this.refuse(closed.reason, closed.detail);
    }
    if (this.inFlight >= this.limits.maxInFlight) {
      throw this.refuse(
        'busy',
        `The proxy works on ${this.inFlight} requests, as many as server.max_in_flight allows.`
      );
    }
    // The last request always passes: memory that nobody uses any more is freed only by going on.
    if (this.inFlight > 0 && this.isMemoryShort()) {
      throw this.refuse('memory', 'The proxy uses as much memory as server.max_memory allows.');
    }
    this.inFlight += 1;
    this.admitted.add(request);
    this.metrics.requestsInFlight(this.inFlight);
  }

  /** Notes the end of a request; those that were never taken do not count. */
  release(request: FastifyRequest): void {
    if (this.admitted.delete(request)) {
      this.inFlight -= 1;
      this.metrics.requestsInFlight(this.inFlight);
    }
  }

  private refuse(reason: 'starting' | 'stopping' | 'busy' | 'memory', why: string) {
    this.metrics.refusal(reason);
    return unavailable(`${why} Try again in ${RETRY_AFTER_SECONDS} seconds.`);
  }

  private isMemoryShort(): boolean {
    const now = performance.now();
    if (now - this.measuredAt >= MEMORY_INTERVAL_MS) {
      this.memory = measureMemory();
      this.measuredAt = now;
    }
    const { maxMemoryBytes } = this.limits;
    return this.memory.heapFull || (maxMemoryBytes > 0 && this.memory.used > maxMemoryBytes);
  }
}

/** Puts the admission in front of every route that is not public. */
export function registerAdmission(app: App, admission: Admission): void {
  app.addHook('onRequest', async (request) => {
    const { scope } = request.routeOptions.config;
    if (scope !== undefined && scope !== 'public') {
      admission.admit(request);
    }
  });
  app.addHook('onResponse', async (request) => admission.release(request));
}
