import { readFileSync } from 'node:fs';
import { splitKeys, type KeySource, type KeySources } from '../auth/keys';
import { LOG_LEVELS, SCOPES, type LogLevel, type Scope } from './types';
import type { ConfigProblem } from './problems';

/** Environment variables as a process has them. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What the environment says; null where it says nothing. An empty variable counts as absent. */
export interface EnvironmentSettings {
  databaseUrl: string | null;
  databasePassword: string | null;
  privacySecret: string | null;
  host: string | null;
  port: number | null;
  logLevel: LogLevel;
  keys: KeySources;
}

/** A shorter key or secret can be guessed. */
const MIN_SAFE_LENGTH = 16;

/** Reads the environment; collects what is wrong with it and what is doubtful. */
export class EnvironmentReader {
  readonly problems: ConfigProblem[] = [];
  readonly warnings: string[] = [];
  /** Names of the variables that were used. */
  readonly used: string[] = [];

  constructor(private readonly env: Env) {}

  read(): EnvironmentSettings {
    return {
      databaseUrl: this.databaseUrl(),
      databasePassword: this.secret('PGPASSWORD')?.value ?? null,
      privacySecret: this.privacySecret(),
      host: this.plain('LOPAN_HOST'),
      port: this.port(),
      logLevel: this.logLevel(),
      keys: Object.fromEntries(SCOPES.map((scope) => [scope, this.keys(scope)])) as Record<Scope, KeySource>,
    };
  }

  private plain(name: string): string | null {
    const value = this.env[name]?.trim() ?? '';
    if (value === '') {
      return null;
    }
    this.used.push(name);
    return value;
  }

  private refuse(name: string, message: string): null {
    this.problems.push({ file: null, line: null, key: name, message });
    return null;
  }

  /** A secret from `NAME`, or from the file that `NAME_FILE` names; not from both. */
  private secret(name: string): { value: string; path: string | null } | null {
    const path = this.plain(`${name}_FILE`);
    // A secret is taken as it stands: blanks may belong to it.
    const value = this.env[name] ?? '';
    if (value !== '') {
      this.used.push(name);
    }
    if (path !== null && value !== '') {
      return this.refuse(name, `${name} and ${name}_FILE are both set; keep one of them`);
    }
    if (path === null) {
      return value === '' ? null : { value, path: null };
    }
    try {
      // Editors and `echo` end a file with a line break that is no part of the secret.
      return { value: readFileSync(path, 'utf8').replace(/[\r\n]+$/, ''), path };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return this.refuse(`${name}_FILE`, `the file cannot be read: ${reason}`);
    }
  }

  private databaseUrl(): string | null {
    const url = this.secret('DATABASE_URL')?.value.trim() ?? '';
    if (url === '') {
      return null;
    }
    if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
      // The value holds a password, so the message does not repeat it.
      return this.refuse('DATABASE_URL', 'expected an address like postgres://user:password@host:5432/database');
    }
    return url;
  }

  private privacySecret(): string | null {
    const secret = this.secret('LOPAN_PRIVACY_SECRET')?.value ?? '';
    if (secret !== '' && secret.length < MIN_SAFE_LENGTH) {
      this.warnings.push(
        `LOPAN_PRIVACY_SECRET has fewer than ${MIN_SAFE_LENGTH} characters and can be guessed; make one with "openssl rand -hex 32"`
      );
    }
    return secret === '' ? null : secret;
  }

  private port(): number | null {
    const value = this.plain('LOPAN_PORT');
    if (value === null) {
      return null;
    }
    return /^\d{1,5}$/.test(value) && Number(value) <= 65_535
      ? Number(value)
      : this.refuse('LOPAN_PORT', `expected a port from 0 to 65535, got ${JSON.stringify(value)}`);
  }

  private logLevel(): LogLevel {
    const value = this.plain('LOG_LEVEL')?.toLowerCase() ?? 'info';
    const level = LOG_LEVELS.find((known) => known === value);
    if (level === undefined) {
      this.refuse('LOG_LEVEL', `expected one of ${LOG_LEVELS.join(', ')}, got ${JSON.stringify(value)}`);
    }
    return level ?? 'info';
  }

  private keys(scope: Scope): KeySource {
    const name = `LOPAN_${scope.toUpperCase()}_KEYS`;
    const secret = this.secret(name);
    if (secret === null) {
      return { kind: 'none' };
    }
    const keys = splitKeys(secret.value);
    if (keys.some((key) => !/^[\x21-\x7e]{1,512}$/.test(key))) {
      this.refuse(name, 'a key holds blanks or other characters that no HTTP header carries; separate keys by commas');
    }
    if (keys.some((key) => key.length < MIN_SAFE_LENGTH)) {
      this.warnings.push(`${name} has a key of fewer than ${MIN_SAFE_LENGTH} characters that can be guessed`);
    }
    return secret.path === null ? { kind: 'inline', keys } : { kind: 'file', path: secret.path };
  }
}
