import { round, type Random } from '../random';
import type { Role } from '../roles';
import type { Visit } from '../visit';
import type { PlacedEvent } from './body';

/** Where each role uses the app. */
const CONTEXTS: Readonly<Record<Role, ReadonlyArray<readonly [string, number]>>> = {
  operator: [
    ['line', 8],
    ['handover', 2],
  ],
  shift_lead: [
    ['line', 5],
    ['handover', 3],
    ['office', 2],
  ],
  quality_inspector: [
    ['lab', 6],
    ['line', 4],
  ],
  warehouse_clerk: [
    ['warehouse', 9],
    ['dock', 1],
  ],
  plant_manager: [
    ['office', 8],
    ['remote', 2],
  ],
};

const GIGABYTE = 1e9;

/** One use of a feature within a visit. */
export function featureUse(random: Random, visit: Visit, feature: string): PlacedEvent {
  const { user, seconds } = visit;
  const at = random.between(0.05, 0.95);
  return {
    at,
    body: {
      type: 'feature',
      ...visit.attributes,
      userId: user.id,
      feature,
      usageContext: random.pick(CONTEXTS[user.role]),
      sessionDuration: round(at * seconds, 1),
      deviceMetrics: {
        batteryLevel: round(random.between(0.15, 1), 2),
        freeMemory: Math.round(random.around((user.deviceType === 'iPad' ? 2.4 : 1.5) * GIGABYTE, 0.25)),
        thermalState: random.pick([
          ['nominal', 88],
          ['fair', 10],
          ['serious', 2],
        ]),
        networkType: random.pick([
          ['wifi', 90],
          ['cellular', 9],
          ['none', 1],
        ]),
      },
    },
  };
}
