import { applyOverrides, DIMENSIONS, findKpi, type Dimension, type KpiOverride } from '@lopan/catalogue';
import { parse, YAMLParseError } from 'yaml';
import { type AlertConfig, DEFAULTS, EVENT_TYPES, type EventType, type MixinConfig } from './config';

/** A plant's file cannot be used; the message names the file, the key and what was expected. */
export class PlantFileError extends Error {}

const isDuration = (value: unknown): boolean => typeof value === 'string' && /^(0|\d+(s|m|h|d|w))$/.test(value);
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value);
const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const isWhole = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0;
const orNull =
  (check: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === null || check(value);

/** What a plant may set under `analytics.kpis.<id>`: the name in the file, the name in the catalogue, what is accepted. */
const OVERRIDES: ReadonlyArray<[string, keyof KpiOverride, (value: unknown) => boolean, string]> = [
  ['target', 'target', orNull(isNumber), 'a number or null'],
  ['threshold', 'threshold', orNull(isNumber), 'a number or null'],
  ['tolerance', 'tolerance', isNumber, 'a number'],
  ['title', 'title', isText, 'text'],
  ['decimals', 'decimals', isWhole, 'a whole number from 0'],
  ['min_n', 'minN', isWhole, 'a whole number from 0'],
  ['for', 'for', isDuration, 'a duration like 5m'],
  ['owner', 'owner', isText, 'text'],
  ['runbook', 'runbook', isText, 'an address'],
];

type Mapping = Record<string, unknown>;

function mapping(value: unknown, file: string, path: string): Mapping {
  if (value === undefined || value === null) {
    return {};
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new PlantFileError(`${file}: ${path} must be a mapping`);
  }
  return { ...value };
}

function readOverride(value: unknown, file: string, id: string): KpiOverride {
  const path = `analytics.kpis.${id}`;
  if (!findKpi(id)) {
    throw new PlantFileError(`${file}: ${path}: there is no KPI of that id; docs/kpis.md lists them`);
  }
  const entries = Object.entries(mapping(value, file, path)).map(([key, given]) => {
    const known = OVERRIDES.find(([name]) => name === key);
    if (!known) {
      const names = OVERRIDES.map(([name]) => name).join(', ');
      throw new PlantFileError(`${file}: ${path}.${key} is not known; expected one of ${names}`);
    }
    const [, property, accepts, expected] = known;
    if (!accepts(given)) {
      throw new PlantFileError(`${file}: ${path}.${key} is ${JSON.stringify(given)}; expected ${expected}`);
    }
    return [property, given] as const;
  });
  const override: KpiOverride = Object.fromEntries(entries);
  if (findKpi(id)?.direction === 'lower' && typeof override.threshold === 'number') {
    throw new PlantFileError(
      `${file}: ${path}.threshold: thresholds are lower limits, and lower is better for this KPI; set its target instead`
    );
  }
  return override;
}

function readBy(value: unknown, file: string): readonly Dimension[] {
  if (value === undefined) {
    return DEFAULTS.alerts.by;
  }
  const allowed: readonly string[] = DIMENSIONS.filter((name) => name !== 'feature');
  if (!Array.isArray(value) || !value.every((name) => allowed.includes(name))) {
    throw new PlantFileError(`${file}: analytics.alerts.by must be a list of ${allowed.join(', ')}`);
  }
  return value;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A span of time as the proxy takes it, in seconds; null for what is none. */
function secondsOf(value: unknown): number | null {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/.exec(String(value)) ?? [];
  const size = UNIT_SECONDS[unit ?? ''];
  return count === undefined || size === undefined ? null : Number((Number(count) * size).toPrecision(12));
}

/** What a plant says under `analytics.alerts` about the health of its data. */
function readHealth(
  alerts: Mapping,
  file: string
): Pick<AlertConfig, 'silentAfterSeconds' | 'rejectRate' | 'rollupLagSeconds'> {
  const path = 'analytics.alerts';
  const { silentAfterSeconds, rejectRate, rollupLagSeconds } = DEFAULTS.alerts;
  const given = mapping(alerts.silent_after, file, `${path}.silent_after`);
  const unknown = Object.keys(given).find((type) => !EVENT_TYPES.some((known) => known === type));
  if (unknown !== undefined) {
    throw new PlantFileError(
      `${file}: ${path}.silent_after.${unknown} is not known; expected one of ${EVENT_TYPES.join(', ')}`
    );
  }
  const silentAfter = (type: EventType): number | null => {
    const value = given[type];
    if (value === undefined) {
      return silentAfterSeconds[type];
    }
    // YAML 1.1 readers, the proxy's among them, may know `off` as false.
    if (value === 'off' || value === false) {
      return null;
    }
    const seconds = secondsOf(value);
    if (seconds === null) {
      throw new PlantFileError(
        `${file}: ${path}.silent_after.${type} is ${JSON.stringify(value)}; expected a duration like 24h, or off`
      );
    }
    return seconds;
  };
  const rate = alerts.reject_rate ?? rejectRate;
  if (typeof rate !== 'number' || !(rate >= 0 && rate <= 100)) {
    throw new PlantFileError(
      `${file}: ${path}.reject_rate is ${JSON.stringify(rate)}; expected a number from 0 to 100, percent`
    );
  }
  const lag = alerts.rollup_lag === undefined ? rollupLagSeconds : secondsOf(alerts.rollup_lag);
  if (lag === null) {
    throw new PlantFileError(
      `${file}: ${path}.rollup_lag is ${JSON.stringify(alerts.rollup_lag)}; expected a duration like 15m`
    );
  }
  return {
    silentAfterSeconds: {
      business: silentAfter('business'),
      session: silentAfter('session'),
      feature: silentAfter('feature'),
      journey: silentAfter('journey'),
      performance: silentAfter('performance'),
    },
    rejectRate: rate,
    rollupLagSeconds: lag,
  };
}

/**
 * The configuration for a plant: the defaults with what its YAML file says about KPIs and alerts. Other keys of the file
 * are the proxy's, which refuses what it does not know when it starts.
 * @param text content of the file
 * @param file its name, for messages
 * @throws PlantFileError naming what is wrong
 */
export function readPlant(text: string, file: string): MixinConfig {
  let root: unknown;
  try {
    root = parse(text);
  } catch (error) {
    throw new PlantFileError(
      `${file}: not readable as YAML: ${error instanceof YAMLParseError ? error.message : String(error)}`
    );
  }
  const analytics = mapping(mapping(root, file, 'the file').analytics, file, 'analytics');
  const kpis = Object.entries(mapping(analytics.kpis, file, 'analytics.kpis'));
  const overrides = Object.fromEntries(kpis.map(([id, value]) => [id, readOverride(value, file, id)]));
  const alerts = mapping(analytics.alerts, file, 'analytics.alerts');
  return {
    ...DEFAULTS,
    kpis: applyOverrides(overrides),
    runbooks: pick(overrides, 'runbook'),
    alerts: {
      ...DEFAULTS.alerts,
      ...readHealth(alerts, file),
      by: readBy(alerts.by, file),
      pending: pick(overrides, 'for'),
    },
  };
}

function pick(overrides: Record<string, KpiOverride>, key: 'runbook' | 'for'): Record<string, string> {
  return Object.fromEntries(
    Object.entries(overrides).flatMap(([id, override]) => {
      const value = override[key];
      return value === undefined ? [] : [[id, value]];
    })
  );
}
