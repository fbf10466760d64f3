/** Events of one morning, the same at each run, with values that no formula can confuse. */
import {
  businessEvent,
  journeyEvent,
  performanceEvent,
  sessionEvent,
  type EventBody,
} from '../../backend-proxy/test/helpers/events';
import type { Range } from './queries';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const COUNT = 12;
const FEATURES = ['batch_processing', 'quality_control', 'inventory_tracking', 'report_generation'];

/** Yesterday from 6 to 12, UTC: complete, whatever the time of the run. */
export function morning(now = Date.now()): Range {
  const midnight = Math.floor(now / DAY_MS) * DAY_MS - DAY_MS;
  return { from: midnight + 6 * HOUR_MS, to: midnight + 12 * HOUR_MS };
}

export function fixedEvents({ from, to }: Range) {
  const step = (to - from) / COUNT;
  const each = (build: (common: object, index: number) => EventBody): EventBody[] =>
    Array.from({ length: COUNT }, (_, index) =>
      build(
        {
          timestamp: new Date(from + index * step).toISOString(),
          site: index % 3 === 0 ? 'south' : 'north',
          userRole: index % 2 === 0 ? 'operator' : 'manager',
        },
        index
      )
    );
  return {
    business: each((common, index) =>
      businessEvent({
        ...common,
        batchCompletionRate: 60 + 3.3 * index,
        qualityScore: 99 - 1.7 * index,
        deliveryPerformance: 70 + 2.1 * index,
        defectRate: 0.4 * index,
        reworkPercentage: 1 + 0.3 * index,
        customerComplaints: index % 4,
        customerSatisfaction: 3 + index / 10,
        inventory: { costOfGoodsSold: 900 + 70 * index, inventoryValue: 5000 + 110 * index },
        financial: { revenue: 3000 + 10 * index, operatingCost: 2000 + 37 * index },
      })
    ),
    session: each((common, index) =>
      sessionEvent({
        ...common,
        sessionDuration: 100 * index,
        screenViews: 5 + index,
        actionsCompleted: 2 * index,
        dataCreated: index % 7,
        featuresUsed: FEATURES.slice(0, index % 5),
      })
    ),
    journey: each((common, index) =>
      journeyEvent({
        ...common,
        completionTime: 40 + 9 * index,
        expectedDuration: 60,
        abandonmentPoint: index % 5 === 4 ? 'list' : undefined,
      })
    ),
    performance: each((common, index) =>
      performanceEvent({
        ...common,
        launchTime: 0.8 + 0.13 * index,
        memoryUsage: 110_000_000 + 5_300_000 * index,
        scrollFps: 61 - 1.3 * index,
        crashCount: index === 7 ? 2 : 0,
      })
    ),
  };
}
