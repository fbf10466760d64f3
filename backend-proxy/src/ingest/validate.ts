import { EVENT_TYPES, type EventType } from '../config/types';
import { DAY_MS } from '../domain/calendar';
import {
  Rejection,
  type AnalyticsEvent,
  type BusinessEvent,
  type CommonFields,
  type EventOf,
  type FeatureEvent,
  type JourneyEvent,
  type PerformanceEvent,
  type RejectionCode,
  type ReportedError,
  type SessionEvent,
} from './event';
import { FieldReader, isObject, requiredTextOf } from './fields';
import {
  COUNT,
  ERROR_KINDS,
  FRAME_RATE,
  LAUNCH_SECONDS,
  MAX_APP_VERSION,
  MAX_ERRORS,
  MAX_FEATURES_USED,
  MAX_REASON,
  MAX_STEPS,
  NOT_NEGATIVE,
  PERCENT,
  POSITIVE,
  POSITIVE_COUNT,
  STARS,
} from './limits';
import { canonicalInstant, parseInstant } from './timestamp';

/** How far ahead of the proxy's clock an event may lie. */
const MAX_AHEAD_MS = DAY_MS;

/** What validation needs to know beside the event. */
export interface ValidationContext {
  /** Ids of the configured features. */
  features: ReadonlySet<string>;
  /** The proxy's clock, epoch ms. */
  now: number;
  /** Oldest age that is taken, in ms; Infinity takes all (importer and demo). */
  maxLatenessMs: number;
  /** Raw rows from before this were dropped (epoch ms), so that nothing can be added to the sums of that time. */
  rawFloorMs?: number;
}

/** The fields that only one type has. */
type OwnFields<T extends AnalyticsEvent> = Omit<T, keyof CommonFields | 'type'>;

function readTimestamp(
  fields: FieldReader,
  { now, maxLatenessMs, rawFloorMs = -Infinity }: ValidationContext
): { timestamp: string; timestampMs: number } {
  const refused = (code: RejectionCode, message: string): Rejection =>
    new Rejection(code, fields.pathOf('timestamp'), message);
  const raw = fields.value('timestamp');
  if (raw === undefined) {
    throw refused('missing_field', 'timestamp is required');
  }
  const timestampMs = parseInstant(raw);
  if (timestampMs === null || typeof raw !== 'string') {
    throw refused('invalid_timestamp', 'timestamp must be an RFC 3339 instant like 2026-03-02T08:00:05Z');
  }
  if (timestampMs > now + MAX_AHEAD_MS) {
    throw refused('in_future', 'timestamp lies more than 24 hours ahead; check the clock of the device');
  }
  if (now - timestampMs > maxLatenessMs) {
    throw refused(
      'too_old',
      `timestamp is older than ${Math.round(maxLatenessMs / DAY_MS)} days (collection.max_lateness); import history with "lopan-analytics import"`
    );
  }
  if (timestampMs < rawFloorMs) {
    throw refused(
      'too_old',
      `timestamp is before ${new Date(rawFloorMs).toISOString()}: raw events of that time were dropped (collection.retention_days), and nothing can be added to it`
    );
  }
  return { timestamp: canonicalInstant(raw, timestampMs), timestampMs };
}

function knownFeature({ features }: ValidationContext, feature: string, path: string): string {
  if (!features.has(feature)) {
    throw new Rejection('unknown_feature', path, `no such feature; known are ${[...features].join(', ')}`);
  }
  return feature;
}

/** Reads an entry of a list of texts. */
function textEntry(entry: unknown, index: number): string {
  return requiredTextOf(entry, String(index), '');
}

function readBusiness(fields: FieldReader): OwnFields<BusinessEvent> {
  const inventory = fields.nested('inventory');
  const operations = fields.nested('operations');
  const financial = fields.nested('financial');
  return {
    batchCompletionRate: fields.requiredNumber('batchCompletionRate', PERCENT),
    qualityScore: fields.requiredNumber('qualityScore', PERCENT),
    deliveryPerformance: fields.requiredNumber('deliveryPerformance', PERCENT),
    defectRate: fields.requiredNumber('defectRate', PERCENT),
    reworkPercentage: fields.requiredNumber('reworkPercentage', PERCENT),
    customerComplaints: fields.requiredNumber('customerComplaints', COUNT),
    customerSatisfaction: fields.number('customerSatisfaction', STARS),
    inventory: inventory && {
      costOfGoodsSold: inventory.requiredNumber('costOfGoodsSold', NOT_NEGATIVE),
      inventoryValue: inventory.requiredNumber('inventoryValue', NOT_NEGATIVE),
    },
    operations: operations && {
      operationCount: operations.requiredNumber('operationCount', COUNT),
      errorCount: operations.requiredNumber('errorCount', COUNT),
    },
    financial: financial && {
      revenue: financial.requiredNumber('revenue'),
      operatingCost: financial.requiredNumber('operatingCost'),
    },
  };
}

