import { accessSync, constants } from 'node:fs';
import { findKpi } from '@lopan/catalogue';
import type { Reading } from './reading';
import type { Settings } from './schema';
import { formatDuration, formatSize } from './units';

const DAY_MS = 86_400_000;

function checkLimits(settings: Settings, reading: Reading): void {
  const { collection, ingest, privacy } = settings;
  if (collection.batch_size > ingest.max_events) {
    reading.add(
      'analytics.collection.batch_size',
      `expected at most ingest.max_events (${ingest.max_events}), got ${collection.batch_size}`
    );
  }
  if (ingest.max_unpacked < ingest.max_body) {
    reading.add(
      'analytics.ingest.max_unpacked',
      `expected at least ingest.max_body (${formatSize(ingest.max_body)}), got ${formatSize(ingest.max_unpacked)}`
    );
  }
  if (privacy.data_retention_days < collection.retention_days) {
    reading.add(
      'analytics.privacy.data_retention_days',
      `expected at least collection.retention_days (${collection.retention_days}), since what is derived is not dropped before its raw rows, got ${privacy.data_retention_days}`
    );
  }
  if (collection.max_lateness > collection.retention_days * DAY_MS) {
    reading.add(
      'analytics.collection.max_lateness',
      `expected at most collection.retention_days (${collection.retention_days}d), since older rows are dropped at once, got ${formatDuration(collection.max_lateness)}`
    );
  }
}

function checkFeatures(settings: Settings, reading: Reading): void {
  const ids = settings.features.map((feature) => feature.id);
  ids.forEach((id, index) => {
    if (id !== '' && ids.indexOf(id) < index) {
      reading.add(`analytics.features[${index}].id`, `"${id}" stands in the list twice`);
    }
  });
}

function checkKpis(settings: Settings, reading: Reading): void {
  for (const [id, override] of Object.entries(settings.kpis)) {
    const kpi = findKpi(id);
    for (const key of ['target', 'threshold'] as const) {
      const value = override[key] ?? null;
      const low = kpi?.min ?? -Infinity;
      const high = kpi?.max ?? Infinity;
      if (value !== null && (value < low || value > high)) {
        const range = high === Infinity ? `of at least ${low}` : `from ${low} to ${high}`;
        reading.add(`analytics.kpis.${id}.${key}`, `expected a number ${range} (${kpi?.unit ?? ''}), got ${value}`);
      }
    }
  }
}

function checkTls(settings: Settings, reading: Reading): void {
  const { cert, key } = settings.server.tls;
  if ((cert === null) !== (key === null)) {
    reading.add('analytics.server.tls', 'cert and key go together; give both or neither');
  }
  for (const [name, path] of Object.entries({ cert, key })) {
    if (path !== null) {
      try {
        accessSync(path, constants.R_OK);
      } catch (error) {
        reading.add(
          `analytics.server.tls.${name}`,
          `the file cannot be read: ${error instanceof Error ? error.message : String(error)}`
        );
      }
    }
  }
}

/** Checks what no single key can tell: limits that contradict each other, doubled ids, files that are not there. */
export function checkRules(settings: Settings, reading: Reading): void {
  checkLimits(settings, reading);
  checkFeatures(settings, reading);
  checkKpis(settings, reading);
  checkTls(settings, reading);
  const sum = settings.scoring.session_quality.weights.reduce((total, weight) => total + weight, 0);
  if (Math.abs(sum - 1) > 1e-9) {
    reading.add(
      'analytics.scoring.session_quality.weights',
      `expected weights that add up to 1, got ${Number(sum.toFixed(6))}`
    );
  }
  if (new Set(settings.alerts.by).size < settings.alerts.by.length) {
    reading.add('analytics.alerts.by', 'a dimension stands in the list twice');
  }
}
