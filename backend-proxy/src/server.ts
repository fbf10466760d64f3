import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Pool } from 'pg';
import { buildApp } from './app';
import type { App, RouteModule } from './app-types';
import { KeyRing } from './auth/keys';
import type { LoadedConfig } from './config/load';
import type { Config } from './config/types';
import { describeDatabaseError, isDatabaseUnavailable } from './errors/database';
import type { Lifecycle } from './lifecycle';
import type { Closed } from './plugins/admission';
import { Metrics } from './plugins/metrics';
import type { Services } from './services';

/** Waits between attempts to reach the database, in ms. */
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 5000;

/** A stop takes at most this long, in ms: the contract says 10 s, and the process needs a moment to leave. */
const STOP_LIMIT_MS = 9500;

/** Requests that are still being answered this long after a stop began are cut off, in ms. */
const DRAIN_LIMIT_MS = 7000;

/** How often connections that have become idle are closed during a stop, in ms. */
const IDLE_SWEEP_MS = 50;

/** What the server is made of besides the HTTP interface; the command line puts the real parts in. */
export interface ServerParts {
  createServices(config: Config, context: { log: FastifyBaseLogger; metrics: Metrics }): Services & Lifecycle;
  migrate(pool: Pool, log: FastifyBaseLogger): Promise<unknown>;
  routes: readonly RouteModule[];
}

/** A server that listens. */
export interface RunningServer {
  /** Where it answers, such as `http://127.0.0.1:4000`. */
  url: string;
  /** Takes nothing new, finishes and commits what was taken, and ends within 10 s. Safe to call again; gives `ended`. */
  stop(): Promise<void>;
  /** Settles when the server has ended: well after a stop, or with what made going on impossible. */
  ended: Promise<void>;
}

/**
 * Migrates and starts the services as soon as the database lets itself be reached, however long that takes.
 *
 * @throws whatever is no matter of reach: a server that is too old, a migration that fails.
 */
async function bringUp(
  services: Services & Lifecycle,
  migrate: ServerParts['migrate'],
  log: FastifyBaseLogger,
  signal: AbortSignal,
  onWaiting: (detail: string) => void
): Promise<void> {
  let wait = FIRST_RETRY_MS;
  let told = '';
  while (!signal.aborted) {
    try {
      await migrate(services.pool, log);
      await services.start();
      return;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) {
        throw error;
      }
      const reason = describeDatabaseError(error);
      onWaiting(`The database is out of reach: ${reason}.`);
      if (reason !== told) {
        log.warn({ reason }, 'the database is out of reach; trying again until it answers');
        told = reason;
      }
    }
    await sleep(wait, undefined, { signal }).catch(() => undefined);
    wait = Math.min(2 * wait, LAST_RETRY_MS);
  }
}

/** Closes the app: no new connection, the running requests to their end, then every connection. */
async function drain(app: App): Promise<void> {
  // A connection whose last request ends during the stop would otherwise be kept for the next one.
  const sweep = setInterval(() => app.server.closeIdleConnections(), IDLE_SWEEP_MS);
  const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN_LIMIT_MS);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
  }
}

/** Waits for work to end, but no longer than `ms`. */
async function atMost(ms: number, work: Promise<void>, onTimeout: () => void): Promise<void> {
  const timer = new AbortController();
  const tooLong = sleep(ms, undefined, { signal: timer.signal }).then(onTimeout, () => undefined);
  try {
    await Promise.race([work, tooLong]);
  } finally {
    timer.abort();
  }
}

function keyRing(loaded: LoadedConfig, log: FastifyBaseLogger): KeyRing {
  return new KeyRing(loaded.sources.keys, (scope, error) => {
    if (error) {
      log.warn({ scope, reason: error.message }, 'the key file cannot be read; its last keys stay in force');
    } else {
      log.info({ scope }, 'the key file has changed and was read again');
    }
  });
}

/**
 * Starts the proxy: listens at once, so that probes are answered, then migrates and starts the workers in the background
 * as soon as the database can be reached. Until then `/readyz` and everything behind a key answer 503.
 *
 * @throws when the address cannot be listened on.
 */
export async function serve(loaded: LoadedConfig, parts: ServerParts, log: FastifyBaseLogger): Promise<RunningServer> {
  const { config, warnings } = loaded;
  for (const warning of warnings) {
    log.warn(warning);
  }
  const metrics = new Metrics();
  metrics.watchProcess();
  const services = parts.createServices(config, { log, metrics });

  let closed: Closed | null = { reason: 'starting', detail: 'The database schema is not migrated yet.' };
  const app = await buildApp({
    config,
    services,
    keys: keyRing(loaded, log),
    routes: parts.routes,
    log,
    metrics,
    closed: () => closed,
  });
  const url = await app.listen({ host: config.server.host, port: config.server.port });

  const starting = new AbortController();
  const started = bringUp(services, parts.migrate, log, starting.signal, (detail) => {
    if (closed?.reason === 'starting') {
      closed = { reason: 'starting', detail };
    }
  }).then(() => {
    if (closed?.reason === 'starting') {
      closed = null;
      log.info({ url }, 'ready');
    }
  });

  const finish = async () => {
    closed = { reason: 'stopping', detail: 'The proxy is stopping.' };
    starting.abort();
    await drain(app);
    await started.catch(() => undefined);
    await services.stop();
  };

  const stopRequest = new AbortController();
  let failure: Error | undefined;
  started.catch((error: unknown) => {
    failure = error instanceof Error ? error : new Error(describeDatabaseError(error), { cause: error });
    stopRequest.abort();
  });
  const ended = once(stopRequest.signal, 'abort').then(async () => {
    log.info('stopping');
    await atMost(STOP_LIMIT_MS, finish(), () => log.warn('not everything ended in time; leaving all the same'));
    if (failure !== undefined) {
      throw failure;
    }
  });
  const stop = () => {
    stopRequest.abort();
    return ended;
  };
  return { url, stop, ended };
}
