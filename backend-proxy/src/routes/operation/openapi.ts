import { Type } from '@sinclair/typebox';
import type { App } from '../../app-types';

/** `GET /v1/openapi.json`: the document that describes every operation, this one too. */
export function openapi(app: App): void {
  let document: string | undefined;
  app.get(
    '/v1/openapi.json',
    {
      config: { scope: 'public' },
      schema: {
        tags: ['operation'],
        operationId: 'openapi',
        summary: 'The OpenAPI document',
        response: {
          200: {
            description: 'OpenAPI 3.1.',
            content: { 'application/json': { schema: Type.Object({}, { additionalProperties: true }) } },
          },
        },
      },
    },
    async (_request, reply) => {
      // Routes do not change once the app is ready.
      document ??= JSON.stringify(app.swagger());
      return reply.type('application/json').serializer(String).send(document);
    }
  );
}
