import { Type } from '@sinclair/typebox';
import type { RouteModule } from '../../app-types';
import { readUuid } from './read-uuid';
import { SubjectParams, subjectProblems, unknownSubject } from './subjects';

const Receipt = Type.Object({
  receiptId: Type.String({ description: 'Under this id the receipt is kept, without the id of the person.' }),
  time: Type.String({ format: 'date-time' }),
  counts: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), { description: 'Rows removed, by table.' }),
  rawGoneBefore: Type.Union([Type.String({ format: 'date-time' }), Type.Null()], {
    description: 'Raw rows of earlier times were gone already.',
  }),
  aggregatesKept: Type.Boolean({
    description: 'Whether sums over times before rawGoneBefore still hold what the person did.',
  }),
  note: Type.String(),
});

/** `DELETE /v1/subjects/{userId}`: erases everything stored about a person. */
export const eraseSubject: RouteModule = (app, { subjects }) => {
  app.delete(
    '/v1/subjects/:userId',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Erase a person',
        description:
          'Removes every row about the person and mends the rollups. Ids of their events stay claimed, so that a device that sends again brings nothing back. 404 when nothing is stored.',
        tags: ['subjects'],
        params: SubjectParams,
        response: { 200: Receipt, ...subjectProblems },
      },
    },
    async ({ params, keyId }) => {
      const receipt = await subjects.erase(readUuid(params.userId, 'userId'), keyId ?? 'unknown');
      if (!receipt) {
        throw unknownSubject();
      }
      return receipt;
    }
  );
};
