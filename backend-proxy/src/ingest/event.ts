import type { EventType } from '../config/types';
import type { ERROR_KINDS } from './limits';

/** What every event carries, validated and under pseudonyms. */
export interface CommonFields {
  id: string;
  /** The instant in UTC with the microseconds that Postgres keeps. */
  timestamp: string;
  timestampMs: number;
  userRole: string | null;
  deviceType: string | null;
  appVersion: string | null;
  site: string | null;
  sequence: number | null;
}

export interface BusinessEvent extends CommonFields {
  type: 'business';
  batchCompletionRate: number;
  qualityScore: number;
  deliveryPerformance: number;
  defectRate: number;
  reworkPercentage: number;
  customerComplaints: number;
  customerSatisfaction: number | null;
  inventory: { costOfGoodsSold: number; inventoryValue: number } | null;
  operations: { operationCount: number; errorCount: number } | null;
  financial: { revenue: number; operatingCost: number } | null;
}

export interface SessionEvent extends CommonFields {
  type: 'session';
  userId: string;
  sessionDuration: number;
  screenViews: number;
  actionsCompleted: number;
  dataCreated: number | null;
  featuresUsed: string[];
}

export interface FeatureEvent extends CommonFields {
  type: 'feature';
  userId: string;
  feature: string;
  usageContext: string | null;
  sessionDuration: number | null;
  deviceMetrics: {
    batteryLevel: number | null;
    freeMemory: number | null;
    thermalState: string | null;
    networkType: string | null;
  } | null;
}

export interface JourneyEvent extends CommonFields {
  type: 'journey';
  userId: string;
  startPoint: string;
  endPoint: string;
  completionTime: number;
  expectedDuration: number;
  stepCount: number;
  steps: string[] | null;
  abandonmentPoint: string | null;
}

/** A diagnostic that rides along with a performance event. */
export interface ReportedError {
  kind: (typeof ERROR_KINDS)[number];
  reason: string | null;
  screen: string | null;
}

export interface PerformanceEvent extends CommonFields {
  type: 'performance';
  launchTime: number;
  memoryUsage: number;
  scrollFps: number;
  crashCount: number;
  userId: string | null;
  sessionId: string | null;
  errors: ReportedError[] | null;
}

export type AnalyticsEvent = BusinessEvent | SessionEvent | FeatureEvent | JourneyEvent | PerformanceEvent;
export type EventOf<T extends EventType> = Extract<AnalyticsEvent, { type: T }>;

/** Why an event was refused. */
export type RejectionCode =
  | 'invalid_type'
  | 'missing_field'
  | 'out_of_range'
  | 'unknown_type'
  | 'unknown_feature'
  | 'invalid_timestamp'
  | 'too_old'
  | 'in_future';

/** Raised by validation; the path is a JSON pointer into the event. */
export class Rejection extends Error {
  constructor(
    readonly code: RejectionCode,
    readonly path: string,
    message: string
  ) {
    super(message);
  }

  /** The same, raised while a part of the event was read: its path begins at `base`. */
  within(base: string): Rejection {
    return new Rejection(this.code, `${base}${this.path}`, this.message);
  }
}
