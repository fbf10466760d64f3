import fc from 'fast-check';
import { EVENT_TYPES, type EventType } from '../../src/config/types';
import { EVENT_BUILDERS, type EventBody, type Overrides } from './events';

/** Random valid events for properties: few values per dimension, so that groups and days collide. */

const optional = (...values: string[]) => fc.constantFrom(undefined, ...values);
const percent = fc.double({ min: 0, max: 100, noNaN: true });
const countUpTo = (max: number) => fc.integer({ min: 0, max });
const seconds = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 4000, noNaN: true }));
const FEATURES = ['batch_processing', 'quality_control', 'inventory_tracking', 'customer_management'];

/** People of the events. */
export const USERS = Array.from({ length: 6 }, (_, index) => `00000000-0000-4000-8000-00000000000${index}`);

const userId = fc.constantFrom(...USERS);
const dimensions = {
  site: optional('north', 'south'),
  userRole: optional('operator', 'manager', 'unknown'),
  deviceType: optional('ipad', 'iphone'),
  appVersion: optional('1.0', '1.1', '2.0'),
};

const own: Record<EventType, Record<string, fc.Arbitrary<unknown>>> = {
  business: {
    batchCompletionRate: percent,
    qualityScore: percent,
    deliveryPerformance: percent,
    defectRate: percent,
    reworkPercentage: percent,
    customerComplaints: countUpTo(20),
    customerSatisfaction: fc.option(fc.double({ min: 0, max: 5, noNaN: true })),
    inventory: fc.option(
      fc.record({ costOfGoodsSold: fc.double({ min: 0, max: 1e6, noNaN: true }), inventoryValue: countUpTo(1_000_000) })
    ),
    operations: fc.option(fc.record({ operationCount: countUpTo(500), errorCount: countUpTo(9) })),
    financial: fc.option(
      fc.record({ revenue: fc.double({ min: -1e5, max: 1e6, noNaN: true }), operatingCost: countUpTo(1_000_000) })
    ),
  },
  session: {
    userId,
    sessionDuration: seconds,
    screenViews: countUpTo(50),
    actionsCompleted: countUpTo(40),
    dataCreated: fc.option(countUpTo(9)),
    featuresUsed: fc.subarray(FEATURES),
  },
  feature: { userId, feature: fc.constantFrom(...FEATURES) },
  journey: {
    userId,
    completionTime: seconds,
    expectedDuration: fc.double({ min: 0.1, max: 600, noNaN: true }),
    abandonmentPoint: optional('list'),
  },
  performance: {
    userId: fc.option(userId),
    launchTime: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 99.99, noNaN: true })),
    memoryUsage: countUpTo(500_000_000),
    scrollFps: fc.double({ min: 0, max: 120, noNaN: true }),
    crashCount: fc.constantFrom(0, 0, 0, 1, 2),
  },
};

/** An event without id and time, which the scenario gives it. */
export const eventContent: fc.Arbitrary<{ type: EventType; fields: Overrides }> = fc
  .constantFrom<EventType>(...EVENT_TYPES)
  .chain((type) => fc.record({ ...dimensions, ...own[type] }).map((fields) => ({ type, fields })));

/** The id of the nth event of a scenario. */
export function idOf(index: number): string {
  return `10000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
}

/** RFC 3339 text of an instant, with microseconds that tell the events of a scenario apart. */
export function instantOf(ms: number, index: number): string {
  return `${new Date(ms).toISOString().slice(0, -1)}${String(index).padStart(3, '0')}Z`;
}

/** The nth event of a scenario. */
export function bodyOf({ type, fields }: { type: EventType; fields: Overrides }, at: number, index: number): EventBody {
  return EVENT_BUILDERS[type]({ ...fields, id: idOf(index), timestamp: instantOf(at, index) });
}
