import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { SCOPES, type Scope } from '../config/types';

/** Where the keys of a scope come from: given as they are, or a file that is read again whenever it changes. */
export type KeySource = { kind: 'none' } | { kind: 'inline'; keys: readonly string[] } | { kind: 'file'; path: string };

export type KeySources = Readonly<Record<Scope, KeySource>>;

/** The caller behind a key: what it may do, and a fingerprint to tell callers apart. */
export interface Caller {
  keyId: string;
  scopes: ReadonlySet<Scope>;
}

/** A key file is looked at no more often than this. */
const CHECK_INTERVAL_MS = 1000;

/** Longer keys are not looked up: nobody has one, and hashing megabytes of header is work for nothing. */
const MAX_KEY_LENGTH = 512;

/** Keys as a setting or a file lists them: separated by commas or line breaks. */
export function splitKeys(text: string): string[] {
  return text
    .split(/[,\r\n]/)
    .map((key) => key.trim())
    .filter((key) => key !== '');
}

function hash(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

interface ScopeKeys {
  hashes: readonly Buffer[];
  path: string | null;
  /** Identity of the file's content when it was read: time, size and inode. */
  version: string;
}

/**
 * The keys of all scopes, held as SHA-256 hashes only. A key may stand in several scopes and then holds them all; no
 * scope implies another. A scope without keys is closed.
 */
export class KeyRing {
  private readonly scopes = new Map<Scope, ScopeKeys>();
  private checkedAt: number;

  /**
   * @param onReload hears of every key file that was read again, or that could not be: its keys then stay as they were.
   * @throws when a key file cannot be read at start.
   */
  constructor(
    sources: KeySources,
    private readonly onReload: (scope: Scope, error: Error | null) => void = () => undefined,
    private readonly now: () => number = Date.now
  ) {
    this.checkedAt = now();
    for (const scope of SCOPES) {
      const source = sources[scope];
      if (source.kind === 'file') {
        this.scopes.set(scope, readKeyFile(source.path));
      } else {
        const hashes = source.kind === 'inline' ? source.keys.map(hash) : [];
        this.scopes.set(scope, { hashes, path: null, version: '' });
      }
    }
  }

  /** How many keys a scope has now; 0 means closed. */
  count(scope: Scope): number {
    this.refresh();
    return this.scopes.get(scope)?.hashes.length ?? 0;
  }

  /** Who holds this key, or null. Takes the same time whichever key matches, and whether one does. */
  identify(key: string): Caller | null {
    if (key === '' || key.length > MAX_KEY_LENGTH) {
      return null;
    }
    this.refresh();
    const given = hash(key);
    const held = new Set<Scope>();
    for (const [scope, { hashes }] of this.scopes) {
      for (const known of hashes) {
        if (timingSafeEqual(known, given)) {
          held.add(scope);
        }
      }
    }
    return held.size === 0 ? null : { keyId: given.toString('hex', 0, 6), scopes: held };
  }

  private refresh(): void {
    const now = this.now();
    // A clock that was set back must not stop the checks.
    if (Math.abs(now - this.checkedAt) < CHECK_INTERVAL_MS) {
      return;
    }
    this.checkedAt = now;
    for (const [scope, keys] of this.scopes) {
      if (keys.path === null) {
        continue;
      }
      try {
        if (fileVersion(keys.path) !== keys.version) {
          this.scopes.set(scope, readKeyFile(keys.path));
          this.onReload(scope, null);
        }
      } catch (error) {
        // Told once per change of state, not every second.
        if (keys.version !== '') {
          this.scopes.set(scope, { ...keys, version: '' });
          this.onReload(scope, error instanceof Error ? error : new Error(String(error)));
        }
      }
    }
  }
}

function fileVersion(path: string): string {
  const { mtimeMs, size, ino } = statSync(path);
  return `${mtimeMs}:${size}:${ino}`;
}

function readKeyFile(path: string): ScopeKeys {
  const version = fileVersion(path);
  return { hashes: splitKeys(readFileSync(path, 'utf8')).map(hash), path, version };
}
