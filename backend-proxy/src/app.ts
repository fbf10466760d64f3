import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import Fastify, { type FastifyBaseLogger, type FastifyServerOptions } from 'fastify';
import type { App, RouteModule } from './app-types';
import type { KeyRing } from './auth/keys';
import { registerAccess } from './auth/require-scope';
import type { Config } from './config/types';
import { answerClientError, refuseExpectation } from './errors/client-error';
import { registerErrorHandler, sendProblem, toProblem } from './errors/handler';
import type { Lifecycle } from './lifecycle';
import { createLogger, RequestLog } from './logging';
import { Admission, registerAdmission, type Closed } from './plugins/admission';
import { registerHeaders } from './plugins/headers';
import { collectMethods, registerMethodNotAllowed } from './plugins/methods';
import { Metrics } from './plugins/metrics';
import { registerOpenApi } from './plugins/openapi';
import { registerRateLimit } from './plugins/rate-limit';
import { registerRequestMetrics } from './plugins/request-metrics';
import { livez } from './routes/operation/livez';
import { metricsRoute } from './routes/operation/metrics';
import { openapi } from './routes/operation/openapi';
import { readyz } from './routes/operation/readyz';
import type { Services } from './services';
import { version } from './version';

/** A request must have arrived in full within this time, in ms; slower ones are answered 408. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Idle connections are kept longer than Grafana's HTTP client keeps them (90 s), so that it is the one who hangs up. */
const KEEP_ALIVE_MS = 95_000;

/** Room for what a failed plugin or slow disk needs at start; beyond it something hangs. */
const PLUGIN_TIMEOUT_MS = 30_000;

export interface AppOptions {
  config: Config;
  services: Services & Lifecycle;
  keys: KeyRing;
  routes: readonly RouteModule[];
  log?: FastifyBaseLogger;
  metrics?: Metrics;
  /** Why nothing is taken at the moment (starting, stopping), or null. */
  closed?: () => Closed | null;
}

function serverOptions(config: Config, log: FastifyBaseLogger): FastifyServerOptions {
  return {
    loggerInstance: log,
    logController: new RequestLog(),
    genReqId: () => randomUUID(),
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    pluginTimeout: PLUGIN_TIMEOUT_MS,
    bodyLimit: config.ingest.maxBodyBytes,
    // Addresses that a header claims are not believed.
    trustProxy: false,
    // While the process stops, the admission answers; it speaks problem+json.
    return503OnClosing: false,
    // What is sent is judged as it was sent: no "5" becomes 5, no unknown field vanishes.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true } },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => {
      sendProblem(reply, toProblem(error));
    },
  };
}

function createFastify(config: Config, log: FastifyBaseLogger): App {
  const options = serverOptions(config, log);
  const { cert, key } = config.server.tls;
  if (cert === null || key === null) {
    return Fastify(options);
  }
  const https = { cert: readFileSync(cert), key: readFileSync(key) };
  // Routes and hooks see no difference between the two servers; only their type parameters differ.
  return Fastify({ ...options, https } as FastifyServerOptions) as App;
}

/**
 * Puts the HTTP interface together: errors, access, admission, metrics, the document and all routes. Nothing listens and
 * nothing connects yet.
 *
 * @throws when a route declares no scope or a schema is not valid.
 */
export async function buildApp(options: AppOptions): Promise<App> {
  const { config, services, keys, routes, closed = () => null } = options;
  const metrics = options.metrics ?? new Metrics();
  const app = createFastify(config, options.log ?? createLogger(config.logLevel));
  app.server.on('checkExpectation', refuseExpectation);
  // Nothing takes plain text; without its parser it is refused as 415.
  app.removeContentTypeParser('text/plain');

  registerErrorHandler(app);
  registerHeaders(app);
  registerRequestMetrics(app, metrics);
  registerAdmission(app, new Admission(config.server, metrics, closed));
  registerAccess(app, keys);
  await registerRateLimit(app, config.ingest.rateLimit);
  await registerOpenApi(app, version());
  const methods = collectMethods(app);

  metrics.watchKpis(() => services.kpiSnapshot());
  livez(app);
  readyz(app, async () => {
    const reason = closed();
    return reason === null ? services.ready() : { ready: false, detail: reason.detail };
  });
  metricsRoute(app, metrics);
  openapi(app);
  for (const register of routes) {
    await register(app, services);
  }
  await app.after();
  registerMethodNotAllowed(app, methods);
  return app;
}
