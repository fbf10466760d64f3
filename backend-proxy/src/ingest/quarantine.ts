import { isObject, type JsonObject } from './fields';
import type { Pseudonymizer } from './privacy';

/** Fields that name a person, a device or a session. */
const PERSONAL = new Set(['userId', 'deviceId', 'sessionId']);
/** Fields of the contract, of any type; others may hold anything and are not kept. */
const KNOWN = new Set([
  ...['id', 'type', 'timestamp', 'userRole', 'deviceType', 'appVersion', 'site', 'sequence'],
  ...['batchCompletionRate', 'qualityScore', 'deliveryPerformance', 'defectRate', 'reworkPercentage'],
  ...['customerComplaints', 'customerSatisfaction', 'inventory', 'costOfGoodsSold', 'inventoryValue'],
  ...['operations', 'operationCount', 'errorCount', 'financial', 'revenue', 'operatingCost'],
  ...['sessionDuration', 'screenViews', 'actionsCompleted', 'dataCreated', 'featuresUsed'],
  ...['feature', 'usageContext', 'deviceMetrics', 'batteryLevel', 'freeMemory', 'thermalState', 'networkType'],
  ...['startPoint', 'endPoint', 'completionTime', 'expectedDuration', 'stepCount', 'steps', 'abandonmentPoint'],
  ...['launchTime', 'memoryUsage', 'scrollFps', 'crashCount', 'errors', 'kind', 'reason', 'screen'],
]);
const MAX_TEXT = 200;
const MAX_ENTRIES = 20;
const MAX_DEPTH = 3;

function cleanText(text: string): string {
  // Postgres' jsonb takes neither U+0000 nor half of a surrogate pair.
  return text.slice(0, MAX_TEXT).replaceAll('\0', '').toWellFormed();
}

function clean(value: unknown, pseudonymize: Pseudonymizer, depth: number): unknown {
  if (typeof value === 'string') {
    return cleanText(value);
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) {
    return value;
  }
  if (depth >= MAX_DEPTH) {
    return null;
  }
  if (Array.isArray(value)) {
    return value.slice(0, MAX_ENTRIES).map((entry) => clean(entry, pseudonymize, depth + 1));
  }
  return isObject(value) ? cleanObject(value, pseudonymize, depth + 1) : null;
}

function cleanObject(object: JsonObject, pseudonymize: Pseudonymizer, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      if (PERSONAL.has(name)) {
        return [
          [name, typeof value === 'string' ? pseudonymize(name === 'userId' ? value.toLowerCase() : value) : null],
        ];
      }
      return KNOWN.has(name) ? [[name, clean(value, pseudonymize, depth)]] : [];
    })
  );
}

/** What is kept of a refused event: the contract's fields, shortened, ids under pseudonyms. */
export function forQuarantine(event: unknown, pseudonymize: Pseudonymizer): Record<string, unknown> | null {
  return isObject(event) ? cleanObject(event, pseudonymize, 0) : null;
}

/** A text of a refused event for its own column, or null. */
export function quarantineText(value: unknown): string | null {
  return typeof value === 'string' ? cleanText(value) : null;
}
