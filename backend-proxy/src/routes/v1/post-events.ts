import { Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import type { RouteModule } from '../../app-types';
import { badRequest } from '../../errors';
import { EnvelopeSchema, EventSchema } from '../../schemas/event';
import { decodeJson, decodeNdjson, unpack, type Envelope } from '../../ingest/decode';
import { problemAnswers } from './answers';

const Result = Type.Object(
  {
    accepted: Type.Integer({ minimum: 0, description: 'Events committed by this request.' }),
    duplicates: Type.Integer({ minimum: 0, description: 'Events whose id was stored before; they count once.' }),
    rejected: Type.Array(
      Type.Object({
        index: Type.Integer({ minimum: 0, description: 'Position of the event in the request.' }),
        id: Type.Union([Type.String(), Type.Null()]),
        code: Type.String(),
        path: Type.String({ description: 'JSON pointer into the event.' }),
        message: Type.String(),
      })
    ),
  },
  { description: '200: committed. 422 has the same form, when every event was refused.' }
);

/** Bodies are read here and not by Fastify, because they may be packed, and one event a line. */
function readBodies(scope: FastifyInstance, maxBodyBytes: number, maxUnpackedBytes: number): void {
  const decoders: Array<[string, (body: Buffer) => Envelope]> = [
    ['application/json', decodeJson],
    ['application/x-ndjson', decodeNdjson],
  ];
  scope.removeAllContentTypeParsers();
  for (const [contentType, decode] of decoders) {
    scope.addContentTypeParser<Buffer>(
      contentType,
      { parseAs: 'buffer', bodyLimit: maxBodyBytes },
      async (request: { headers: { 'content-encoding'?: string } }, body: Buffer) =>
        decode(await unpack(body, request.headers['content-encoding'], maxUnpackedBytes))
    );
  }
}

/** `POST /v1/events`: takes events; an event answered as accepted is committed. */
export const postEvents: RouteModule = async (app, { config, intake }) => {
  await app.register(async (scope) => {
    readBodies(scope, config.ingest.maxBodyBytes, config.ingest.maxUnpackedBytes);
    scope.post(
      '/v1/events',
      {
        config: { scope: 'ingest' },
        // The document says what events look like; the intake tells right ones from wrong ones, each by itself.
        validatorCompiler: () => () => true,
        schema: {
          summary: 'Take events',
          description:
            'JSON envelope or one event a line (NDJSON), optionally gzip. Ids make it safe to send again: the same id counts once, the first wins.',
          tags: ['ingest'],
          body: {
            content: {
              'application/json': { schema: EnvelopeSchema },
              'application/x-ndjson': { schema: EventSchema },
            },
          },
          response: { 200: Result, 422: Result, ...problemAnswers(400, 413, 415, 429, 503) },
        },
      },
      async (request, reply) => {
        const envelope = request.body as Envelope | undefined;
        if (envelope === undefined) {
          // Without a body and a content type nobody has read anything.
          throw badRequest('The request has no body; expected is a JSON object with a list "events".');
        }
        const result = await intake.take(envelope);
        const nothingTaken = result.rejected.length > 0 && result.accepted + result.duplicates === 0;
        return reply.status(nothingTaken ? 422 : 200).send(result);
      }
    );
  });
};
