import { DIMENSIONS } from '@lopan/catalogue';
import { Type } from '@sinclair/typebox';
import type { RouteModule } from '../../app-types';
import { fetchDimensionValues } from '../../db/read-models/dimension-values';
import { rowsOf } from '../../db/snapshot';
import { notFound } from '../../errors';
import { problemAnswers } from './answers';

/** `GET /v1/dimensions/{name}`: the values of a dimension, for variables and filters. */
export const getDimension: RouteModule = (app, { config, readers }) => {
  app.get(
    '/v1/dimensions/:name',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'Values of a dimension with counts',
        tags: ['query'],
        params: Type.Object({ name: Type.String({ description: DIMENSIONS.join(', ') }) }),
        response: {
          200: Type.Object({
            name: Type.String(),
            values: Type.Array(Type.Object({ value: Type.String(), count: Type.Integer({ minimum: 0 }) })),
          }),
          ...problemAnswers(404, 503),
        },
      },
    },
    async ({ params }) => {
      const name = DIMENSIONS.find((dimension) => dimension === params.name);
      if (!name) {
        throw notFound(`There is no such dimension. Known are: ${DIMENSIONS.join(', ')}.`);
      }
      return { name, values: await fetchDimensionValues(rowsOf(readers, config.query.timeoutMs), name) };
    }
  );
};
