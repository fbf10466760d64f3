import { Type, type TProperties, type TSchema } from '@sinclair/typebox';
import { EVENT_TYPES, type EventType } from '../config/types';
import {
  COUNT,
  ERROR_KINDS,
  FRAME_RATE,
  LAUNCH_SECONDS,
  leastOf,
  MAX_APP_VERSION,
  MAX_DEVICE_ID,
  MAX_ERRORS,
  MAX_FEATURES_USED,
  MAX_REASON,
  MAX_STEPS,
  MAX_TEXT,
  mostOf,
  NOT_NEGATIVE,
  PERCENT,
  POSITIVE,
  POSITIVE_COUNT,
  STARS,
  type NumberLimits,
} from '../ingest/limits';

function number(limits: NumberLimits, description?: string): TSchema {
  const options = {
    [limits.exclusiveMin ? 'exclusiveMinimum' : 'minimum']: leastOf(limits),
    maximum: mostOf(limits),
    ...(description !== undefined && { description }),
  };
  return limits.integer ? Type.Integer(options) : Type.Number(options);
}

const text = (description?: string, maxLength = MAX_TEXT): TSchema =>
  Type.String({ maxLength, ...(description !== undefined && { description }) });
const instant = (description: string): TSchema => Type.String({ format: 'date-time', description });
const uuid = (description: string): TSchema => Type.String({ format: 'uuid', description });
/** `null` counts as absent. */
const optional = (schema: TSchema): TSchema => Type.Optional(Type.Union([schema, Type.Null()]));

const PERSON = 'The person as the app knows them; stored under a pseudonym.';
const FEATURE = 'One of the configured features; GET /v1/catalogue lists them.';

const COMMON = {
  id: uuid('Made by the sender, once for each event: it makes it safe to send again.'),
  timestamp: instant('When it happened, RFC 3339.'),
  userRole: optional(text()),
  deviceType: optional(text()),
  appVersion: optional(text(undefined, MAX_APP_VERSION)),
  site: optional(text()),
  sequence: optional(number(COUNT, 'Number that the device gave it, one more each time: gaps tell what was lost.')),
};

const FIELDS: Readonly<Record<EventType, TProperties>> = {
  business: {
    batchCompletionRate: number(PERCENT, '%'),
    qualityScore: number(PERCENT, '%'),
    deliveryPerformance: number(PERCENT, '%'),
    defectRate: number(PERCENT, '%'),
    reworkPercentage: number(PERCENT, '%'),
    customerComplaints: number(COUNT),
    customerSatisfaction: optional(number(STARS, 'Stars.')),
    inventory: optional(
      Type.Object({ costOfGoodsSold: number(NOT_NEGATIVE, 'Of the period.'), inventoryValue: number(NOT_NEGATIVE) })
    ),
    operations: optional(Type.Object({ operationCount: number(COUNT), errorCount: number(COUNT) })),
    financial: optional(Type.Object({ revenue: number({}), operatingCost: number({}) })),
  },
  session: {
    userId: uuid(PERSON),
    sessionDuration: number(NOT_NEGATIVE, 's'),
    screenViews: number(COUNT),
    actionsCompleted: number(COUNT),
    dataCreated: optional(number(COUNT)),
    featuresUsed: Type.Array(text(FEATURE), { maxItems: MAX_FEATURES_USED }),
  },
  feature: {
    userId: uuid(PERSON),
    feature: text(FEATURE),
    usageContext: optional(text()),
    sessionDuration: optional(number(NOT_NEGATIVE, 's')),
    deviceMetrics: optional(
      Type.Object({
        batteryLevel: optional(number({})),
        freeMemory: optional(number(NOT_NEGATIVE, 'Bytes.')),
        thermalState: optional(text()),
        networkType: optional(text()),
      })
    ),
  },
  journey: {
    userId: uuid(PERSON),
    startPoint: text(),
    endPoint: text(),
    completionTime: number(NOT_NEGATIVE, 's'),
    expectedDuration: number(POSITIVE, 's'),
    stepCount: number(POSITIVE_COUNT),
    steps: optional(Type.Array(text(), { maxItems: MAX_STEPS })),
    abandonmentPoint: optional(text('Where it was given up; absent: completed.')),
  },
  performance: {
    launchTime: number(LAUNCH_SECONDS, 's'),
    memoryUsage: number(COUNT, 'Bytes.'),
    scrollFps: number(FRAME_RATE, 'Frames per second.'),
    crashCount: number(COUNT),
    userId: optional(uuid(PERSON)),
    sessionId: optional(text()),
    errors: optional(
      Type.Array(
        Type.Object({
          kind: Type.Union(ERROR_KINDS.map((kind) => Type.Literal(kind))),
          reason: optional(text(undefined, MAX_REASON)),
          screen: optional(text()),
        }),
        { maxItems: MAX_ERRORS }
      )
    ),
  },
};

/** An event as it is sent: what the OpenAPI document says of one. Fields that it does not name are ignored. */
export const EventSchema = Type.Union(
  EVENT_TYPES.map((type) => Type.Object({ type: Type.Literal(type), ...COMMON, ...FIELDS[type] }, { title: type }))
);

/** The JSON body of `POST /v1/events`. */
export const EnvelopeSchema = Type.Object({
  events: Type.Array(EventSchema, {
    description: 'Each is taken or refused by itself. ingest.max_events at the most.',
  }),
  sentAt: optional(instant('The sender’s clock when it sent, to tell how far it is off.')),
  deviceId: optional(text('Stable for an installation of the app; stored under a pseudonym.', MAX_DEVICE_ID)),
});
