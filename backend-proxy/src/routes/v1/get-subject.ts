import { Type } from '@sinclair/typebox';
import type { RouteModule } from '../../app-types';
import { readUuid } from './read-uuid';
import { SubjectParams, subjectProblems, unknownSubject } from './subjects';

const Row = Type.Object({}, { additionalProperties: true });

const Export = Type.Object({
  storedAs: Type.String({ description: 'The id under which the person is stored.' }),
  time: Type.String({ format: 'date-time' }),
  rawGoneBefore: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  user: Type.Union([Row, Type.Null()]),
  userDays: Type.Array(Row),
  events: Type.Object({
    session: Type.Array(Row),
    feature: Type.Array(Row),
    journey: Type.Array(Row),
    performance: Type.Array(Row),
  }),
  quarantine: Type.Array(Row),
});

/** `GET /v1/subjects/{userId}`: everything stored about a person. */
export const getSubject: RouteModule = (app, { subjects }) => {
  app.get(
    '/v1/subjects/:userId',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Everything stored about a person',
        description: 'Rows as they are stored, ids under pseudonyms. 404 when nothing is stored.',
        tags: ['subjects'],
        params: SubjectParams,
        response: { 200: Export, ...subjectProblems },
      },
      // The rows are plain JSON already, and the schema leaves their columns open.
      serializerCompiler: () => (data) => JSON.stringify(data),
    },
    async ({ params, keyId }) => {
      const found = await subjects.export(readUuid(params.userId, 'userId'), keyId ?? 'unknown');
      if (!found) {
        throw unknownSubject();
      }
      return found;
    }
  );
};
