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
  type ReportedError,
  type SessionEvent,
} from './event';
import { FieldReader, isObject, textEntry } from './fields';
import { canonicalInstant, parseInstant } from './timestamp';

/** How far ahead of the proxy's clock an event may lie. */
const MAX_AHEAD_MS = DAY_MS;
const MAX_APP_VERSION = 20;
const MAX_STEPS = 100;
const MAX_ERRORS = 20;
/** A list of features names each at most a few times; longer ones are a fault of the sender. */
const MAX_FEATURES_USED = 1000;
const MAX_REASON = 500;
const ERROR_KINDS = ['crash', 'hang', 'oom', 'error'] as const;

const PERCENT = { min: 0, max: 100 };
const NOT_NEGATIVE = { min: 0 };
const COUNT = { min: 0, integer: true };

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
  raw: unknown,
  { now, maxLatenessMs, rawFloorMs = -Infinity }: ValidationContext
): {
  timestamp: string;
  timestampMs: number;
} {
  const path = fields.pathOf('timestamp');
  if (raw === undefined || raw === null) {
    throw new Rejection('missing_field', path, 'timestamp is required');
  }
  const timestampMs = parseInstant(raw);
  if (timestampMs === null || typeof raw !== 'string') {
    throw new Rejection('invalid_timestamp', path, 'timestamp must be an RFC 3339 instant like 2026-03-02T08:00:05Z');
  }
  if (timestampMs > now + MAX_AHEAD_MS) {
    throw new Rejection('in_future', path, 'timestamp lies more than 24 hours ahead; check the clock of the device');
  }
  if (now - timestampMs > maxLatenessMs) {
    throw new Rejection(
      'too_old',
      path,
      `timestamp is older than ${Math.round(maxLatenessMs / DAY_MS)} days (collection.max_lateness); import history with "lopan-analytics import"`
    );
  }
  if (timestampMs < rawFloorMs) {
    throw new Rejection(
      'too_old',
      path,
      `timestamp is before ${new Date(rawFloorMs).toISOString()}: raw events of that time were dropped (collection.retention_days), and nothing can be added to it`
    );
  }
  return { timestamp: canonicalInstant(raw, timestampMs), timestampMs };
}

function featureEntry({ features }: ValidationContext): (entry: unknown, path: string) => string {
  const readText = textEntry();
  return (entry, path) => {
    const feature = readText(entry, path);
    if (!features.has(feature)) {
      throw new Rejection('unknown_feature', path, `no such feature; known are ${[...features].join(', ')}`);
    }
    return feature;
  };
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
    customerSatisfaction: fields.number('customerSatisfaction', { min: 0, max: 5 }),
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

function readSession(fields: FieldReader, context: ValidationContext): OwnFields<SessionEvent> {
  return {
    userId: fields.requiredUuid('userId'),
    sessionDuration: fields.requiredNumber('sessionDuration', NOT_NEGATIVE),
    screenViews: fields.requiredNumber('screenViews', COUNT),
    actionsCompleted: fields.requiredNumber('actionsCompleted', COUNT),
    dataCreated: fields.number('dataCreated', COUNT),
    featuresUsed: [...new Set(fields.requiredList('featuresUsed', MAX_FEATURES_USED, featureEntry(context)))],
  };
}

function readFeature(fields: FieldReader, context: ValidationContext): OwnFields<FeatureEvent> {
  const metrics = fields.nested('deviceMetrics');
  return {
    userId: fields.requiredUuid('userId'),
    feature: featureEntry(context)(fields.requiredText('feature'), fields.pathOf('feature')),
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
    expectedDuration: fields.requiredNumber('expectedDuration', { min: 0, exclusiveMin: true }),
    stepCount: fields.requiredNumber('stepCount', { min: 1, integer: true }),
    steps: fields.list('steps', MAX_STEPS, textEntry()),
    abandonmentPoint: fields.text('abandonmentPoint'),
  };
}

function readError(entry: unknown, path: string): ReportedError {
  if (!isObject(entry)) {
    throw new Rejection('invalid_type', path, 'an error must be an object with kind, reason and screen');
  }
  const fields = new FieldReader(entry, path);
  const kind = fields.requiredText('kind');
  const known = ERROR_KINDS.find((candidate) => candidate === kind);
  if (!known) {
    throw new Rejection('out_of_range', `${path}/kind`, `kind must be one of ${ERROR_KINDS.join(', ')}`);
  }
  return { kind: known, reason: fields.text('reason', MAX_REASON), screen: fields.text('screen') };
}

function readPerformance(fields: FieldReader): OwnFields<PerformanceEvent> {
  return {
    launchTime: fields.requiredNumber('launchTime', { min: 0, max: 99.99 }),
    memoryUsage: fields.requiredNumber('memoryUsage', COUNT),
    scrollFps: fields.requiredNumber('scrollFps', { min: 0, max: 999.9 }),
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
  const common: CommonFields = {
    id,
    ...readTimestamp(fields, Object.hasOwn(value, 'timestamp') ? value['timestamp'] : undefined, context),
    userRole: fields.text('userRole'),
    deviceType: fields.text('deviceType'),
    appVersion: fields.text('appVersion', MAX_APP_VERSION),
    site: fields.text('site'),
    sequence: fields.number('sequence', COUNT),
  };
  // The reader of a type gives just that type's fields, which the compiler cannot follow through the table.
  return { ...common, type, ...readers[type](fields, context) } as AnalyticsEvent;
}
