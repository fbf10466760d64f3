import type { EventType } from '../../src/config/types';
import type { Config } from '../../src/config/types';
import type { Filters } from '../../src/db/read-models/filters';
import { CUBE_DIMENSIONS, type CubeDimension } from '../../src/db/measures';
import { deriveBusiness, deriveJourney, deriveSession } from '../../src/domain/derive';
import { LN_GAMMA, ZERO_BIN, type Histogram } from '../../src/domain/histogram';
import type { AnalyticsEvent } from '../../src/ingest/event';
import { validateEvent } from '../../src/ingest/validate';
import type { EventBody } from './events';

/**
 * The numbers of the definitions, counted event by event without a database: what answers are held against.
 * Scoring of single events is taken from `derive.ts`, which has tests of its own.
 */

/** What an event adds to sums, by the names of the rollups' columns. */
export type Contribution = Record<string, number>;

/** An event as counted. */
export interface Counted {
  type: EventType;
  id: string;
  /** Epoch ms, cut. */
  at: number;
  /** Exact to the microsecond; sorts as text. */
  instant: string;
  userId: string | null;
  features: readonly string[];
  dimensions: Record<CubeDimension, string>;
  sums: Contribution;
  histogram: Record<string, number>;
}

function present(value: number | null): { n: number; value: number } {
  return { n: value === null ? 0 : 1, value: value ?? 0 };
}

function contribution(
  event: AnalyticsEvent,
  { scoring, features }: Pick<Config, 'scoring' | 'features'>
): Contribution {
  switch (event.type) {
    case 'business': {
      const derived = deriveBusiness(event);
      return {
        n: 1,
        sum_production_efficiency: derived.productionEfficiency,
        sum_quality_index: derived.qualityIndex,
        sum_overall_quality_index: derived.overallQualityIndex,
        sum_batch_completion_rate: event.batchCompletionRate,
        sum_quality_score: event.qualityScore,
        sum_delivery_performance: event.deliveryPerformance,
        sum_defect_rate: event.defectRate,
        sum_rework_percentage: event.reworkPercentage,
        sum_customer_complaints: event.customerComplaints,
        n_satisfaction: present(event.customerSatisfaction).n,
        sum_satisfaction: present(event.customerSatisfaction).value,
        sum_customer_impact: present(derived.customerImpact).value,
        n_inventory: event.inventory ? 1 : 0,
        sum_cost_of_goods_sold: event.inventory?.costOfGoodsSold ?? 0,
        sum_inventory_value: event.inventory?.inventoryValue ?? 0,
        n_operations: event.operations ? 1 : 0,
        sum_operation_count: event.operations?.operationCount ?? 0,
        sum_error_count: event.operations?.errorCount ?? 0,
        n_financial: event.financial ? 1 : 0,
        sum_revenue: event.financial?.revenue ?? 0,
        sum_operating_cost: event.financial?.operatingCost ?? 0,
      };
    }
    case 'session': {
      const derived = deriveSession({ ...event, features: event.featuresUsed.length }, scoring, features.length);
      return {
        n: 1,
        sum_session_quality: derived.sessionQuality,
        sum_session_duration: event.sessionDuration,
        sum_screen_views: event.screenViews,
        sum_actions: event.actionsCompleted,
        n_data_created: present(event.dataCreated).n,
        sum_data_created: present(event.dataCreated).value,
        sum_feature_depth: derived.featureDepth,
        n_productivity: present(derived.productivity).n,
        sum_productivity: present(derived.productivity).value,
      };
    }
    case 'feature':
      return { n: 1 };
    case 'journey': {
      const derived = deriveJourney({ ...event, abandoned: event.abandonmentPoint !== null });
      return {
        n: 1,
        n_completed: event.abandonmentPoint === null ? 1 : 0,
        n_flagged: derived.flagged ? 1 : 0,
        sum_efficiency: derived.efficiency,
        sum_completion_time: event.completionTime,
        sum_expected_duration: event.expectedDuration,
        sum_time_lost: derived.timeLost,
      };
    }
    case 'performance':
      return {
        n: 1,
        n_crash_free: event.crashCount === 0 ? 1 : 0,
        sum_launch_time: event.launchTime,
        sum_memory_usage: event.memoryUsage,
        sum_scroll_fps: event.scrollFps,
      };
  }
}

function featuresOf(event: AnalyticsEvent): readonly string[] {
  return event.type === 'session' ? event.featuresUsed : event.type === 'feature' ? [event.feature] : [];
}

/** Reads a body as the proxy does. @param userId the stored form of a user id */
export function count(body: EventBody, config: Config, userId: (raw: string) => string): Counted {
  const event = validateEvent(body, {
    features: new Set(config.features.map(({ id }) => id)),
    now: Date.parse('2100-01-01T00:00:00Z'),
    maxLatenessMs: Infinity,
  });
  const user = 'userId' in event ? event.userId : null;
  return {
    type: event.type,
    id: event.id,
    at: event.timestampMs,
    instant: event.timestamp,
    userId: user === null ? null : userId(user),
    features: featuresOf(event),
    dimensions: {
      site: event.site ?? 'unknown',
      userRole: event.userRole ?? 'unknown',
      deviceType: event.deviceType ?? 'unknown',
      appVersion: event.appVersion ?? 'unknown',
    },
    sums: contribution(event, config),
    histogram:
      event.type === 'performance'
        ? { launch_time: event.launchTime, memory_usage: event.memoryUsage, scroll_fps: event.scrollFps }
        : {},
  };
}

/** Whether an event passes filters. */
export function passes({ dimensions }: Counted, filters: Filters): boolean {
  return CUBE_DIMENSIONS.every(({ name }) => {
    const allowed = filters[name] ?? [];
    return allowed.length === 0 || allowed.includes(dimensions[name]);
  });
}

/** The events of each bucket and group, by a key that `keyOf` makes of the two. */
export function cells(
  events: readonly Counted[],
  query: { type: EventType; edges: readonly number[]; groupBy: readonly CubeDimension[]; filters: Filters }
): Map<string, Counted[]> {
  const found = new Map<string, Counted[]>();
  for (const event of events) {
    const bucket = query.edges.findIndex(
      (edge, index) => edge <= event.at && event.at < (query.edges[index + 1] ?? -Infinity)
    );
    if (event.type !== query.type || bucket < 0 || !passes(event, query.filters)) {
      continue;
    }
    const key = keyOf(
      bucket,
      query.groupBy.map((name) => event.dimensions[name])
    );
    found.set(key, [...(found.get(key) ?? []), event]);
  }
  return found;
}

/** A bucket and group as text. */
export function keyOf(bucket: number, group: readonly string[]): string {
  return JSON.stringify([bucket, ...group]);
}

/** Adds up what events contribute. */
export function addUp(events: readonly Counted[]): Contribution {
  const total: Contribution = {};
  for (const { sums } of events) {
    for (const [name, value] of Object.entries(sums)) {
      total[name] = (total[name] ?? 0) + value;
    }
  }
  return total;
}

/** The histogram of one value of events. */
export function histogramOf(events: readonly Counted[], metric: string): Histogram {
  const found = new Map<number, number>();
  for (const { histogram: values } of events) {
    const value = values[metric] ?? NaN;
    const bin = value > 0 ? Math.ceil(Math.log(value) / LN_GAMMA) : ZERO_BIN;
    found.set(bin, (found.get(bin) ?? 0) + 1);
  }
  const bins = [...found.keys()].sort((one, other) => one - other);
  return { bins, counts: bins.map((bin) => found.get(bin) ?? 0) };
}
