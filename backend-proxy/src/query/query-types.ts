import type { TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import type { ValueError } from '@sinclair/typebox/errors';
import { answerAdoption } from './answer-adoption';
import { answerAsOf } from './answer-as-of';
import { answerCorrelation } from './answer-correlation';
import { answerDiagnostics } from './answer-diagnostics';
import { answerEvents } from './answer-events';
import { answerFreshness } from './answer-freshness';
import { answerFunnel } from './answer-funnel';
import { answerHealth } from './answer-health';
import { answerJourneys } from './answer-journeys';
import { answerKpi } from './answer-kpi';
import { answerOpportunities } from './answer-opportunities';
import { answerPaths } from './answer-paths';
import { answerRejects } from './answer-rejects';
import { answerReleases } from './answer-releases';
import { answerRetention } from './answer-retention';
import { answerRoi } from './answer-roi';
import { answerSummary } from './answer-summary';
import { answerThresholds } from './answer-thresholds';
import {
  AdoptionQuerySchema,
  AsOfQuerySchema,
  CorrelationQuerySchema,
  DiagnosticsQuerySchema,
  EventsQuerySchema,
  FreshnessQuerySchema,
  FunnelQuerySchema,
  HealthQuerySchema,
  JourneysQuerySchema,
  KpiQuerySchema,
  OpportunitiesQuerySchema,
  PathsQuerySchema,
  RejectsQuerySchema,
  ReleasesQuerySchema,
  RetentionQuerySchema,
  RoiQuerySchema,
  SummaryQuerySchema,
  ThresholdsQuerySchema,
} from './schema';
import { QueryError, type QueryContext } from './context';
import type { JsonFrame } from '../frames/frame';

/** A query type: how a query of it looks and how it is answered. */
export interface QueryType {
  title: string;
  description: string;
  schema: TSchema;
  check: TypeCheck<TSchema>;
  answer: (query: never, context: QueryContext) => Promise<JsonFrame[]>;
}

function queryType(
  title: string,
  description: string,
  schema: TSchema,
  answer: (query: never, context: QueryContext) => Promise<JsonFrame[]>
): QueryType {
  return { title, description, schema, check: TypeCompiler.Compile(schema), answer };
}

/** Every query type, by its name on the wire. */
export const QUERY_TYPES: Readonly<Record<string, QueryType>> = {
  kpi: queryType('KPI', 'Values of KPIs over time, as one number or as a table', KpiQuerySchema, answerKpi),
  summary: queryType(
    'Summary',
    'KPIs with target, status, change and sparkline: what cards show',
    SummaryQuerySchema,
    answerSummary
  ),
  as_of: queryType(
    'As of',
    'The instant up to which answers are computed, for the texts of alert rules',
    AsOfQuerySchema,
    answerAsOf
  ),
  thresholds: queryType(
    'Thresholds',
    'KPIs with a critical threshold and their severity',
    ThresholdsQuerySchema,
    answerThresholds
  ),
  adoption: queryType(
    'Adoption',
    'Share of active users or licensed seats that use each feature',
    AdoptionQuerySchema,
    answerAdoption
  ),
  retention: queryType(
    'Retention',
    'Share of weekly cohorts that is active again, by weeks since the first date',
    RetentionQuerySchema,
    answerRetention
  ),
  journeys: queryType(
    'Journeys',
    'Runs, completion, durations and time lost per start and end point',
    JourneysQuerySchema,
    answerJourneys
  ),
  funnel: queryType(
    'Funnel',
    'Users who reach features or screens in their order, within a window of the first',
    FunnelQuerySchema,
    answerFunnel
  ),
  paths: queryType(
    'Paths',
    'Screens that journeys pass one after the other, as a node graph',
    PathsQuerySchema,
    answerPaths
  ),
  correlation: queryType(
    'Correlation',
    'How technical metrics go with business metrics, day by day',
    CorrelationQuerySchema,
    answerCorrelation
  ),
  roi: queryType(
    'Return on investment',
    'Yearly value of the time and the errors saved, with all its parts',
    RoiQuerySchema,
    answerRoi
  ),
  opportunities: queryType(
    'Opportunities',
    'Journeys that lose time and technical targets that would move business, ranked',
    OpportunitiesQuerySchema,
    answerOpportunities
  ),
  releases: queryType(
    'Releases',
    'First sight of each app version, as annotations',
    ReleasesQuerySchema,
    answerReleases
  ),
  freshness: queryType(
    'Freshness',
    'How current each type of event is, and what was refused or lost',
    FreshnessQuerySchema,
    answerFreshness
  ),
  rejects: queryType('Rejects', 'Refused events in quarantine by reason and type', RejectsQuerySchema, answerRejects),
  diagnostics: queryType(
    'Diagnostics',
    'Crashes, hangs and errors by kind, reason and screen',
    DiagnosticsQuerySchema,
    answerDiagnostics
  ),
  health: queryType('Health', 'Database size, connections, rollup lag and oldest row', HealthQuerySchema, answerHealth),
  events: queryType(
    'Events',
    'Single events, newest first, where the configuration allows it',
    EventsQuerySchema,
    answerEvents
  ),
};

/** The type of a query whose fields fit it. @throws QueryError 400 naming the field at fault */
export function checkQuery(query: Readonly<Record<string, unknown>>): QueryType {
  const { queryType: name } = query;
  const type = typeof name === 'string' && Object.hasOwn(QUERY_TYPES, name) ? QUERY_TYPES[name] : undefined;
  if (!type) {
    throw new QueryError(
      400,
      `There is no queryType ${JSON.stringify(name)?.slice(0, 60) ?? ''}. Known are: ${Object.keys(QUERY_TYPES).join(', ')}.`
    );
  }
  const problem = type.check.Errors(query).First();
  if (problem) {
    throw new QueryError(400, `${problem.path}: ${expectationOf(problem)} (queryType ${String(name)}).`);
  }
  return type;
}

/** What a field should have been; of a union, its words, and of a pattern, what it stands for. */
function expectationOf({ schema, message }: ValueError): string {
  const branches = (schema['anyOf'] ?? []) as TSchema[];
  const words = branches.flatMap((branch) => (branch['const'] === undefined ? [] : [String(branch['const'])]));
  if (words.length > 0) {
    return `expected one of ${words.join(', ')}`;
  }
  return schema['pattern'] !== undefined && schema.description
    ? `expected a text like this: ${schema.description}`
    : message;
}
