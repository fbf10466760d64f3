import type { FastifyRequest } from 'fastify';
import type { App } from '../app-types';
import { SCOPES, type Scope } from '../config/types';
import { ProblemError } from '../errors/problem';
import type { KeyRing } from './keys';

const REALM = 'Bearer realm="lopan-analytics"';

function bearer(request: FastifyRequest): string | null {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

function unauthorized(scope: Scope, given: boolean): ProblemError {
  return new ProblemError(
    401,
    'The key in the Authorization header is missing or unknown. ' +
      `Send "Authorization: Bearer KEY" with a key of the scope ${scope}.`,
    { headers: { 'www-authenticate': given ? `${REALM}, error="invalid_token"` : REALM } }
  );
}

function wrongScope(scope: Scope, held: ReadonlySet<Scope>): ProblemError {
  const names = SCOPES.filter((name) => held.has(name));
  return new ProblemError(
    403,
    `This key has the scope ${names.join(' and ')}. The operation needs a key of the scope ${scope}.`,
    { headers: { 'www-authenticate': `${REALM}, error="insufficient_scope", scope="${scope}"` } }
  );
}

/**
 * Checks one request against the scope of its route and notes the caller's fingerprint on it.
 *
 * @throws ProblemError 401 without a known key, 403 with a key of other scopes.
 */
export function authorize(keys: KeyRing, scope: Scope, request: FastifyRequest): void {
  const key = bearer(request);
  const caller = key === null ? null : keys.identify(key);
  if (caller === null) {
    throw unauthorized(scope, key !== null);
  }
  request.keyId = caller.keyId;
  if (!caller.scopes.has(scope)) {
    throw wrongScope(scope, caller.scopes);
  }
}

/**
 * Guards every route that is registered after it: each must declare `config.scope`, and a request is let through only
 * with a key of that scope.
 *
 * @throws at registration of a route that declares no scope.
 */
export function registerAccess(app: App, keys: KeyRing): void {
  app.decorateRequest('keyId', null);
  app.addHook('onRoute', (route) => {
    if (route.config?.scope === undefined) {
      throw new Error(`route ${String(route.method)} ${route.url} declares no scope; set config.scope`);
    }
  });
  app.addHook('onRequest', async (request) => {
    const scope = request.routeOptions.config.scope;
    // Unknown paths have no route and no scope; the not-found handler answers them.
    if (scope !== undefined && scope !== 'public') {
      authorize(keys, scope, request);
    }
  });
}
