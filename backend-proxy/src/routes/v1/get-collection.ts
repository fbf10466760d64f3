import { Type } from '@sinclair/typebox';
import type { RouteModule } from '../../app-types';
import { problemAnswers } from './answers';

/** `GET /v1/collection`: the upload policy that clients obey. */
export const getCollection: RouteModule = (app, { config }) => {
  app.get(
    '/v1/collection',
    {
      config: { scope: 'ingest' },
      schema: {
        summary: 'Upload policy for clients',
        tags: ['ingest'],
        response: {
          200: Type.Object({
            batchSize: Type.Integer({ description: 'Events that a client sends at once.' }),
            flushIntervalSeconds: Type.Number({ description: 'Longest time that a client keeps events back.' }),
            maxEvents: Type.Integer({ description: 'Events in a request at the most.' }),
            maxBodyBytes: Type.Integer({ description: 'Bytes of a request on the wire at the most.' }),
          }),
          ...problemAnswers(),
        },
      },
    },
    async () => ({
      batchSize: config.collection.batchSize,
      flushIntervalSeconds: config.collection.flushIntervalMs / 1000,
      maxEvents: config.ingest.maxEvents,
      maxBodyBytes: config.ingest.maxBodyBytes,
    })
  );
};
