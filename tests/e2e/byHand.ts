/** The KPIs of events as their definitions have it, written anew from the formulas. */
import type { EventBody } from '../../backend-proxy/test/helpers/events';

const DAY_MS = 86_400_000;
/** Features of the catalogue, core or not. */
const FEATURES = 6;

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: number[]) => sum(values) / values.length;
const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
const field = (event: EventBody, name: string) => Number(event[name]);
const part = (event: EventBody, group: string, name: string) =>
  Number((event[group] as Record<string, number> | undefined)?.[name]);

/** Linear between the two nearest ranks. */
function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = share * (sorted.length - 1);
  const low = sorted[Math.floor(rank)] ?? NaN;
  const high = sorted[Math.ceil(rank)] ?? NaN;
  return low + (rank - Math.floor(rank)) * (high - low);
}

export const efficiencyOf = (event: EventBody) =>
  clamp(
    0.4 * field(event, 'batchCompletionRate') +
      0.3 * field(event, 'qualityScore') +
      0.3 * field(event, 'deliveryPerformance'),
    0,
    100
  );

export const qualityOf = (event: EventBody) =>
  Math.max(
    0,
    100 - (field(event, 'defectRate') + field(event, 'reworkPercentage') + 2 * field(event, 'customerComplaints'))
  );

export const meanOf = (events: readonly EventBody[], value: (event: EventBody) => number) => mean(events.map(value));

/** KPIs over business events of a range of this length. */
export function businessByHand(events: readonly EventBody[], rangeMs: number): Record<string, number> {
  const over = (value: (event: EventBody) => number) => meanOf(events, value);
  const money = (name: string) => sum(events.map((event) => part(event, 'financial', name)));
  const revenue = money('revenue');
  const cost = money('operatingCost');
  return {
    production_efficiency: over(efficiencyOf),
    quality_index: over(qualityOf),
    overall_quality_index: over(
      (event) =>
        0.4 * (100 - field(event, 'defectRate')) +
        0.3 * (100 - field(event, 'reworkPercentage')) +
        0.3 * field(event, 'qualityScore')
    ),
    customer_satisfaction: over((event) => field(event, 'customerSatisfaction')),
    customer_impact: over(
      (event) => 0.6 * ((field(event, 'customerSatisfaction') / 5) * 100) + 0.4 * field(event, 'deliveryPerformance')
    ),
    defect_rate: over((event) => field(event, 'defectRate')),
    rework_percentage: over((event) => field(event, 'reworkPercentage')),
    delivery_performance: over((event) => field(event, 'deliveryPerformance')),
    batch_completion_rate: over((event) => field(event, 'batchCompletionRate')),
    quality_score: over((event) => field(event, 'qualityScore')),
    customer_complaints: sum(events.map((event) => field(event, 'customerComplaints'))),
    revenue,
    operating_cost: cost,
    operating_margin: ((revenue - cost) / revenue) * 100,
    inventory_turnover:
      ((sum(events.map((event) => part(event, 'inventory', 'costOfGoodsSold'))) /
        over((event) => part(event, 'inventory', 'inventoryValue'))) *
        365) /
      (rangeMs / DAY_MS),
  };
}

/** KPIs over sessions and journeys. */
export function usageByHand(sessions: readonly EventBody[], journeys: readonly EventBody[]): Record<string, number> {
  const used = (event: EventBody) => new Set(event['featuresUsed'] as string[]).size;
  const duration = (event: EventBody) => field(event, 'sessionDuration');
  const actions = (event: EventBody) => field(event, 'actionsCompleted');
  const created = (event: EventBody) => field(event, 'dataCreated');
  const abandoned = (event: EventBody) => event['abandonmentPoint'] !== undefined;
  return {
    session_quality: meanOf(
      sessions,
      (event) =>
        10 *
        (0.3 * Math.min(1, duration(event) / 600) +
          0.35 * Math.min(1, actions(event) / 20) +
          0.25 * Math.min(1, used(event) / 3) +
          0.1 * Math.min(1, created(event) / 5))
    ),
    session_duration: meanOf(sessions, duration),
    screen_views: meanOf(sessions, (event) => field(event, 'screenViews')),
    actions: meanOf(sessions, actions),
    data_created: meanOf(sessions, created),
    feature_depth: meanOf(sessions, (event) => used(event) / FEATURES),
    productivity_index: meanOf(
      sessions.filter((event) => duration(event) > 0),
      (event) => Math.min(1, actions(event) / (duration(event) / 60) / 2)
    ),
    task_completion_rate: (100 * journeys.filter((event) => !abandoned(event)).length) / journeys.length,
    journey_efficiency:
      100 *
      meanOf(journeys, (event) =>
        abandoned(event) ? 0 : Math.min(1, field(event, 'expectedDuration') / field(event, 'completionTime'))
      ),
  };
}

/** KPIs over performance events; the score needs the productivity of the sessions beside them. */
export function technicalByHand(events: readonly EventBody[], productivity: number): Record<string, number> {
  const launch = percentile(
    events.map((event) => field(event, 'launchTime')),
    0.9
  );
  const memory = percentile(
    events.map((event) => field(event, 'memoryUsage')),
    0.5
  );
  const fps = percentile(
    events.map((event) => field(event, 'scrollFps')),
    0.5
  );
  const points =
    (Math.max(0, 2 - launch) / 2) * 25 + Math.min(fps / 60, 1) * 25 + (Math.max(0, 2e8 - memory) / 2e8) * 25;
  return {
    launch_time: launch,
    memory_usage: memory / 1e6,
    scroll_fps: fps,
    crash_free_rate: (100 * events.filter((event) => field(event, 'crashCount') === 0).length) / events.length,
    performance_score: (points / 75) * 100,
    performance_impact_score: points + 25 * productivity,
  };
}
