import { randomUUID } from 'node:crypto';

/** An event as a client sends it. */
export type EventBody = Record<string, unknown> & { id: string; type: string; timestamp: string };

/** Fields of a body; `undefined` takes one away. */
export type Overrides = Readonly<Record<string, unknown>>;

/** When events of the builders happened, unless told otherwise. */
export const NOON = '2026-03-02T12:00:00Z';

function build(type: string, fields: Overrides, overrides: Overrides): EventBody {
  const event = { id: randomUUID(), type, timestamp: NOON, ...fields, ...overrides };
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined)) as EventBody;
}

/** A valid business event with all its fields. */
export function businessEvent(overrides: Overrides = {}): EventBody {
  return build(
    'business',
    {
      batchCompletionRate: 90,
      qualityScore: 80,
      deliveryPerformance: 70,
      defectRate: 2,
      reworkPercentage: 3,
      customerComplaints: 1,
      customerSatisfaction: 4,
      inventory: { costOfGoodsSold: 1000, inventoryValue: 5000 },
      operations: { operationCount: 200, errorCount: 4 },
      financial: { revenue: 3000, operatingCost: 2000 },
    },
    overrides
  );
}

/** A valid session event with all its fields. */
export function sessionEvent(overrides: Overrides = {}): EventBody {
  return build(
    'session',
    {
      userId: randomUUID(),
      sessionDuration: 300,
      screenViews: 12,
      actionsCompleted: 10,
      dataCreated: 2,
      featuresUsed: ['batch_processing', 'quality_control'],
    },
    overrides
  );
}

/** A valid feature event with all its fields. */
export function featureEvent(overrides: Overrides = {}): EventBody {
  return build(
    'feature',
    {
      userId: randomUUID(),
      feature: 'inventory_tracking',
      usageContext: 'shift',
      sessionDuration: 60,
      deviceMetrics: { batteryLevel: 0.8, freeMemory: 2e9, thermalState: 'nominal', networkType: 'wifi' },
    },
    overrides
  );
}

/** A valid journey event, completed. */
export function journeyEvent(overrides: Overrides = {}): EventBody {
  return build(
    'journey',
    {
      userId: randomUUID(),
      startPoint: 'home',
      endPoint: 'report',
      completionTime: 90,
      expectedDuration: 60,
      stepCount: 3,
      steps: ['home', 'list', 'report'],
    },
    overrides
  );
}

/** A valid performance event with all its fields. */
export function performanceEvent(overrides: Overrides = {}): EventBody {
  return build(
    'performance',
    {
      launchTime: 1.2,
      memoryUsage: 120_000_000,
      scrollFps: 58.5,
      crashCount: 0,
      userId: randomUUID(),
      sessionId: 'session-1',
      errors: [{ kind: 'hang', reason: 'main thread blocked', screen: 'list' }],
    },
    overrides
  );
}

/** One builder a type. */
export const EVENT_BUILDERS = {
  business: businessEvent,
  session: sessionEvent,
  feature: featureEvent,
  journey: journeyEvent,
  performance: performanceEvent,
} as const;
