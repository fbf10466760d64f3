import type { EventType } from '../../config/types';
import type {
  AnalyticsEvent,
  BusinessEvent,
  EventOf,
  FeatureEvent,
  JourneyEvent,
  PerformanceEvent,
  SessionEvent,
} from '../../ingest/event';
import type { deriveBusiness, deriveJourney, deriveSession } from '../../domain/derive';
import type { ColumnSpec } from './columns';

/** The values computed at intake, per type. */
export interface Derived {
  business: ReturnType<typeof deriveBusiness>;
  session: ReturnType<typeof deriveSession>;
  feature: null;
  journey: ReturnType<typeof deriveJourney>;
  performance: null;
}

/** An event ready to be stored: validated, under pseudonyms, scored. */
export interface StorableEvent<T extends EventType = EventType> {
  event: EventOf<T>;
  derived: Derived[T];
  deviceId: string | null;
}

function commonColumns<T extends EventType>(): Array<ColumnSpec<StorableEvent<T>>> {
  const of =
    (read: (event: AnalyticsEvent) => unknown) =>
    ({ event }: StorableEvent<T>): unknown =>
      read(event);
  return [
    { column: 'event_id', type: 'uuid', value: of((event) => event.id) },
    { column: 'timestamp', type: 'timestamptz', value: of((event) => event.timestamp) },
    { column: 'user_role', type: 'text', value: of((event) => event.userRole) },
    { column: 'device_type', type: 'text', value: of((event) => event.deviceType) },
    { column: 'app_version', type: 'text', value: of((event) => event.appVersion) },
    { column: 'site', type: 'text', value: of((event) => event.site) },
    { column: 'sequence', type: 'bigint', value: of((event) => event.sequence) },
    { column: 'device_id', type: 'text', value: ({ deviceId }) => deviceId },
  ];
}

type Type = ColumnSpec<never>['type'];

function own<T extends EventType>(
  column: string,
  type: Type,
  read: (event: EventOf<T>, derived: Derived[T]) => unknown
): ColumnSpec<StorableEvent<T>> {
  return { column, type, value: ({ event, derived }) => read(event, derived) };
}

const business: Array<ColumnSpec<StorableEvent<'business'>>> = [
  ...commonColumns<'business'>(),
  own('batch_completion_rate', 'float8', (e: BusinessEvent) => e.batchCompletionRate),
  own('quality_score', 'float8', (e: BusinessEvent) => e.qualityScore),
  own('delivery_performance', 'float8', (e: BusinessEvent) => e.deliveryPerformance),
  own('defect_rate', 'float8', (e: BusinessEvent) => e.defectRate),
  own('rework_percentage', 'float8', (e: BusinessEvent) => e.reworkPercentage),
  own('customer_complaints', 'bigint', (e: BusinessEvent) => e.customerComplaints),
  own('customer_satisfaction', 'float8', (e: BusinessEvent) => e.customerSatisfaction),
  own('cost_of_goods_sold', 'float8', (e: BusinessEvent) => e.inventory?.costOfGoodsSold ?? null),
  own('inventory_value', 'float8', (e: BusinessEvent) => e.inventory?.inventoryValue ?? null),
  own('operation_count', 'bigint', (e: BusinessEvent) => e.operations?.operationCount ?? null),
  own('error_count', 'bigint', (e: BusinessEvent) => e.operations?.errorCount ?? null),
  own('revenue', 'float8', (e: BusinessEvent) => e.financial?.revenue ?? null),
  own('operating_cost', 'float8', (e: BusinessEvent) => e.financial?.operatingCost ?? null),
  own('production_efficiency', 'float8', (_e, d) => d.productionEfficiency),
  own('quality_index', 'float8', (_e, d) => d.qualityIndex),
  own('overall_quality_index', 'float8', (_e, d) => d.overallQualityIndex),
  own('customer_impact', 'float8', (_e, d) => d.customerImpact),
];

const session: Array<ColumnSpec<StorableEvent<'session'>>> = [
  ...commonColumns<'session'>(),
  own('user_id', 'uuid', (e: SessionEvent) => e.userId),
  own('session_duration', 'float8', (e: SessionEvent) => e.sessionDuration),
  own('screen_views', 'bigint', (e: SessionEvent) => e.screenViews),
  own('actions_completed', 'bigint', (e: SessionEvent) => e.actionsCompleted),
  own('data_created', 'bigint', (e: SessionEvent) => e.dataCreated),
  own('features_used', 'text[]', (e: SessionEvent) => e.featuresUsed),
  own('feature_depth', 'float8', (_e, d) => d.featureDepth),
  own('session_quality', 'float8', (_e, d) => d.sessionQuality),
  own('productivity', 'float8', (_e, d) => d.productivity),
];

const feature: Array<ColumnSpec<StorableEvent<'feature'>>> = [
  ...commonColumns<'feature'>(),
  own('user_id', 'uuid', (e: FeatureEvent) => e.userId),
  own('feature', 'text', (e: FeatureEvent) => e.feature),
  own('usage_context', 'text', (e: FeatureEvent) => e.usageContext),
  own('session_duration', 'float8', (e: FeatureEvent) => e.sessionDuration),
  own('battery_level', 'float8', (e: FeatureEvent) => e.deviceMetrics?.batteryLevel ?? null),
  own('free_memory', 'float8', (e: FeatureEvent) => e.deviceMetrics?.freeMemory ?? null),
  own('thermal_state', 'text', (e: FeatureEvent) => e.deviceMetrics?.thermalState ?? null),
  own('network_type', 'text', (e: FeatureEvent) => e.deviceMetrics?.networkType ?? null),
];

const journey: Array<ColumnSpec<StorableEvent<'journey'>>> = [
  ...commonColumns<'journey'>(),
  own('user_id', 'uuid', (e: JourneyEvent) => e.userId),
  own('start_point', 'text', (e: JourneyEvent) => e.startPoint),
  own('end_point', 'text', (e: JourneyEvent) => e.endPoint),
  own('completion_time', 'float8', (e: JourneyEvent) => e.completionTime),
  own('expected_duration', 'float8', (e: JourneyEvent) => e.expectedDuration),
  own('step_count', 'bigint', (e: JourneyEvent) => e.stepCount),
  own('steps', 'text[]', (e: JourneyEvent) => e.steps),
  own('abandonment_point', 'text', (e: JourneyEvent) => e.abandonmentPoint),
  own('efficiency', 'float8', (_e, d) => d.efficiency),
  own('flagged', 'boolean', (_e, d) => d.flagged),
  own('time_lost', 'float8', (_e, d) => d.timeLost),
];

const performance: Array<ColumnSpec<StorableEvent<'performance'>>> = [
  ...commonColumns<'performance'>(),
  own('user_id', 'uuid', (e: PerformanceEvent) => e.userId),
  own('session_id', 'text', (e: PerformanceEvent) => e.sessionId),
  own('launch_time', 'float8', (e: PerformanceEvent) => e.launchTime),
  own('memory_usage', 'bigint', (e: PerformanceEvent) => e.memoryUsage),
  own('scroll_fps', 'float8', (e: PerformanceEvent) => e.scrollFps),
  own('crash_count', 'bigint', (e: PerformanceEvent) => e.crashCount),
  own('errors', 'jsonb', (e: PerformanceEvent) => e.errors),
];

/** Which columns an event of each type fills. */
export const EVENT_COLUMNS: { [T in EventType]: Array<ColumnSpec<StorableEvent<T>>> } = {
  business,
  session,
  feature,
  journey,
  performance,
};
