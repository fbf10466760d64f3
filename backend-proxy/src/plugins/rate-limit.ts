import rateLimit from '@fastify/rate-limit';
import type { App } from '../app-types';
import { tooManyRequests } from '../errors/problem';

/** Keys whose rate is remembered at once. */
const CALLERS = 5000;

/** The whole requests and the window of a rate that may be below one a second. */
function windowOf(perSecond: number): { max: number; timeWindow: number } {
  return perSecond >= 1
    ? { max: Math.floor(perSecond), timeWindow: 1000 }
    : { max: 1, timeWindow: Math.ceil(1000 / perSecond) };
}

/**
 * Limits requests per key on the routes of the scope `ingest`; 0 is no limit. Must stand before the routes and after the
 * access hook, which tells the callers apart.
 */
export async function registerRateLimit(app: App, perSecond: number): Promise<void> {
  if (perSecond <= 0) {
    return;
  }
  app.addHook('onRoute', (route) => {
    if (route.config?.scope === 'ingest') {
      route.config.rateLimit = windowOf(perSecond);
    }
  });
  await app.register(rateLimit, {
    global: false,
    cache: CALLERS,
    keyGenerator: (request) => request.keyId ?? request.ip,
    errorResponseBuilder: (_request, { ttl }) => {
      const seconds = Math.max(1, Math.ceil(ttl / 1000));
      return tooManyRequests(`More requests than ingest.rate_limit allows. Try again in ${seconds} seconds.`, seconds);
    },
  });
}
