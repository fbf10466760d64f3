import type { EventType } from '../../../backend-proxy/src/config/types';
import type { AnalyticsEvent, CommonFields } from '../../../backend-proxy/src/ingest/event';
import { FEATURES, SITES, versionOn, type Person } from './people';
import { randomFrom, uuidFrom } from './random';

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

/** A year of a plant: how much of it, and where it lies in time. */
export interface PlantPlan {
  /** Events in all. */
  events: number;
  /** Days that they spread over. */
  days: number;
  /** First instant, epoch ms; a midnight in UTC. */
  from: number;
  seed: number;
}

/** Shares of the types of events. */
const MIX: ReadonlyArray<readonly [EventType, number]> = [
  ['feature', 0.38],
  ['session', 0.2],
  ['performance', 0.2],
  ['journey', 0.14],
  ['business', 0.08],
];

const ROUTES = [
  ['dashboard', 'batch_list', 'batch_detail', 'batch_done'],
  ['dashboard', 'inventory', 'stock_move', 'stock_done'],
  ['dashboard', 'quality', 'inspection', 'inspection_done'],
  ['customers', 'customer_detail', 'order_form', 'order_done'],
  ['dashboard', 'reports', 'report_detail', 'report_sent'],
] as const;

/** Makes one event of a type at an instant. */
type Maker = (common: CommonFields, person: Person, next: () => number) => AnalyticsEvent;

/** A value around a middle, bell-shaped enough, kept within the ends. */
function around(next: () => number, middle: number, width: number, low: number, high: number): number {
  const value = middle + width * (next() + next() + next() - 1.5);
  return Math.round(Math.min(high, Math.max(low, value)) * 1000) / 1000;
}

// Filled in place: to spread an event takes V8 three times as long as all the rest of making it.
const MAKERS: Readonly<Record<EventType, Maker>> = {
  business: (common, _person, next) => {
    const complete = next() < 0.6;
    return Object.assign(common, {
      type: 'business' as const,
      userRole: null,
      deviceType: null,
      appVersion: null,
      batchCompletionRate: around(next, 88, 20, 0, 100),
      qualityScore: around(next, 91, 14, 0, 100),
      deliveryPerformance: around(next, 86, 22, 0, 100),
      defectRate: around(next, 2.5, 4, 0, 100),
      reworkPercentage: around(next, 3.2, 4, 0, 100),
      customerComplaints: next() < 0.2 ? 1 : 0,
      customerSatisfaction: around(next, 4.3, 0.8, 0, 5),
      inventory: complete
        ? { costOfGoodsSold: around(next, 900, 600, 0, 1e6), inventoryValue: around(next, 250_000, 60_000, 1, 1e9) }
        : null,
      operations: { operationCount: 200 + Math.floor(next() * 300), errorCount: next() < 0.5 ? 1 : 0 },
      financial: complete
        ? { revenue: around(next, 2400, 900, 0, 1e6), operatingCost: around(next, 1700, 500, 0, 1e6) }
        : null,
    });
  },
  session: (common, person, next) =>
    Object.assign(common, {
      type: 'session' as const,
      userId: person.userId,
      sessionDuration: around(next, 540, 600, 0, 86_400),
      screenViews: 2 + Math.floor(next() * 20),
      actionsCompleted: Math.floor(next() * 30),
      dataCreated: next() < 0.8 ? Math.floor(next() * 8) : null,
      featuresUsed: FEATURES.filter(() => next() < 0.35),
    }),
  feature: (common, person, next) =>
    Object.assign(common, {
      type: 'feature' as const,
      userId: person.userId,
      feature: FEATURES[Math.floor(next() * next() * FEATURES.length)] ?? FEATURES[0],
      usageContext: null,
      sessionDuration: null,
      deviceMetrics: null,
    }),
  journey: (common, person, next) => {
    const route = ROUTES[Math.floor(next() * ROUTES.length)] ?? ROUTES[0];
    const abandoned = next() < 0.09;
    const steps = abandoned ? route.slice(0, 2 + Math.floor(next() * 2)) : [...route];
    return Object.assign(common, {
      type: 'journey' as const,
      userId: person.userId,
      startPoint: route[0],
      endPoint: route[3],
      completionTime: around(next, 130, 160, 5, 86_400),
      expectedDuration: 120,
      stepCount: steps.length,
      steps,
      abandonmentPoint: abandoned ? (steps.at(-1) ?? route[1]) : null,
    });
  },
  performance: (common, person, next) => {
    const crashed = next() < 0.0012;
    return Object.assign(common, {
      type: 'performance' as const,
      launchTime: around(next, 1.2, 0.9, 0.2, 60),
      memoryUsage: Math.round(around(next, 140, 90, 20, 4000) * 1e6),
      scrollFps: around(next, 58.5, 5, 1, 120),
      crashCount: crashed ? 1 : 0,
      userId: person.userId,
      sessionId: null,
      errors: crashed ? [{ kind: 'crash' as const, reason: 'EXC_BAD_ACCESS', screen: 'batch_detail' }] : null,
    });
  },
};

function typeOf(share: number): EventType {
  let left = share;
  for (const [type, weight] of MIX) {
    left -= weight;
    if (left < 0) {
      return type;
    }
  }
  return 'business';
}

/** The instant as the intake writes it. */
function instant(timestampMs: number): string {
  return new Date(timestampMs).toISOString();
}

/**
 * The events of one day of the plan, in no particular order. The same plan gives the same events, whichever days are
 * asked for. Days of plans that differ in `events` only have the same people at work.
 */
export function* eventsOfDay(plan: PlantPlan, people: readonly Person[], day: number): Generator<AnalyticsEvent> {
  const workers = randomFrom(plan.seed ^ Math.imul(day + 1, 0x9e3779b1));
  const present = people.filter((person) => workers() < person.diligence && person.since <= day);
  const next = randomFrom(plan.seed ^ Math.imul(day + 1, 0x85ebca6b));
  const count = Math.floor(((day + 1) * plan.events) / plan.days) - Math.floor((day * plan.events) / plan.days);
  for (let index = 0; index < count; index++) {
    // Everybody present does something first, so that the number of users does not hang on the number of events.
    const person = present[index < present.length ? index : Math.floor(next() * present.length)];
    if (!person) {
      return;
    }
    const type = index < present.length ? 'session' : typeOf(next());
    const timestampMs = plan.from + day * DAY_MS + Math.floor(next() * DAY_MS);
    const common: CommonFields = {
      id: uuidFrom(next),
      timestamp: instant(timestampMs),
      timestampMs,
      userRole: person.userRole,
      deviceType: person.deviceType,
      appVersion: versionOn(day, person.userId < '5'),
      site: type === 'business' ? (SITES[index % SITES.length] ?? null) : person.site,
      sequence: null,
    };
    yield MAKERS[type](common, person, next);
  }
}
