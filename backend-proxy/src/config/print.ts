import { stringify } from 'yaml';
import { SCOPES } from './types';
import type { LoadedConfig } from './load';
import { SETTINGS } from './schema';

const MASK = '********';

function maskUrl(url: string): string {
  const parsed = new URL(url);
  if (parsed.password !== '') {
    parsed.password = MASK;
  }
  for (const name of ['password', 'sslpassword']) {
    if (parsed.searchParams.has(name)) {
      parsed.searchParams.set(name, MASK);
    }
  }
  return parsed.href;
}

/**
 * The effective configuration as a YAML file that could be used in place of the one that was read. Secrets, which come
 * from the environment only, are named in its head as comments, masked.
 */
export function printConfig({ config, settings, sources }: LoadedConfig): string {
  const head = [`file: ${sources.file ?? 'none, defaults apply'}`];
  if (config.database.url !== null) {
    head.push(`DATABASE_URL: ${maskUrl(config.database.url)} (in place of database.host, port, name, user)`);
  }
  if (config.database.password !== null) {
    head.push(`PGPASSWORD: ${MASK}`);
  }
  if (config.privacy.secret !== null) {
    head.push(`LOPAN_PRIVACY_SECRET: ${MASK}`);
  }
  for (const scope of SCOPES) {
    const source = sources.keys[scope];
    const name = `LOPAN_${scope.toUpperCase()}_KEYS`;
    if (source.kind === 'inline') {
      head.push(`${name}: ${MASK} (${source.keys.length})`);
    } else if (source.kind === 'file') {
      head.push(`${name}_FILE: ${source.path}`);
    }
  }
  head.push(`LOG_LEVEL: ${config.logLevel}`);
  const body = { ...settings, features: config.features };
  // YAML 1.1 takes a bare `off` for false and `06:30` for a number; written for it, both are quoted and all readers agree.
  return `${head.map((line) => `# ${line}\n`).join('')}${stringify({ analytics: SETTINGS.write(body) }, { lineWidth: 0, version: '1.1' })}`;
}
