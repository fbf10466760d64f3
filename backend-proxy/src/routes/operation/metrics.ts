import { Type } from '@sinclair/typebox';
import type { App } from '../../app-types';
import type { Metrics } from '../../plugins/metrics';

/** `GET /metrics`: Prometheus' text format. */
export function metricsRoute(app: App, metrics: Metrics): void {
  const { contentType } = metrics.registry;
  app.get(
    '/metrics',
    {
      config: { scope: 'public' },
      schema: {
        tags: ['operation'],
        operationId: 'metrics',
        summary: 'What the proxy measures about itself, and the current value of every KPI',
        response: {
          200: { description: "Prometheus' text format.", content: { 'text/plain': { schema: Type.String() } } },
        },
      },
    },
    async (_request, reply) =>
      reply
        .type(contentType)
        .serializer(String)
        .send(await metrics.registry.metrics())
  );
}
