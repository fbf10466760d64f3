import type { EventType } from '../config/types';

/** How the text of a cell becomes a value of the wire contract. */
export type CellKind = 'text' | 'number' | 'list' | 'timestamp';

type Fields = Readonly<Record<string, CellKind>>;

function of(kind: CellKind, ...names: string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, kind]));
}

const COMMON: Fields = {
  ...of('text', 'id', 'userRole', 'deviceType', 'appVersion', 'site'),
  ...of('number', 'sequence'),
  ...of('timestamp', 'timestamp'),
};

/**
 * The fields of the wire contract that a column can lead to, by event type; fields of nested objects with a dot. The
 * `errors` of performance events are lists of objects, which a table has no form for.
 */
export const IMPORT_FIELDS: Readonly<Record<EventType, Fields>> = {
  business: {
    ...COMMON,
    ...of('number', 'batchCompletionRate', 'qualityScore', 'deliveryPerformance', 'defectRate', 'reworkPercentage'),
    ...of('number', 'customerComplaints', 'customerSatisfaction'),
    ...of('number', 'inventory.costOfGoodsSold', 'inventory.inventoryValue'),
    ...of('number', 'operations.operationCount', 'operations.errorCount'),
    ...of('number', 'financial.revenue', 'financial.operatingCost'),
  },
  session: {
    ...COMMON,
    ...of('text', 'userId'),
    ...of('number', 'sessionDuration', 'screenViews', 'actionsCompleted', 'dataCreated'),
    ...of('list', 'featuresUsed'),
  },
  feature: {
    ...COMMON,
    ...of('text', 'userId', 'feature', 'usageContext', 'deviceMetrics.thermalState', 'deviceMetrics.networkType'),
    ...of('number', 'sessionDuration', 'deviceMetrics.batteryLevel', 'deviceMetrics.freeMemory'),
  },
  journey: {
    ...COMMON,
    ...of('text', 'userId', 'startPoint', 'endPoint', 'abandonmentPoint'),
    ...of('number', 'completionTime', 'expectedDuration', 'stepCount'),
    ...of('list', 'steps'),
  },
  performance: {
    ...COMMON,
    ...of('text', 'userId', 'sessionId'),
    ...of('number', 'launchTime', 'memoryUsage', 'scrollFps', 'crashCount'),
  },
};
