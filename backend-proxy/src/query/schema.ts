import { DIMENSIONS, type Stat } from '@lopan/catalogue';
import { Type, type Static } from '@sinclair/typebox';
import { EVENT_TYPES } from '../config/types';
import { INTERVALS } from '../domain/intervals';
import { BUSINESS_KPIS, DRIVER, TECHNICAL_KPIS } from './correlation-data';

const literals = <T extends string>(values: readonly T[], description: string) =>
  Type.Union(
    values.map((value) => Type.Literal(value)),
    { description }
  );

const STATS: readonly Stat[] = ['p10', 'p50', 'p90', 'mean'];
/** Postgres takes no U+0000 in a text, not even to compare with. */
const NO_NUL = '^[^\\u0000]*$';
const Values = Type.Array(
  Type.String({ maxLength: 200, pattern: NO_NUL, description: 'A text without the character U+0000.' }),
  { maxItems: 1000 }
);

const FiltersSchema = Type.Object(
  {
    userRole: Type.Optional(Values),
    deviceType: Type.Optional(Values),
    appVersion: Type.Optional(Values),
    site: Type.Optional(Values),
    feature: Type.Optional(Values),
  },
  { additionalProperties: false, description: 'Values allowed per dimension; absent or empty means all.' }
);

/** The fields that every query can carry. */
const shared = {
  refId: Type.String({ minLength: 1, maxLength: 100 }),
  schemaVersion: Type.Optional(Type.Integer({ minimum: 1, maximum: 1, description: 'Version of the query model.' })),
  filters: Type.Optional(FiltersSchema),
  groupBy: Type.Optional(
    Type.Array(literals(DIMENSIONS, 'Dimensions that make a series each.'), {
      uniqueItems: true,
      maxItems: DIMENSIONS.length,
    })
  ),
  format: Type.Optional(literals(['timeseries', 'numeric', 'table'], 'Form of the answer.')),
  interval: Type.Optional(literals([...INTERVALS, 'auto'], 'Width of the buckets; auto fits them to maxDataPoints.')),
  completeOnly: Type.Optional(
    Type.Boolean({ description: 'Leaves out calendar dates that are not complete (default true).' })
  ),
  completeBuckets: Type.Optional(
    Type.Boolean({ description: 'Leaves out incomplete buckets of any series (default false).' })
  ),
  minN: Type.Optional(
    Type.Integer({ minimum: 0, description: 'Values with fewer observations are null with a notice.' })
  ),
  stat: Type.Optional(literals(STATS, 'Statistic of median and percentile KPIs.')),
  limit: Type.Optional(Type.Integer({ minimum: 1, description: 'Rows at the most.' })),
};

const KpiIds = Type.Array(Type.String({ maxLength: 100 }), {
  minItems: 1,
  maxItems: 100,
  description: 'Ids of the catalogue.',
});
const Duration = Type.String({ pattern: '^[0-9]+(\\.[0-9]+)?(ms|s|m|h|d|w)$', description: 'Such as 15m or 7d.' });

/* Unknown fields may ride along: Grafana adds its own to every query. */

export const KpiQuerySchema = Type.Object(
  {
    ...shared,
    queryType: Type.Literal('kpi'),
    kpis: KpiIds,
    worst: Type.Optional(
      Type.Boolean({
        description:
          'With format numeric: of the groups only the one that does worst, without its label. Grafana cannot ask whether any of several series is below a limit and go on reckoning with the answer.',
      })
    ),
  },
  { title: 'kpi' }
);
export const SummaryQuerySchema = Type.Object(
  {
    ...shared,
    queryType: Type.Literal('summary'),
    kpis: Type.Optional(KpiIds),
    compare: Type.Optional(literals(['previous', 'none'], 'What values are compared with.')),
  },
  { title: 'summary' }
);
export const ThresholdsQuerySchema = Type.Object(
  { ...shared, queryType: Type.Literal('thresholds'), window: Type.Optional(Duration) },
  { title: 'thresholds' }
);

const TableOrNumeric = Type.Optional(literals(['table', 'numeric'], 'A table, or one number a series.'));
/** Alert rules judge one number: Grafana cannot pick one of several series by its label. */
const Metrics = Type.Optional(
  Type.Array(Type.String({ maxLength: 100 }), {
    maxItems: 50,
    uniqueItems: true,
    description: 'Numbers to answer with format numeric, by the name of the column; absent or empty: all.',
  })
);

