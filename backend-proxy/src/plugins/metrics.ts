import type { Pool } from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { EVENT_TYPES } from '../config/types';
import type { KpiReading } from '../lifecycle';
import { SnapshotCache } from './snapshot-cache';

/** What became of an event that was posted. */
export type EventResult = 'accepted' | 'duplicate' | 'rejected';

/** Values of KPIs are computed no more often than this, whoever scrapes and how often. */
const KPI_MAX_AGE_MS = 15_000;

/** A scrape does not wait longer than this for the database. */
const KPI_TIMEOUT_MS = 2000;

/** What the proxy tells about itself in Prometheus' text format. All names begin with `lopan_`. */
export class Metrics {
  readonly registry = new Registry();

  private readonly requests = new Counter({
    name: 'lopan_requests_total',
    help: 'HTTP requests by method, route and status.',
    labelNames: ['method', 'route', 'status'] as const,
    registers: [this.registry],
  });

  private readonly requestDuration = new Histogram({
    name: 'lopan_request_duration_seconds',
    help: 'Time from the request to the end of its answer, by method and route.',
    labelNames: ['method', 'route'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  private readonly inFlight = new Gauge({
    name: 'lopan_requests_in_flight',
    help: 'Requests that are being worked on.',
    registers: [this.registry],
  });

  private readonly refused = new Counter({
    name: 'lopan_requests_refused_total',
    help: 'Requests answered 503 before any work, by reason.',
    labelNames: ['reason'] as const,
    registers: [this.registry],
  });

  private readonly events = new Counter({
    name: 'lopan_events_total',
    help: 'Events by type and result (accepted, duplicate, rejected).',
    labelNames: ['type', 'result'] as const,
    registers: [this.registry],
  });

  private readonly flushSize = new Histogram({
    name: 'lopan_flush_size',
    help: 'Events written by one commit.',
    buckets: [1, 10, 50, 100, 250, 500, 1000, 2500, 5000, 10_000],
    registers: [this.registry],
  });

  private readonly flushSeconds = new Histogram({
    name: 'lopan_flush_seconds',
    help: 'Time of one commit of events.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  private readonly lag = new Gauge({
    name: 'lopan_rollup_lag_seconds',
    help: 'Age of the oldest committed event that the rollups do not hold yet.',
    registers: [this.registry],
  });

  private readonly retentionRuns = new Counter({
    name: 'lopan_retention_runs_total',
    help: 'Runs of the retention by result (ok, failed).',
    labelNames: ['result'] as const,
    registers: [this.registry],
  });

  private readonly retentionLast = new Gauge({
    name: 'lopan_retention_last_run_timestamp_seconds',
    help: 'When the retention last ended well, in seconds since 1970.',
    registers: [this.registry],
  });

  private readonly oldestRow = new Gauge({
    name: 'lopan_oldest_row_timestamp_seconds',
    help: 'Instant of the oldest raw event that is stored, in seconds since 1970.',
    registers: [this.registry],
  });

  private readonly size = new Gauge({
    name: 'lopan_database_size_bytes',
    help: 'Size of the database on disk.',
    registers: [this.registry],
  });

  private readonly sizeLimit = new Gauge({
    name: 'lopan_database_max_size_bytes',
    help: 'Size that the database may grow to (database.max_size); 0 where it is not watched.',
    registers: [this.registry],
  });

  constructor() {
    // A gauge begins at 0, which would be a run in 1970; before the first run there is none.
    this.retentionLast.remove();
    this.oldestRow.remove();
  }

  /** Adds memory, CPU and event loop of the process; for the server, not for tests. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry, prefix: 'lopan_' });
  }

  /** Reads the pool's state at each scrape. */
  watchPool(pool: Pick<Pool, 'totalCount' | 'idleCount'>, waiting: () => number): void {
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers: [this.registry],
        collect() {
          this.set(read());
        },
      });
    gauge('lopan_pool_connections', 'Connections to the database.', () => pool.totalCount);
    gauge('lopan_pool_idle', 'Connections that are free.', () => pool.idleCount);
    gauge('lopan_pool_waiting', 'Callers that wait for a connection.', waiting);
  }

  /** Offers the current value of every KPI; while it cannot be computed, the last one stands for a minute. */
  watchKpis(snapshot: () => Promise<readonly KpiReading[]>): void {
    const cache = new SnapshotCache(snapshot, { maxAgeMs: KPI_MAX_AGE_MS, timeoutMs: KPI_TIMEOUT_MS });
    new Gauge({
      name: 'lopan_kpi',
      help: 'Current value of every KPI that has one.',
      labelNames: ['kpi'] as const,
      registers: [this.registry],
      async collect() {
        const readings = await cache.get();
        this.reset();
        for (const { kpi, value } of readings ?? []) {
          if (value !== null) {
            this.set({ kpi }, value);
          }
        }
      },
    });
  }

  /** Counts a finished request under its route's pattern. */
  request(method: string, route: string, status: number, seconds: number): void {
    this.requests.inc({ method, route, status: String(status) });
    this.requestDuration.observe({ method, route }, seconds);
  }

  /** Sets how many requests are being worked on. */
  requestsInFlight(count: number): void {
    this.inFlight.set(count);
  }

  /** Counts a request that was turned away before any work. */
  refusal(reason: 'starting' | 'stopping' | 'busy' | 'memory'): void {
    this.refused.inc({ reason });
  }

  /** Counts events of one type and result. A type that does not exist counts as `unknown`: callers make no labels. */
  event(type: string, result: EventResult, count = 1): void {
    this.events.inc({ type: EVENT_TYPES.find((known) => known === type) ?? 'unknown', result }, count);
  }

  /** Notes one commit of events. */
  flush(rows: number, seconds: number): void {
    this.flushSize.observe(rows);
    this.flushSeconds.observe(seconds);
  }

  /** Sets how far the rollups are behind. */
  rollupLag(seconds: number): void {
    this.lag.set(seconds);
  }

  /** Sets how large the database is, and how large it may become. */
  databaseSize(bytes: number, limitBytes: number): void {
    this.size.set(bytes);
    this.sizeLimit.set(limitBytes);
  }

  /** Counts a retention run of this proxy. */
  retentionRun(ok: boolean): void {
    this.retentionRuns.inc({ result: ok ? 'ok' : 'failed' });
  }

  /** Sets how far retention has come, whichever proxy ran it. Epoch ms; null for none. */
  retentionState(lastRunMs: number | null, oldestRowMs: number | null): void {
    for (const [gauge, ms] of [
      [this.retentionLast, lastRunMs],
      [this.oldestRow, oldestRowMs],
    ] as const) {
      if (ms === null) {
        gauge.remove();
      } else {
        gauge.set(ms / 1000);
      }
    }
  }
}
