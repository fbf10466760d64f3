/**
 * The five event types of `POST /v1/events`, field by field as the HTTP contract names them.
 * Ranges are checked by the proxy; an event outside them comes back as rejected and lands in the dead-letter file.
 */

/** The six features of the specification; a plant may configure more, so any string is allowed. */
export type FeatureId =
  | 'customer_management'
  | 'batch_processing'
  | 'inventory_tracking'
  | 'production_analytics'
  | 'quality_control'
  | 'report_generation'
  | (string & {});

/** What every event carries. Strings have at most 50 characters, `appVersion` 20. */
export interface EventBase {
  /** UUID; the idempotency key. The same id counts once, however often it is sent. */
  id: string;
  /** RFC 3339 instant at which it happened on the device; neither older than 30 days nor over 24 h ahead. */
  timestamp: string;
  userRole?: string;
  deviceType?: string;
  appVersion?: string;
  site?: string;
  /** Per device, counted up by one an event; gaps mean loss. Written by the client's queue, never by the caller. */
  sequence?: number;
}

/** A report of the shop floor: rates of a shift, a batch or an hour. */
export interface BusinessEvent extends EventBase {
  type: 'business';
  /** Percent, 0–100. */
  batchCompletionRate: number;
  /** Score, 0–100. */
  qualityScore: number;
  /** Percent, 0–100. */
  deliveryPerformance: number;
  /** Percent, 0–100. */
  defectRate: number;
  /** Percent, 0–100. */
  reworkPercentage: number;
  /** Integer >= 0. */
  customerComplaints: number;
  /** Score, 0–5. */
  customerSatisfaction?: number;
  /** Money, both >= 0. */
  inventory?: { costOfGoodsSold: number; inventoryValue: number };
  /** Integers >= 0. */
  operations?: { operationCount: number; errorCount: number };
  /** Money in the reporting currency. */
  financial?: { revenue: number; operatingCost: number };
}

/** A session of the app, sent when it ends. */
export interface SessionEvent extends EventBase {
  type: 'session';
  /** UUID; stored as a pseudonym. */
  userId: string;
  /** Seconds, >= 0. */
  sessionDuration: number;
  /** Integer >= 0. */
  screenViews: number;
  /** Integer >= 0. */
  actionsCompleted: number;
  /** Integer >= 0. */
  dataCreated?: number;
  featuresUsed: FeatureId[];
}

/** What the device was doing while a feature was used. */
export interface DeviceMetrics {
  /** 0–1. */
  batteryLevel?: number;
  /** Bytes. */
  freeMemory?: number;
  /** `nominal`, `fair`, `serious` or `critical`, as iOS names them. */
  thermalState?: string;
  /** `wifi`, `cellular` or `none`. */
  networkType?: string;
}

/** One use of a feature. */
export interface FeatureEvent extends EventBase {
  type: 'feature';
  /** UUID; stored as a pseudonym. */
  userId: string;
  feature: FeatureId;
  usageContext?: string;
  /** Seconds since the session began. */
  sessionDuration?: number;
  deviceMetrics?: DeviceMetrics;
}

/** A way through the app from one screen to another, finished or abandoned. */
export interface JourneyEvent extends EventBase {
  type: 'journey';
  /** UUID; stored as a pseudonym. */
  userId: string;
  startPoint: string;
  /** Where the journey was meant to end, also when it was abandoned before. */
  endPoint: string;
  /** Seconds, >= 0. */
  completionTime: number;
  /** Seconds, > 0. */
  expectedDuration: number;
  /** Integer >= 1. */
  stepCount: number;
  /** Screen names in order, at most 100. */
  steps?: string[];
  /** The screen on which it was given up; present means abandoned. */
  abandonmentPoint?: string;
}

/** Something that went wrong in the app. */
export interface AppError {
  kind: 'crash' | 'hang' | 'oom' | 'error';
  reason?: string;
  screen?: string;
}

/** How the app ran. */
export interface PerformanceEvent extends EventBase {
  type: 'performance';
  /** Seconds, 0–99.99. */
  launchTime: number;
  /** Bytes. */
  memoryUsage: number;
  /** Frames per second, 0–999.9. */
  scrollFps: number;
  /** Integer >= 0. */
  crashCount: number;
  /** UUID; stored as a pseudonym. */
  userId?: string;
  /** UUID; stored as a pseudonym. */
  sessionId?: string;
  /** At most 20. */
  errors?: AppError[];
}

/** Any event of the contract, told apart by `type`. */
export type AnalyticsEvent = BusinessEvent | SessionEvent | FeatureEvent | JourneyEvent | PerformanceEvent;

/** The names of the five types. */
export type EventType = AnalyticsEvent['type'];

type WithoutBookkeeping<T> = T extends AnalyticsEvent ? Omit<T, 'id' | 'sequence'> & { id?: string } : never;

/** What `enqueue` takes: the queue writes `sequence`, and `id` unless the source has a UUID of its own. */
export type NewEvent = WithoutBookkeeping<AnalyticsEvent>;
