import swagger from '@fastify/swagger';
import { Type } from '@sinclair/typebox';
import type { FastifySchema } from 'fastify';
import type { App, RouteScope } from '../app-types';

const FieldErrorSchema = Type.Object({
  path: Type.String({ description: 'JSON pointer into the part of the request that is at fault.' }),
  code: Type.String({ description: 'Stable, machine-readable.' }),
  message: Type.String({ description: 'What was wrong and what is expected.' }),
});

const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    errors: Type.Optional(Type.Array(FieldErrorSchema)),
  },
  { description: 'What went wrong (RFC 9457).' }
);

function describeScope(scope: RouteScope | undefined): object {
  return scope === undefined || scope === 'public' ? { security: [] } : { security: [{ [scope]: [] }] };
}

function bearer(description: string) {
  return { type: 'http', scheme: 'bearer', description } as const;
}

/** What the document says about a route beyond its own schema. A route may have none, whatever the type says. */
function describe(schema: FastifySchema | undefined, scope: RouteScope | undefined): FastifySchema {
  const own = schema?.response as Record<string, unknown> | undefined;
  return {
    ...schema,
    ...describeScope(scope),
    response: {
      ...(own ?? { 200: { description: 'It worked.' } }),
      default: {
        description: 'The request failed.',
        content: { 'application/problem+json': { schema: ProblemSchema } },
      },
    },
  };
}

/**
 * Generates the OpenAPI document from the schemas of the routes: access from each route's scope, and the problem document
 * as the answer to every error. Must stand before the routes.
 */
export async function registerOpenApi(app: App, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lopan Production Analytics',
        description: 'Takes events of the Lopan app and of the shop floor, and answers KPI queries as data frames.',
        version,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          ingest: bearer('A key of LOPAN_INGEST_KEYS.'),
          read: bearer('A key of LOPAN_READ_KEYS.'),
          admin: bearer('A key of LOPAN_ADMIN_KEYS.'),
        },
      },
    },
    transform: ({ schema, url, route }) => ({ url, schema: describe(schema, route.config?.scope) }),
  });
}
