import type { Feature, Kpi } from '@lopan/catalogue';

/** The five kinds of event the proxy takes. */
export const EVENT_TYPES = ['business', 'session', 'feature', 'journey', 'performance'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export type SslMode = 'verify-full' | 'require' | 'off';
/** Days of the week in ISO order. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The whole effective configuration: file, environment and defaults folded together and validated. Durations are milliseconds, sizes bytes. */
export interface Config {
  database: {
    host: string;
    port: number;
    name: string;
    user: string;
    /** From PGPASSWORD; never printed. */
    password: string | null;
    /** A whole URL from DATABASE_URL wins over the parts; never printed. */
    url: string | null;
    ssl: SslMode;
    /** Largest number of connections of one proxy. */
    poolSize: number;
    /** Bytes that the database may grow to; the proxy warns from 80 % of it. 0 watches nothing. */
    maxSizeBytes: number;
  };
  collection: {
    batchSize: number;
    flushIntervalMs: number;
    retentionDays: number;
    lateWindowMs: number;
    maxLatenessMs: number;
  };
  aggregation: { realTimeWindowMs: number; hourlyAggregation: true; dailySummaries: true };
  privacy: {
    anonymizeUserData: boolean;
    gdprCompliant: boolean;
    dataRetentionDays: number;
    minGroupSize: number;
    /** From LOPAN_PRIVACY_SECRET; never printed. */
    secret: string | null;
  };
  reporting: {
    /** IANA zone. */
    timezone: string;
    /** Minutes after local midnight at which a date begins, 0 to 1439, a multiple of 5. */
    dayStartMinutes: number;
    weekStart: Weekday;
    /** ISO 4217 code. */
    currency: string;
  };
  features: Feature[];
  scoring: {
    sessionQuality: {
      durationMs: number;
      actions: number;
      features: number;
      dataCreated: number;
      weights: [number, number, number, number];
    };
    productivity: { actionsPerMinute: number };
  };
  roi: {
    hourlyRate: number;
    workdaysPerYear: number;
    costPerError: number;
    /** `null`: the licensed seats on the last date of the range. */
    numberOfUsers: number | null;
    baseline: {
      taskSecondsPerUserDay: number | null;
      errorsPer1000: number | null;
      retention30: number | null;
    };
  };
  trend: { stableBelow: number };
  /** The catalogue with the plant's overrides applied. */
  kpis: Kpi[];
  /** Runbook addresses by KPI id, where the plant has its own. */
  runbooks: Record<string, string>;
  alerts: {
    /** `null`: this type may stay silent for ever. */
    silentAfterMs: Record<EventType, number | null>;
    rejectRate: number;
    rollupLagMs: number;
    by: string[];
  };
  ingest: {
    maxWaitMs: number;
    maxRows: number;
    maxBodyBytes: number;
    maxUnpackedBytes: number;
    maxEvents: number;
    /** Requests per second and key; 0 is no limit. */
    rateLimit: number;
  };
  query: { timeoutMs: number; maxSeries: number; maxRows: number; rawEvents: boolean };
  server: {
    host: string;
    port: number;
    /** Absolute paths of PEM files; both or neither. */
    tls: { cert: string | null; key: string | null };
    /** Requests that are worked on at once; more are answered 503. */
    maxInFlight: number;
    /** Resident memory above which new requests are answered 503; 0 is no limit. */
    maxMemoryBytes: number;
  };
  /** From LOG_LEVEL. */
  logLevel: LogLevel;
}

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Who may do what. Each scope is a list of keys of its own. */
export const SCOPES = ['ingest', 'read', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];
