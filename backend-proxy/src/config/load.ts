import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { KeySources } from '../auth/keys';
import { MINUTE_GRAIN_MS } from '../domain/cover';
import { effectiveConfig } from './effective';
import { EnvironmentReader, type Env, type EnvironmentSettings } from './environment';
import { ConfigError, type ConfigProblem } from './problems';
import { Reading } from './reading';
import { checkRules } from './rules';
import { SETTINGS, type Settings } from './schema';
import { section } from './sections';
import { SCOPES, type Config } from './types';
import { formatDuration } from './units';

/** Where the configuration came from. */
export interface ConfigSources {
  /** The file that was read, or null when there is none and defaults apply. */
  file: string | null;
  /** Names of the environment variables that were used. */
  environment: readonly string[];
  /** The keys of each scope; they are secrets and no part of the configuration. */
  keys: KeySources;
}

export interface LoadedConfig {
  config: Config;
  /** The same under the file's own names, without secrets. */
  settings: Settings;
  sources: ConfigSources;
  /** What is allowed and yet doubtful, one sentence each. */
  warnings: string[];
}

const FILE = section(
  { analytics: SETTINGS },
  {
    elsewhere: Object.fromEntries(
      Object.keys(SETTINGS.fallback).map((key) => [
        key,
        'all settings stand under "analytics:", indented by two blanks',
      ])
    ),
  }
);

function readFile(file: string | null): Reading {
  if (file === null) {
    return Reading.empty();
  }
  try {
    return Reading.parse(file, readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError([{ file, line: null, key: null, message: `the file cannot be read: ${reason}` }]);
  }
}

function readSettings(reading: Reading, file: string | null, environment: EnvironmentSettings): Settings {
  const { analytics } = reading.root === null ? FILE.fallback : FILE.read(reading.root, '', reading);
  const { collection, server } = analytics;
  const base = file === null ? '.' : dirname(file);
  const path = (name: string | null) => (name === null ? null : resolve(base, name));
  return {
    ...analytics,
    collection: {
      ...collection,
      // Rows that are kept for less than the default lateness narrow it; only an explicit contradiction is an error.
      max_lateness: reading.has('analytics.collection.max_lateness')
        ? collection.max_lateness
        : Math.min(collection.max_lateness, collection.retention_days * 86_400_000),
    },
    server: {
      ...server,
      host: environment.host ?? server.host,
      port: environment.port ?? server.port,
      tls: { cert: path(server.tls.cert), key: path(server.tls.key) },
    },
  };
}

function checkSecret(settings: Settings, secret: string | null): { problems: ConfigProblem[]; warnings: string[] } {
  const { anonymize_user_data: anonymize, gdpr_compliant: demanded } = settings.privacy;
  const warnings: string[] = [];
  if (!anonymize) {
    warnings.push('privacy.anonymize_user_data is false: user, device and session ids are stored as they come');
  }
  if (!demanded) {
    warnings.push(
      'privacy.gdpr_compliant is false: no secret is demanded, and pseudonyms made without one can be recomputed from the ids'
    );
  }
  const missing = anonymize && demanded && secret === null;
  const message =
    'expected a secret from which pseudonyms are made (privacy.anonymize_user_data is true); make one with "openssl rand -hex 32" and keep it: with another one the same people become others';
  return {
    problems: missing ? [{ file: null, line: null, key: 'LOPAN_PRIVACY_SECRET', message }] : [],
    warnings,
  };
}

/** Settings that say something other than what is done, one sentence each. */
function withoutEffect({ aggregation }: Settings): string[] {
  const { real_time_window: window } = aggregation;
  return window === MINUTE_GRAIN_MS
    ? []
    : [
        `aggregation.real_time_window is ${formatDuration(window)}: the finest sums are kept by ${formatDuration(MINUTE_GRAIN_MS)} all the same, and any range is answered to the event`,
      ];
}

/**
 * Reads the configuration: the YAML file (`file`, else `LOPAN_CONFIG`, else none) with the environment on top.
 *
 * @throws ConfigError that lists everything wrong with the file and the environment at once.
 */
export function loadConfig(options: { env: Env; file?: string }): LoadedConfig {
  const file = options.file ?? (options.env.LOPAN_CONFIG?.trim() || null);
  const environmentReader = new EnvironmentReader(options.env);
  const environment = environmentReader.read();
  const reading = readFile(file);
  const settings = readSettings(reading, file, environment);
  // Rules over several keys make sense only once each key does.
  if (reading.problems.length === 0) {
    checkRules(settings, reading);
  }
  const secret = checkSecret(settings, environment.privacySecret);
  const problems = [...reading.problems, ...environmentReader.problems];
  // A secret that was given and refused is not missing as well.
  if (!problems.some(({ key }) => key?.startsWith('LOPAN_PRIVACY_SECRET'))) {
    problems.push(...secret.problems);
  }
  if (problems.length > 0) {
    throw new ConfigError(problems);
  }
  const closed = SCOPES.filter((scope) => environment.keys[scope].kind === 'none').map(
    (scope) => `the scope ${scope} is closed: LOPAN_${scope.toUpperCase()}_KEYS is not set`
  );
  return {
    config: effectiveConfig(settings, environment),
    settings,
    sources: { file, environment: environmentReader.used, keys: environment.keys },
    warnings: [...environmentReader.warnings, ...withoutEffect(settings), ...secret.warnings, ...closed],
  };
}
