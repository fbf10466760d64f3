import { Type } from '@sinclair/typebox';
import type { RouteModule } from '../../app-types';
import { badRequest, type FieldError } from '../../errors';
import { parseInstant } from '../../ingest/timestamp';
import { EARLIEST_MS, LATEST_MS, MAX_RANGE_MS, MAX_RANGE_YEARS } from '../../query/range-limit';
import { QUERY_TYPES } from '../../query/query-types';
import { problemAnswers } from './answers';

/** Queries in one request at the most. */
const MAX_QUERIES = 100;
const DEFAULT_MAX_DATA_POINTS = 1000;

const Query = Type.Object(
  { refId: Type.String({ minLength: 1, maxLength: 100 }) },
  {
    additionalProperties: true,
    description: `One of the query types: ${Object.keys(QUERY_TYPES).join(', ')}; fields as the contract names them.`,
  }
);

const Body = Type.Object({
  from: Type.String({
    format: 'date-time',
    description: `RFC 3339; the range is half open, ${MAX_RANGE_YEARS} years at most.`,
  }),
  to: Type.String({ format: 'date-time' }),
  maxDataPoints: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  intervalMs: Type.Optional(Type.Number({ minimum: 0 })),
  queries: Type.Array(Query, { minItems: 1, maxItems: MAX_QUERIES }),
});

const Answer = Type.Object({
  results: Type.Record(
    Type.String(),
    Type.Object({ status: Type.Integer(), error: Type.Optional(Type.String()), frames: Type.Array(Type.Any()) })
  ),
});

function readRange(body: { from: string; to: string }): { from: number; to: number } {
  const [from, to] = [parseInstant(body.from), parseInstant(body.to)];
  const errors: FieldError[] = [];
  if (from === null) {
    errors.push({ path: '/from', code: 'invalid_timestamp', message: 'from must be an RFC 3339 instant' });
  }
  if (to === null) {
    errors.push({ path: '/to', code: 'invalid_timestamp', message: 'to must be an RFC 3339 instant' });
  }
  if (from !== null && to !== null && from >= to) {
    errors.push({ path: '/to', code: 'out_of_range', message: 'to must be after from' });
  }
  if (from !== null && from < EARLIEST_MS) {
    errors.push({ path: '/from', code: 'out_of_range', message: 'from must not be before 1900' });
  }
  if (to !== null && to > LATEST_MS) {
    errors.push({ path: '/to', code: 'out_of_range', message: 'to must not be after 2200' });
  }
  if (from !== null && to !== null && to - from > MAX_RANGE_MS) {
    errors.push({
      path: '/from',
      code: 'out_of_range',
      message: `the range may span ${MAX_RANGE_YEARS} years at most`,
    });
  }
  if (from === null || to === null || errors.length > 0) {
    throw badRequest('The range of the request is invalid.', errors);
  }
  return { from, to };
}

/** `POST /v1/query`: answers queries as Grafana data frames. */
export const query: RouteModule = (app, { queries }) => {
  app.post(
    '/v1/query',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'Answer queries',
        description:
          'Each query is answered on its own: one that fails has a status and an error, and its neighbours are not disturbed.',
        tags: ['query'],
        body: Body,
        response: { 200: Answer, ...problemAnswers(400, 503) },
      },
      // Frames are plain JSON already; a schema-driven serializer would have to walk every value again.
      serializerCompiler: () => (data) => JSON.stringify(data),
    },
    async ({ body, raw }) => {
      const refIds = body.queries.map(({ refId }) => refId);
      const repeated = refIds.find((refId, index) => refIds.indexOf(refId) !== index);
      if (repeated !== undefined) {
        throw badRequest(`The refId "${repeated}" stands for two queries.`, [
          {
            path: `/queries/${refIds.lastIndexOf(repeated)}/refId`,
            code: 'out_of_range',
            message: 'refId must be unique',
          },
        ]);
      }
      const results = await queries.answer({
        range: readRange(body),
        maxDataPoints: body.maxDataPoints ?? DEFAULT_MAX_DATA_POINTS,
        intervalMs: body.intervalMs ?? 0,
        queries: body.queries,
        abandoned: () => raw.socket.destroyed,
      });
      return { results };
    }
  );
};
