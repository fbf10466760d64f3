import { applyOverrides, type KpiOverride } from '@lopan/catalogue';
import type { EnvironmentSettings } from './environment';
import type { Settings } from './schema';
import type { Config } from './types';

/** `line_balancing` reads "Line Balancing". */
function titleOf(id: string): string {
  return id
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}

function overridesOf(kpis: Settings['kpis']): Record<string, KpiOverride> {
  return Object.fromEntries(
    Object.entries(kpis).map(([id, { min_n: minN, ...own }]) => [id, { ...own, ...(minN !== undefined && { minN }) }])
  );
}

function runbooksOf(kpis: Settings['kpis']): Record<string, string> {
  return Object.fromEntries(Object.entries(kpis).flatMap(([id, { runbook }]) => (runbook ? [[id, runbook]] : [])));
}

/** Folds the validated file and the environment into the configuration that the program works with. */
export function effectiveConfig(settings: Settings, environment: EnvironmentSettings): Config {
  const { database, collection, aggregation, privacy, reporting, scoring, roi, alerts, ingest, query, server } =
    settings;
  const { session_quality: quality, productivity } = scoring;
  const [duration = 0, actions = 0, features = 0, created = 0] = quality.weights;
  return {
    database: {
      host: database.host,
      port: database.port,
      name: database.name,
      user: database.user,
      password: environment.databasePassword,
      url: environment.databaseUrl,
      ssl: database.ssl,
      poolSize: database.pool_size,
      maxSizeBytes: database.max_size,
    },
    collection: {
      batchSize: collection.batch_size,
      flushIntervalMs: collection.flush_interval,
      retentionDays: collection.retention_days,
      lateWindowMs: collection.late_window,
      maxLatenessMs: collection.max_lateness,
    },
    aggregation: {
      realTimeWindowMs: aggregation.real_time_window,
      hourlyAggregation: aggregation.hourly_aggregation,
      dailySummaries: aggregation.daily_summaries,
    },
    privacy: {
      anonymizeUserData: privacy.anonymize_user_data,
      gdprCompliant: privacy.gdpr_compliant,
      dataRetentionDays: privacy.data_retention_days,
      minGroupSize: privacy.min_group_size,
      secret: environment.privacySecret,
    },
    reporting: {
      timezone: reporting.timezone,
      dayStartMinutes: reporting.day_start,
      weekStart: reporting.week_start,
      currency: reporting.currency,
    },
    features: settings.features.map(({ id, title, core }) => ({ id, title: title ?? titleOf(id), core })),
    scoring: {
      sessionQuality: {
        durationMs: quality.duration,
        actions: quality.actions,
        features: quality.features,
        dataCreated: quality.data_created,
        weights: [duration, actions, features, created],
      },
      productivity: { actionsPerMinute: productivity.actions_per_minute },
    },
    roi: {
      hourlyRate: roi.hourly_rate,
      workdaysPerYear: roi.workdays_per_year,
      costPerError: roi.cost_per_error,
      numberOfUsers: roi.number_of_users,
      baseline: {
        taskSecondsPerUserDay: roi.baseline.task_seconds_per_user_day,
        errorsPer1000: roi.baseline.errors_per_1000,
        retention30: roi.baseline.retention_30,
      },
    },
    trend: { stableBelow: settings.trend.stable_below },
    kpis: applyOverrides(overridesOf(settings.kpis)),
    runbooks: runbooksOf(settings.kpis),
    alerts: {
      silentAfterMs: alerts.silent_after,
      rejectRate: alerts.reject_rate,
      rollupLagMs: alerts.rollup_lag,
      by: alerts.by,
    },
    ingest: {
      maxWaitMs: ingest.max_wait,
      maxRows: ingest.max_rows,
      maxBodyBytes: ingest.max_body,
      maxUnpackedBytes: ingest.max_unpacked,
      maxEvents: ingest.max_events,
      rateLimit: ingest.rate_limit,
    },
    query: {
      timeoutMs: query.timeout,
      maxSeries: query.max_series,
      maxRows: query.max_rows,
      rawEvents: query.raw_events,
    },
    server: {
      host: server.host,
      port: server.port,
      tls: server.tls,
      maxInFlight: server.max_in_flight,
      maxMemoryBytes: server.max_memory,
    },
    logLevel: environment.logLevel,
  };
}
