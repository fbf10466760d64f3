import { Type } from '@sinclair/typebox';
import { DIMENSIONS } from '@lopan/catalogue';
import type { RouteModule } from '../../app-types';
import { hasDemoEvents } from '../../db/read-models/demo-mark';
import { rowsOf } from '../../db/snapshot';
import { demoIdRange } from '../../demo/demoId';
import { displayUnitOf } from '../../frames/kpi-config';
import { QUERY_TYPES } from '../../query/query-types';
import { version } from '../../version';
import { problemAnswers } from './answers';

/** `GET /v1/catalogue`: what can be asked for. */
export const getCatalogue: RouteModule = (app, { config, readers }) => {
  app.get(
    '/v1/catalogue',
    {
      config: { scope: 'read' },
      schema: {
        summary: 'KPIs, features, dimensions and query types',
        description: 'The catalogue with the overrides of this installation.',
        tags: ['query'],
        response: {
          200: Type.Object(
            {
              version: Type.String(),
              kpis: Type.Array(Type.Any()),
              features: Type.Array(Type.Any()),
              dimensions: Type.Array(Type.String()),
              queryTypes: Type.Array(Type.Any()),
              reporting: Type.Any(),
              demo: Type.Union([Type.Boolean(), Type.Null()], {
                description:
                  'Whether events of the simulated plant are stored; null while the database is out of reach.',
              }),
            },
            { additionalProperties: true }
          ),
          ...problemAnswers(),
        },
      },
    },
    async () => ({
      version: version(),
      kpis: config.kpis.map((kpi) => ({ ...kpi, displayUnit: displayUnitOf(kpi, config.reporting.currency) })),
      features: config.features,
      dimensions: [...DIMENSIONS],
      queryTypes: Object.entries(QUERY_TYPES).map(([id, { title, description }]) => ({ id, title, description })),
      reporting: config.reporting,
      // The catalogue itself needs no database, and is there without one.
      demo: await hasDemoEvents(rowsOf(readers, config.query.timeoutMs), demoIdRange).catch(() => null),
    })
  );
};
