import type { HTTPMethods } from 'fastify';
import type { App } from '../app-types';
import { ProblemError } from '../errors/problem';

const METHODS: readonly HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Remembers which methods each path has; to be called before any route is registered. */
export function collectMethods(app: App): ReadonlyMap<string, ReadonlySet<string>> {
  const methods = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    methods.set(url, known);
    for (const one of [method].flat()) {
      known.add(one);
    }
  });
  return methods;
}

/** Answers 405 with `Allow` on every known path for every method that it does not have; to be called after all routes. */
export function registerMethodNotAllowed(app: App, collected: ReadonlyMap<string, ReadonlySet<string>>): void {
  for (const [url, known] of [...collected]) {
    const allowed = METHODS.filter((method) => known.has(method)).join(', ');
    const missing = METHODS.filter((method) => !known.has(method));
    const refuse = async () => {
      throw new ProblemError(405, `This operation does not take this method. Allowed: ${allowed}.`, {
        headers: { allow: allowed },
      });
    };
    app.route({
      method: [...missing],
      url,
      exposeHeadRoute: false,
      config: { scope: 'public' },
      schema: { hide: true },
      // Before the body is read: what it holds does not matter.
      onRequest: refuse,
      handler: refuse,
    });
  }
}
