import swagger from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import type { App, RouteScope } from '../app-types';
import { PROBLEM_CONTENT_TYPE } from '../errors/problem';
import { ProblemSchema } from '../schemas/problem';

function describeScope(scope: RouteScope | undefined): object {
  return scope === undefined || scope === 'public' ? { security: [] } : { security: [{ [scope]: [] }] };
}

function bearer(description: string) {
  return { type: 'http', scheme: 'bearer', description } as const;
}

const PROBLEM = {
  description: 'The request failed.',
  content: { [PROBLEM_CONTENT_TYPE]: { schema: ProblemSchema } },
} as const;

/** What the document says about a route beyond its own schema. A route may have none, whatever the type says. */
function describe(schema: FastifySchema | undefined, scope: RouteScope | undefined): FastifySchema {
  const own = (schema?.response ?? { 200: { description: 'It worked.' } }) as Record<string, unknown>;
  // Routes name the problem document as it is; what they send it as is said here once.
  const answers = Object.entries(own).map(([status, answer]) => [status, answer === ProblemSchema ? PROBLEM : answer]);
  return { ...schema, ...describeScope(scope), response: { ...Object.fromEntries(answers), default: PROBLEM } };
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
