import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Scope } from './config/types';
import type { Services } from './services';

/** The Fastify instance that routes are registered on: schemas are TypeBox, and types follow from them. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** One HTTP operation: registers its route on the app and calls one service. */
export type RouteModule = (app: App, services: Services) => void | Promise<void>;

/** The key scope that a route asks for; `public` says on purpose that it asks for none. */
export type RouteScope = Scope | 'public';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Every route declares one; the app refuses to start with a route that does not. */
    scope?: RouteScope;
  }

  interface FastifyRequest {
    /** A short fingerprint of the caller's key: tells callers apart in rate limits without holding the key. */
    keyId: string | null;
  }
}
