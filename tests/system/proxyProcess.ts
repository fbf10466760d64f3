import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';

const BIN = path.resolve(__dirname, '../../backend-proxy/bin/lopan-analytics.js');

/** A key of each scope. */
export const KEYS = {
  ingest: 'an-ingest-key-of-the-tests',
  read: 'a-read-key-of-the-tests',
  admin: 'an-admin-key-of-the-tests',
} as const;

/** Lines of the log that are told when a proxy does not get ready. */
const LOG_LINES = 20;
/** A request that takes longer counts as unanswered, ms: longer than anything may take. */
const REQUEST_LIMIT_MS = 60_000;

/** An answer. */
export interface Answer {
  status: number;
  body: unknown;
  /** What `Retry-After` says, in seconds. */
  retryAfter: number | null;
}

/** How a proxy is started. */
export interface ProxyOptions {
  /** 0 takes any that is free. */
  port?: number;
  /** Path of a configuration file; without one the defaults hold. */
  config?: string;
  /** Environment on top of what a proxy needs. */
  env?: Record<string, string>;
}

/** Raised where a proxy went away before it answered. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost';
}

/** A proxy that runs as `npx lopan-analytics serve` does. */
export class ProxyProcess {
  readonly #ended: Promise<void>;

  private constructor(
    private readonly child: ChildProcess,
    /** Where it answers. */
    readonly url: string,
    /** What it logged, one JSON object a line. */
    readonly log: readonly string[]
  ) {
    this.#ended = new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) {
        resolve();
      }
      child.once('exit', () => resolve());
    });
  }

  /**
   * Starts one on a database and returns when it is ready.
   * @throws when it ends before
   */
  static async start(databaseUrl: string, options: ProxyOptions = {}): Promise<ProxyProcess> {
    const child = spawn(process.execPath, [BIN, 'serve'], {
      env: environment(databaseUrl, options),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const log: string[] = [];
    const url = await new Promise<string>((resolve, reject) => {
      child.once('exit', () =>
        reject(new Error(`the proxy ended before it was ready:\n${log.slice(-LOG_LINES).join('\n')}`))
      );
      createInterface({ input: child.stdout }).on('line', (line) => {
        log.push(line);
        const { msg, url: ready } = JSON.parse(line) as { msg?: string; url?: string };
        if (msg === 'ready' && ready !== undefined) {
          resolve(ready);
        }
      });
    });
    return new ProxyProcess(child, url, log);
  }

  /** Starts one and kills it at a moment, ready or not. */
  static async startAndKill(databaseUrl: string, moment: () => Promise<void>): Promise<void> {
    const child = spawn(process.execPath, [BIN, 'serve'], { env: environment(databaseUrl, {}), stdio: 'ignore' });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    try {
      await moment();
    } finally {
      child.kill('SIGKILL');
      await ended;
    }
  }

  /** The id of the process. */
  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** The port it listens on. */
  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** Whether the process still runs. */
  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Kills it on the spot, as a power cut would. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#ended;
  }

  /** Asks it to stop, and returns its exit code. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    await this.#ended;
    return this.child.exitCode;
  }

  /**
   * A request with the key of a scope.
   * @param timeoutMs how long it is waited for
   * @throws ConnectionLost when there is no answer
   */
  async send(
    scope: keyof typeof KEYS,
    method: string,
    url: string,
    body?: unknown,
    timeoutMs = REQUEST_LIMIT_MS
  ): Promise<Answer> {
    try {
      const answer = await fetch(`${this.url}${url}`, {
        method,
        headers: { authorization: `Bearer ${KEYS[scope]}`, 'content-type': 'application/json' },
        signal: AbortSignal.timeout(timeoutMs),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const retryAfter = answer.headers.get('retry-after');
      return {
        status: answer.status,
        body: await answer.json(),
        retryAfter: retryAfter === null ? null : Number(retryAfter),
      };
    } catch (error) {
      throw new ConnectionLost(`${method} ${url} got no answer`, { cause: error });
    }
  }
}

function environment(databaseUrl: string, { port = 0, config, env = {} }: ProxyOptions): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    DATABASE_URL: databaseUrl,
    LOPAN_PORT: String(port),
    LOPAN_PRIVACY_SECRET: 'a-secret-of-the-tests-0123456789',
    LOPAN_INGEST_KEYS: KEYS.ingest,
    LOPAN_READ_KEYS: KEYS.read,
    LOPAN_ADMIN_KEYS: KEYS.admin,
    LOG_LEVEL: 'info',
    ...(config !== undefined && { LOPAN_CONFIG: config }),
    ...env,
  };
}
