import type { BackoffOptions } from './backoff';
import { OptionsError } from './errors';
import type { ClientNotice } from './notice';
import type { CollectionPolicy } from './policy';

/**
 * When the queue is forced to the disk. In every mode an event that was taken survives the end of the process;
 * they differ in what a power cut may take.
 * - `enqueue` (default): before `enqueue` resolves. Events taken at the same time share one fsync.
 * - `send`: before an event first goes out, so that no sequence number is ever used twice. A power cut may take events
 *   that were never sent.
 * - `never`: left to the operating system. For sources that can be read again: load tests, the demo, imports.
 */
export type SyncMode = 'enqueue' | 'send' | 'never';

/** Options of `createClient`. */
export interface ClientOptions {
  /** Address of the proxy, `http:` or `https:`; a path before `/v1` is kept. */
  url: string;
  /** A key of the scope `ingest`. */
  key: string;
  /** Names this installation, at most 50 characters, best a UUID. The queue's directory belongs to it for good. */
  deviceId: string;
  /** Where the queue lives; created when missing; one client at a time. */
  directory: string;
  /** Events that wait at most; default 100 000. When reached, new ones are refused with `QueueFullError`. */
  maxQueueEvents?: number;
  /** Bytes that wait at most; default 256 MiB. When reached, new ones are refused with `QueueFullError`. */
  maxQueueBytes?: number;
  /** When the queue is forced to the disk; default `enqueue`. */
  sync?: SyncMode;
  /** Packs request bodies; default false. */
  gzip?: boolean;
  /** Requests under way at once; default 1, which alone keeps the order of arrival. More is for load. */
  concurrency?: number;
  /** Milliseconds until a request without an answer counts as failed; default 30 000. */
  timeoutMs?: number;
  /** Waits between tries; default from 1 s up to 60 s, full jitter. */
  backoff?: Partial<BackoffOptions>;
  /** Milliseconds until a refused key or address is tried again by itself; default 300 000. */
  accessRetryMs?: number;
  /** Milliseconds between two looks at the published policy; default 900 000. */
  policyRefreshMs?: number;
  /** Overrides the published policy, within its hard limits; for load tests and imports. */
  policy?: Partial<Pick<CollectionPolicy, 'batchSize' | 'flushIntervalSeconds'>>;
  /** Told what a person may want to know: refusals, retries, rejected events, a failing disk. */
  onNotice?: (notice: ClientNotice) => void;
}

/** Options with every default filled in. */
export type ResolvedOptions = Required<Omit<ClientOptions, 'url' | 'backoff'>> & { url: URL; backoff: BackoffOptions };

/**
 * Checks the options and fills in the defaults.
 * @throws OptionsError naming the option and what is expected.
 */
export function resolveOptions(options: ClientOptions): ResolvedOptions {
  return {
    url: readUrl(options.url),
    key: readText('key', options.key, 4096),
    deviceId: readText('deviceId', options.deviceId, 50),
    directory: readText('directory', options.directory, 4096),
    maxQueueEvents: readInteger('maxQueueEvents', options.maxQueueEvents, 100_000),
    maxQueueBytes: readInteger('maxQueueBytes', options.maxQueueBytes, 268_435_456),
    sync: readSync(options.sync),
    gzip: options.gzip ?? false,
    concurrency: readInteger('concurrency', options.concurrency, 1),
    timeoutMs: readInteger('timeoutMs', options.timeoutMs, 30_000),
    backoff: {
      baseMs: readInteger('backoff.baseMs', options.backoff?.baseMs, 1000),
      maxMs: readInteger('backoff.maxMs', options.backoff?.maxMs, 60_000),
    },
    accessRetryMs: readInteger('accessRetryMs', options.accessRetryMs, 300_000),
    policyRefreshMs: readInteger('policyRefreshMs', options.policyRefreshMs, 900_000),
    policy: readPolicy(options.policy),
    onNotice: (notice) => {
      // In a turn of its own: an error of the caller's must not look like a failed try.
      queueMicrotask(() => options.onNotice?.(notice));
    },
  };
}

function readUrl(value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new OptionsError(`url is ${JSON.stringify(value)}, expected an address such as https://proxy.example:4000`);
  }
  if (!url.pathname.endsWith('/')) {
    url.pathname += '/';
  }
  return url;
}

function readText(name: string, value: string, longest: number): string {
  // A line break in a key would end the header it is sent in.
  if (typeof value !== 'string' || value.trim() === '' || value.length > longest || /[\r\n\0]/.test(value)) {
    throw new OptionsError(`${name} must be a text of 1 to ${longest} characters on one line`);
  }
  return value;
}

function readInteger(name: string, value: number | undefined, byDefault: number): number {
  const number = value ?? byDefault;
  if (!Number.isInteger(number) || number < 1) {
    throw new OptionsError(`${name} is ${JSON.stringify(value)}, expected an integer of at least 1`);
  }
  return number;
}

function readSync(value: SyncMode = 'enqueue'): SyncMode {
  if (!['enqueue', 'send', 'never'].includes(value)) {
    throw new OptionsError(`sync is ${JSON.stringify(value)}, expected 'enqueue', 'send' or 'never'`);
  }
  return value;
}

function readPolicy(policy: ClientOptions['policy'] = {}): NonNullable<ClientOptions['policy']> {
  const { batchSize, flushIntervalSeconds } = policy;
  if (flushIntervalSeconds !== undefined && !(flushIntervalSeconds > 0)) {
    throw new OptionsError(`policy.flushIntervalSeconds is ${flushIntervalSeconds}, expected a number above 0`);
  }
  return {
    ...(batchSize !== undefined && { batchSize: readInteger('policy.batchSize', batchSize, 1) }),
    ...(flushIntervalSeconds !== undefined && { flushIntervalSeconds }),
  };
}