function distinct(values: string[]): string[] {
  return values.length < 2 ? values : [...new Set(values)];
}

function readSession(fields: FieldReader, context: ValidationContext): OwnFields<SessionEvent> {
  return {
    userId: fields.requiredUuid('userId'),
    sessionDuration: fields.requiredNumber('sessionDuration', NOT_NEGATIVE),
    screenViews: fields.requiredNumber('screenViews', COUNT),
    actionsCompleted: fields.requiredNumber('actionsCompleted', COUNT),
    dataCreated: fields.number('dataCreated', COUNT),
    featuresUsed: distinct(
      fields.requiredList('featuresUsed', MAX_FEATURES_USED, (entry, index) =>
        knownFeature(context, textEntry(entry, index), '')
      )
    ),
  };
}

function readFeature(fields: FieldReader, context: ValidationContext): OwnFields<FeatureEvent> {
  const metrics = fields.nested('deviceMetrics');
  return {
    userId: fields.requiredUuid('userId'),
    feature: knownFeature(context, fields.requiredText('feature'), '/feature'),
    usageContext: fields.text('usageContext'),
    sessionDuration: fields.number('sessionDuration', NOT_NEGATIVE),
    deviceMetrics: metrics && {
      batteryLevel: metrics.number('batteryLevel'),
      freeMemory: metrics.number('freeMemory', NOT_NEGATIVE),
      thermalState: metrics.text('thermalState'),
      networkType: metrics.text('networkType'),
    },
  };
}

function readJourney(fields: FieldReader): OwnFields<JourneyEvent> {
  return {
    userId: fields.requiredUuid('userId'),
    startPoint: fields.requiredText('startPoint'),
    endPoint: fields.requiredText('endPoint'),
    completionTime: fields.requiredNumber('completionTime', NOT_NEGATIVE),
    expectedDuration: fields.requiredNumber('expectedDuration', POSITIVE),
    stepCount: fields.requiredNumber('stepCount', POSITIVE_COUNT),
    steps: fields.list('steps', MAX_STEPS, textEntry),
    abandonmentPoint: fields.text('abandonmentPoint'),
  };
}

function readError(entry: unknown): ReportedError {
  if (!isObject(entry)) {
    throw new Rejection('invalid_type', '', 'an error must be an object with kind, reason and screen');
  }
  const fields = new FieldReader(entry);
  const kind = fields.requiredText('kind');
  const known = ERROR_KINDS.find((candidate) => candidate === kind);
  if (!known) {
    throw new Rejection('out_of_range', '/kind', `kind must be one of ${ERROR_KINDS.join(', ')}`);
  }
  return { kind: known, reason: fields.text('reason', MAX_REASON), screen: fields.text('screen') };
}

function readPerformance(fields: FieldReader): OwnFields<PerformanceEvent> {
  return {
    launchTime: fields.requiredNumber('launchTime', LAUNCH_SECONDS),
    memoryUsage: fields.requiredNumber('memoryUsage', COUNT),
    scrollFps: fields.requiredNumber('scrollFps', FRAME_RATE),
    crashCount: fields.requiredNumber('crashCount', COUNT),
    userId: fields.uuid('userId'),
    sessionId: fields.text('sessionId'),
    errors: fields.list('errors', MAX_ERRORS, readError),
  };
}

const readers: {
  [T in EventType]: (fields: FieldReader, context: ValidationContext) => OwnFields<EventOf<T>>;
} = {
  business: readBusiness,
  session: readSession,
  feature: readFeature,
  journey: readJourney,
  performance: readPerformance,
};

function readType(fields: FieldReader): EventType {
  const type = fields.requiredText('type');
  const known = EVENT_TYPES.find((candidate) => candidate === type);
  if (!known) {
    throw new Rejection('unknown_type', '/type', `no such type; known are ${EVENT_TYPES.join(', ')}`);
  }
  return known;
}

/**
 * Reads one event. Fields that the contract does not name are ignored.
 * @throws Rejection naming the first field at fault
 */
export function validateEvent(value: unknown, context: ValidationContext): AnalyticsEvent {
  if (!isObject(value)) {
    throw new Rejection('invalid_type', '', 'an event must be a JSON object');
  }
  const fields = new FieldReader(value);
  const id = fields.requiredUuid('id');
  const type = readType(fields);
  const { timestamp, timestampMs } = readTimestamp(fields, context);
  const common: CommonFields & { type: EventType } = {
    id,
    type,
    timestamp,
    timestampMs,
    userRole: fields.text('userRole'),
    deviceType: fields.text('deviceType'),
    appVersion: fields.text('appVersion', MAX_APP_VERSION),
    site: fields.text('site'),
    sequence: fields.number('sequence', COUNT),
  };
  // The reader of a type gives just that type's fields, which the compiler cannot follow through the table. Assigned and
  // not spread: that takes V8 thirty times as long, as much as half of all the rest of an event.
  return Object.assign(common, readers[type](fields, context)) as AnalyticsEvent;
}