export const AdoptionQuerySchema = Type.Object(
  {
    ...shared,
    queryType: Type.Literal('adoption'),
    format: TableOrNumeric,
    by: Type.Optional(literals(['userRole', 'week', 'appVersion', 'deviceType'], 'What makes a column.')),
    denominator: Type.Optional(literals(['active', 'seats'], 'What users are divided by.')),
    windows: Type.Optional(literals(['range', '30d'], 'Use within the range, or within 30 days of the first sight.')),
  },
  { title: 'adoption' }
);
export const RetentionQuerySchema = Type.Object(
  {
    ...shared,
    queryType: Type.Literal('retention'),
    format: TableOrNumeric,
    periods: Type.Optional(Type.Integer({ minimum: 1, maximum: 104, description: 'Periods of 7 days (default 13).' })),
  },
  { title: 'retention' }
);
export const JourneysQuerySchema = Type.Object(
  { ...shared, queryType: Type.Literal('journeys'), format: TableOrNumeric },
  { title: 'journeys' }
);
export const FunnelQuerySchema = Type.Object(
  {
    ...shared,
    queryType: Type.Literal('funnel'),
    format: TableOrNumeric,
    steps: Type.Array(Type.String({ minLength: 1, maxLength: 200, pattern: NO_NUL }), {
      minItems: 2,
      maxItems: 10,
      description: 'Features or screens, in their order.',
    }),
    window: Type.Optional(Duration),
  },
  { title: 'funnel' }
);
export const PathsQuerySchema = Type.Object(
  {
    ...shared,
    queryType: Type.Literal('paths'),
    startPoint: Type.Optional(
      Type.String({ maxLength: 200, pattern: NO_NUL, description: 'First screen; absent or empty: any.' })
    ),
    maxSteps: Type.Optional(Type.Integer({ minimum: 1, maximum: 15, description: 'Screens of a path (default 6).' })),
    top: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, description: 'Screens kept a step (default 20).' })),
  },
  { title: 'paths' }
);

export const AsOfQuerySchema = Type.Object({ ...shared, queryType: Type.Literal('as_of') }, { title: 'as_of' });

export type AsOfQuery = Static<typeof AsOfQuerySchema>;
const Table = Type.Optional(literals(['table'], 'The answer is a table.'));

export const CorrelationQuerySchema = Type.Object(
  {
    ...shared,
    queryType: Type.Literal('correlation'),
    format: Type.Optional(
      literals(['table', 'timeseries'], 'A row a pair, or the days of the pair that goes together most closely.')
    ),
    technical: Type.Optional(
      Type.Array(
        literals([...TECHNICAL_KPIS, DRIVER.technical], 'Metrics that may drive; absent or empty: the usual.'),
        {
          uniqueItems: true,
        }
      )
    ),
    business: Type.Optional(
      Type.Array(literals(BUSINESS_KPIS, 'Metrics that may be driven; absent or empty: all.'), { uniqueItems: true })
    ),
    maxLag: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 30, description: 'Days by which technical metrics may lead (default 0).' })
    ),
  },
  { title: 'correlation' }
);
export const RoiQuerySchema = Type.Object({ ...shared, queryType: Type.Literal('roi') }, { title: 'roi' });
export const OpportunitiesQuerySchema = Type.Object(
  { ...shared, queryType: Type.Literal('opportunities'), format: Table },
  { title: 'opportunities' }
);
export const ReleasesQuerySchema = Type.Object(
  { ...shared, queryType: Type.Literal('releases'), format: Table },
  { title: 'releases' }
);
export const FreshnessQuerySchema = Type.Object(
  {
    ...shared,
    queryType: Type.Literal('freshness'),
    format: TableOrNumeric,
    metrics: Metrics,
    types: Type.Optional(
      Type.Array(literals(EVENT_TYPES, 'Types of events; absent or empty: all.'), { uniqueItems: true })
    ),
  },
  { title: 'freshness' }
);
export const RejectsQuerySchema = Type.Object(
  { ...shared, queryType: Type.Literal('rejects'), format: TableOrNumeric },
  { title: 'rejects' }
);
export const DiagnosticsQuerySchema = Type.Object(
  { ...shared, queryType: Type.Literal('diagnostics'), format: Table },
  { title: 'diagnostics' }
);
export const HealthQuerySchema = Type.Object(
  { ...shared, queryType: Type.Literal('health'), format: TableOrNumeric, metrics: Metrics },
  { title: 'health' }
);
export const EventsQuerySchema = Type.Object(
  {
    ...shared,
    queryType: Type.Literal('events'),
    format: Table,
    type: literals(EVENT_TYPES, 'Type of the events.'),
    cursor: Type.Optional(Type.String({ maxLength: 200, description: 'meta.custom.cursor of the answer before.' })),
  },
  { title: 'events' }
);

export type KpiQuery = Static<typeof KpiQuerySchema>;
export type SummaryQuery = Static<typeof SummaryQuerySchema>;
export type ThresholdsQuery = Static<typeof ThresholdsQuerySchema>;
export type AdoptionQuery = Static<typeof AdoptionQuerySchema>;
export type RetentionQuery = Static<typeof RetentionQuerySchema>;
export type JourneysQuery = Static<typeof JourneysQuerySchema>;
export type FunnelQuery = Static<typeof FunnelQuerySchema>;
export type PathsQuery = Static<typeof PathsQuerySchema>;
export type CorrelationQuery = Static<typeof CorrelationQuerySchema>;
export type RoiQuery = Static<typeof RoiQuerySchema>;
export type OpportunitiesQuery = Static<typeof OpportunitiesQuerySchema>;
export type ReleasesQuery = Static<typeof ReleasesQuerySchema>;
export type FreshnessQuery = Static<typeof FreshnessQuerySchema>;
export type RejectsQuery = Static<typeof RejectsQuerySchema>;
export type DiagnosticsQuery = Static<typeof DiagnosticsQuerySchema>;
export type HealthQuery = Static<typeof HealthQuerySchema>;
export type EventsQuery = Static<typeof EventsQuerySchema>;
/** The fields that every query shares. */
export type SharedQuery = Pick<KpiQuery, keyof typeof shared>;
