import type { App } from '../app-types';

const HEADERS = {
  // Answers hold figures that change by the second and may concern people: no cache keeps them.
  'cache-control': 'no-store',
  // JSON is never to be taken for HTML or script.
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** Sends the headers that an API needs for its safety, and the id under which the log knows the request. */
export function registerHeaders(app: App): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...HEADERS, 'x-request-id': request.id });
  });
}
