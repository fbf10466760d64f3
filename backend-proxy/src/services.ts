import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'pg';
import type { Config } from './config/types';
import { SatisfactionCorrelation } from './daily/satisfaction-correlation';
import { DailyWorker } from './daily/worker';
import { ConnectionShare, queryShare } from './db/connection-share';
import { createPool } from './db/pool';
import { fetchDatabaseSize } from './db/read-models/operation';
import { rowsOf } from './db/snapshot';
import { inTransaction, sqlState } from './db/transaction';
import { CorrectionStore } from './db/stores/correction-store';
import { EventStore } from './db/stores/event-store';
import { LicenseStore } from './db/stores/license-store';
import { Partitions } from './db/stores/partitions';
import { RetentionRuns } from './db/stores/retention-runs';
import { RetentionStore } from './db/stores/retention-store';
import { RollupStateStore, rollupSettings } from './db/stores/rollup-state';
import { RollupStore } from './db/stores/rollup-store';
import { SatisfactionStore } from './db/stores/satisfaction-store';
import { SubjectStore } from './db/stores/subject-store';
import { DAY_MS, ReportingCalendar } from './domain/calendar';
import { describeDatabaseError } from './errors';
import { Collector } from './ingest/collector';
import { Intake } from './ingest/intake';
import { createPseudonymizer } from './ingest/privacy';
import type { Lifecycle, Readiness } from './lifecycle';
import type { Metrics } from './plugins/metrics';
import { QueryService } from './query/service';
import { currentKpis } from './query/current-kpis';
import { Retention } from './retention/retention';
import { RetentionWorker } from './retention/worker';
import { RollupWorker } from './rollup/worker';
import { StorageWatch } from './storage/watch';
import { Subjects } from './subjects/subjects';

/** What routes and commands work with: configuration, connections and the services over them. */
export interface Services {
  config: Config;
  pool: Pool;
  /** The share of the pool that answers queries of viewers. */
  readers: ConnectionShare;
  calendar: ReportingCalendar;
  intake: Intake;
  queries: QueryService;
  licenses: LicenseStore;
  rollups: RollupStore;
  corrections: CorrectionStore;
  subjects: Subjects;
}

/** Months that get their partitions at start: events may come late by one, and early by a day. */
const PARTITION_DAYS = [-31, 0, 31];
/** Looks at the database that take longer are given up: a probe waits for them, or a worker, in ms. */
const LOOK_TIMEOUT_MS = 3000;

export interface ServiceContext {
  log: FastifyBaseLogger;
  metrics: Metrics;
}

/** Puts the services of a proxy together. Nothing is connected or started yet. */
export function createServices(config: Config, { log, metrics }: ServiceContext): Services & Lifecycle {
  const pool = createPool(config.database);
  // A connection that breaks while it idles is no one's request; the pool makes a new one.
  pool.on('error', (error) => log.warn({ reason: describeDatabaseError(error) }, 'an idle connection broke'));
  const calendar = new ReportingCalendar(config.reporting);
  const partitions = new Partitions(pool);
  const collector = new Collector(
    new EventStore(pool, partitions),
    { ...config.ingest, lateWindowMs: config.collection.lateWindowMs },
    ({ rows, seconds }) => metrics.flush(rows, seconds)
  );
  const pseudonymize = createPseudonymizer(config.privacy);
  const intake = new Intake(config, collector, pseudonymize, (type, result, count) =>
    metrics.event(type, result, count)
  );
  const onQueryError = (error: unknown): void => log.error({ err: error }, 'a query failed');
  const readers = new ConnectionShare(pool, queryShare(config.database.poolSize));
  metrics.watchPool(pool, () => readers.waitingCount);
  const queries = new QueryService(readers, config, calendar, onQueryError);
  const rollups = new RollupStore(pool, calendar);
  const state = new RollupStateStore(pool);
  const retention = new RetentionWorker(
    new Retention({
      store: new RetentionStore(pool, calendar),
      runs: new RetentionRuns(pool),
      partitions,
      calendar,
      config,
    }),
    {
      ran: ({ ok, note, monthsDropped, removed }) => {
        metrics.retentionRun(ok);
        log[ok ? 'info' : 'warn']({ note, monthsDropped, removed }, 'retention ran');
      },
      saw: ({ lastRun, oldestRow }) => metrics.retentionState(lastRun?.getTime() ?? null, oldestRow?.getTime() ?? null),
      failed: (error) => log.warn({ reason: describeDatabaseError(error) }, 'retention could not look what is due'),
    }
  );
  const daily = new DailyWorker(
    new SatisfactionCorrelation({
      pool,
      store: new SatisfactionStore(pool, calendar),
      calendar,
      lateWindowMs: config.collection.lateWindowMs,
    }),
    {
      ran: (date, rows) => log.info({ date, rows }, 'the daily job ran'),
      failed: (error) => log.warn({ reason: describeDatabaseError(error) }, 'the daily job failed and is tried again'),
    }
  );
  const storage = new StorageWatch(
    // No snapshot: the size of the database does not wait for whoever locks a table of it.
    () => fetchDatabaseSize(rowsOf(pool, LOOK_TIMEOUT_MS)),
    config.database.maxSizeBytes,
    {
      saw: ({ bytes, limitBytes }) => metrics.databaseSize(bytes, limitBytes),
      short: (state) =>
        log.warn(state, 'the database fills over 80 % of database.max_size: make room or shorten retention'),
      enough: (state) => log.info(state, 'the database has room again'),
    }
  );
  let worker: RollupWorker | null = null;

  return {
    config,
    pool,
    readers,
    calendar,
    intake,
    queries,
    licenses: new LicenseStore(pool),
    rollups,
    corrections: new CorrectionStore(pool, calendar),
    subjects: new Subjects(pool, new SubjectStore(pool, calendar), pseudonymize),
    async start() {
      await state.ensure(rollupSettings(config));
      await partitions.prepare(PARTITION_DAYS.map((days) => Date.now() + days * DAY_MS));
      worker = new RollupWorker(rollups, state, {
        ran: () =>
          void state.lagSeconds().then(
            (lag) => metrics.rollupLag(lag),
            () => undefined
          ),
        failed: (error) => log.warn({ reason: describeDatabaseError(error) }, 'a rollup run failed and is tried again'),
      });
      worker.start();
      retention.start();
      daily.start();
      storage.start();
    },
    async stop() {
      await collector.drain();
      await Promise.all([worker?.stop(), retention.stop(), daily.stop(), storage.stop()]);
      await pool.end();
    },
    ready: () => checkReadiness(pool),
    kpiSnapshot: () => currentKpis(queries, config),
  };
}

/** Postgres' code for a table that does not exist. */
const UNDEFINED_TABLE = '42P01';

async function checkReadiness(pool: Pool): Promise<Readiness> {
  try {
    await inTransaction(pool, (client) => client.query('SELECT 1 FROM rollup_state'), { timeoutMs: LOOK_TIMEOUT_MS });
    return { ready: true, detail: 'Ready.' };
  } catch (error) {
    return {
      ready: false,
      detail:
        sqlState(error) === UNDEFINED_TABLE
          ? 'The database is not migrated: tables are missing. Run "lopan-analytics migrate", or restart the proxy.'
          : `The database is out of reach: ${describeDatabaseError(error)}.`,
    };
  }
}
