import type { App } from '../app-types';
import { routeOf } from '../logging';
import type { Metrics } from './metrics';

/** Counts and times every request, under the pattern of its route so that no path becomes a label. */
export function registerRequestMetrics(app: App, metrics: Metrics): void {
  app.addHook('onResponse', async (request, reply) => {
    metrics.request(request.method, routeOf(request), reply.statusCode, reply.elapsedTime / 1000);
  });
}
