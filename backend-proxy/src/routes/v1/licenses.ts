import { Type } from '@sinclair/typebox';
import type { RouteModule } from '../../app-types';
import { fetchLicenses } from '../../db/read-models/licenses';
import { rowsOf } from '../../db/snapshot';
import { badRequest } from '../../errors';
import { parseInstant } from '../../ingest/timestamp';
import { problemAnswers } from './answers';

const LicenseSet = Type.Object(
  {
    effectiveFrom: Type.String({
      pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      description: 'Local date from which the set is in force.',
    }),
    seats: Type.Array(
      Type.Object(
        {
          // Postgres takes no U+0000 in a text.
          userRole: Type.String({ minLength: 1, maxLength: 50, pattern: '^[^\\u0000]*$' }),
          count: Type.Integer({ minimum: 0, maximum: 10_000_000 }),
        },
        { additionalProperties: false }
      ),
      { maxItems: 1000 }
    ),
  },
  { additionalProperties: false }
);

/** `PUT` and `GET /v1/licenses`: the licensed seats in force by date. */
export const licenses: RouteModule = (app, { config, licenses: store, readers }) => {
  app.put(
    '/v1/licenses',
    {
      config: { scope: 'admin' },
      schema: {
        summary: 'Replace the seats in force from a date on',
        tags: ['licenses'],
        body: LicenseSet,
        response: { 200: LicenseSet, ...problemAnswers(400, 503) },
      },
    },
    async ({ body }) => {
      if (parseInstant(`${body.effectiveFrom}T00:00:00Z`) === null) {
        throw badRequest('effectiveFrom is not a date.', [
          { path: '/effectiveFrom', code: 'out_of_range', message: 'effectiveFrom must be a date that exists' },
        ]);
      }
      const roles = body.seats.map(({ userRole }) => userRole);
      const repeated = roles.findIndex((role, index) => roles.indexOf(role) !== index);
      if (repeated >= 0) {
        throw badRequest('A role stands in the set twice.', [
          { path: `/seats/${repeated}/userRole`, code: 'out_of_range', message: 'each userRole may stand once' },
        ]);
      }
      await store.replace(body);
      return body;
    }
  );
  app.get(
    '/v1/licenses',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'All sets of licensed seats, oldest first',
        tags: ['licenses'],
        response: { 200: Type.Object({ licenses: Type.Array(LicenseSet) }), ...problemAnswers(503) },
      },
    },
    async () => {
      return { licenses: await fetchLicenses(rowsOf(readers, config.query.timeoutMs)) };
    }
  );
};
