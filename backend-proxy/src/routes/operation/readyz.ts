import { Type } from '@sinclair/typebox';
import type { App } from '../../app-types';
import { unavailable } from '../../errors/problem';
import type { Readiness } from '../../lifecycle';

/** `GET /readyz`: 200 when events and queries can be served, 503 with the reason until then. */
export function readyz(app: App, readiness: () => Promise<Readiness>): void {
  app.get(
    '/readyz',
    {
      config: { scope: 'public' },
      schema: {
        tags: ['operation'],
        operationId: 'readyz',
        summary: 'Whether events and queries can be served',
        response: { 200: Type.Object({ status: Type.Literal('ready') }, { description: 'They can.' }) },
      },
    },
    async () => {
      const { ready, detail } = await readiness();
      if (!ready) {
        throw unavailable(detail);
      }
      return { status: 'ready' as const };
    }
  );
}
