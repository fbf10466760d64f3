import { Type } from '@sinclair/typebox';
import type { RouteModule } from '../../app-types';
import { notFound } from '../../errors';
import { problemAnswers } from './answers';
import { readUuid } from './read-uuid';

/** Longest reason, in characters. */
const MAX_REASON = 500;

/** `POST /v1/events/{id}/void`: an event no longer counts; its row stays, with reason and time. */
export const voidEvent: RouteModule = (app, { corrections }) => {
  app.post(
    '/v1/events/:id/void',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Void an event',
        description:
          'The event no longer counts and the rollups are mended; its row stays. To correct an event, void it and post the right one under a new id. An event that is void already keeps its first reason and time.',
        tags: ['corrections'],
        params: Type.Object({ id: Type.String({ description: 'UUID of the event.' }) }),
        body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: MAX_REASON, pattern: '\\S' }) }),
        response: {
          200: Type.Object({
            id: Type.String(),
            type: Type.String(),
            timestamp: Type.String({ format: 'date-time' }),
            voidedAt: Type.String({ format: 'date-time' }),
            reason: Type.String(),
          }),
          ...problemAnswers(400, 404, 503),
        },
      },
    },
    async ({ params, body, keyId }) => {
      // Postgres keeps neither U+0000 nor half of a surrogate pair.
      const reason = body.reason.replaceAll('\0', '').toWellFormed();
      const voided = await corrections.void(readUuid(params.id, 'id'), reason, keyId ?? 'unknown');
      if (!voided) {
        throw notFound('There is no such event, or its raw row is gone: erased, or past collection.retention_days.');
      }
      return voided;
    }
  );
};
