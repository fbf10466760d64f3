import { Type } from '@sinclair/typebox';
import type { App } from '../../app-types';

/** `GET /livez`: the process runs and answers. Says nothing about the database. */
export function livez(app: App): void {
  app.get(
    '/livez',
    {
      config: { scope: 'public' },
      schema: {
        tags: ['operation'],
        operationId: 'livez',
        summary: 'Whether the process is alive',
        response: { 200: Type.Object({ status: Type.Literal('alive') }, { description: 'It is.' }) },
      },
    },
    async () => ({ status: 'alive' as const })
  );
}
