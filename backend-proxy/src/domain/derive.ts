import type { Config } from '../config/types';

/** What a business event is scored by; percentages are 0–100. */
export interface BusinessInput {
  batchCompletionRate: number;
  qualityScore: number;
  deliveryPerformance: number;
  defectRate: number;
  reworkPercentage: number;
  customerComplaints: number;
  customerSatisfaction: number | null;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** The derived values of a business event. Formulas: specification, except customer impact (metric definitions). */
export function deriveBusiness(event: BusinessInput): {
  productionEfficiency: number;
  qualityIndex: number;
  overallQualityIndex: number;
  customerImpact: number | null;
} {
  return {
    productionEfficiency: clamp(
      event.batchCompletionRate * 0.4 + event.qualityScore * 0.3 + event.deliveryPerformance * 0.3,
      0,
      100
    ),
    qualityIndex: Math.max(0, 100 - (event.defectRate + event.reworkPercentage + event.customerComplaints * 2)),
    overallQualityIndex:
      (100 - event.defectRate) * 0.4 + (100 - event.reworkPercentage) * 0.3 + event.qualityScore * 0.3,
    customerImpact:
      event.customerSatisfaction === null
        ? null
        : 0.6 * (event.customerSatisfaction / 5) * 100 + 0.4 * event.deliveryPerformance,
  };
}

/** What a session is scored by; the duration is in seconds. */
export interface SessionInput {
  sessionDuration: number;
  actionsCompleted: number;
  dataCreated: number | null;
  /** Distinct features used. */
  features: number;
}

/** The derived values of a session under the configured scoring. An absent `dataCreated` scores as 0. */
export function deriveSession(
  event: SessionInput,
  scoring: Config['scoring'],
  featureCount: number
): { featureDepth: number; sessionQuality: number; productivity: number | null } {
  const full = scoring.sessionQuality;
  const [duration, actions, features, dataCreated] = full.weights;
  return {
    featureDepth: event.features / featureCount,
    sessionQuality:
      10 *
      (duration * Math.min(1, (event.sessionDuration * 1000) / full.durationMs) +
        actions * Math.min(1, event.actionsCompleted / full.actions) +
        features * Math.min(1, event.features / full.features) +
        dataCreated * Math.min(1, (event.dataCreated ?? 0) / full.dataCreated)),
    productivity:
      event.sessionDuration > 0
        ? Math.min(1, event.actionsCompleted / (event.sessionDuration / 60) / scoring.productivity.actionsPerMinute)
        : null,
  };
}

/** What a journey is scored by; durations are in seconds. */
export interface JourneyInput {
  completionTime: number;
  expectedDuration: number;
  abandoned: boolean;
}

/** A journey that takes more than this share of its expected duration is flagged (specification). */
const FLAGGED_ABOVE = 1.5;

/** The derived values of a journey; efficiency 0–1, time lost in seconds. */
export function deriveJourney({ completionTime, expectedDuration, abandoned }: JourneyInput): {
  efficiency: number;
  flagged: boolean;
  timeLost: number;
} {
  return {
    // A journey done in no time at all is as efficient as one can be.
    efficiency: abandoned ? 0 : completionTime === 0 ? 1 : Math.min(1, expectedDuration / completionTime),
    flagged: completionTime > FLAGGED_ABOVE * expectedDuration,
    timeLost: abandoned ? completionTime : Math.max(0, completionTime - expectedDuration),
  };
}
