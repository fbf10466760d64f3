import type { TSchema } from '@sinclair/typebox';
import { TypeCompiler, type TypeCheck } from '@sinclair/typebox/compiler';
import type { ValueError } from '@sinclair/typebox/errors';
import type { Config } from '../config/types';
import type { ConnectionShare } from '../db/connection-share';
import { withSnapshot, type Snapshot } from '../db/snapshot';
import type { ReportingCalendar } from '../domain/calendar';
import type { Range } from '../domain/intervals';
import { isDatabaseUnavailable, isQueryCanceled } from '../errors';
import type { JsonFrame } from '../frames/frame';
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
import { QueryError, type PoolUse, type QueryContext } from './context';
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

/** A query type: how a query of it looks and how it is answered. */
interface QueryType {
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

/** The answer to one query: frames, or a status and what was wrong. */
export interface QueryResult {
  status: number;
  error?: string;
  frames: JsonFrame[];
}

type Query = Record<string, unknown>;

/** A query whose fields fit its type. */
interface CheckedQuery {
  query: Query;
  type: QueryType;
}

export interface QueryRequest {
  range: Range;
  maxDataPoints: number;
  intervalMs: number;
  queries: Query[];
  /** Whether nobody waits for the answer any more; then no further query is begun. */
  abandoned?: () => boolean;
}

/** Answers queries: each on its own, so that one that fails does not disturb its neighbours. */
export class QueryService {
  constructor(
    private readonly connections: ConnectionShare,
    private readonly config: Config,
    private readonly calendar: ReportingCalendar,
    /** Told of failures that are no fault of the query. */
    private readonly onError: (error: unknown) => void,
    private readonly now: () => number = Date.now
  ) {}

  /** Answers by refId. @throws when the database is out of reach, which concerns all queries */
  async answer({ queries, abandoned = () => false, ...request }: QueryRequest): Promise<Record<string, QueryResult>> {
    const results = new Map<Query, QueryResult>();
    const open: CheckedQuery[] = [];
    for (const query of queries) {
      const checked = refusable(() => ({ query, type: checkQuery(query) }));
      if ('type' in checked) {
        open.push(checked);
      } else {
        results.set(query, checked);
      }
    }
    while (open.length > 0 && !abandoned()) {
      await this.#answerTogether(open, request, abandoned, results);
    }
    // Unlike an assignment, this takes any refId for a name of its own.
    return Object.fromEntries(
      queries.flatMap((query) => {
        const result = results.get(query);
        return result ? [[String(query['refId']), result] as const] : [];
      })
    );
  }

  /**
   * Answers queries on one snapshot, so that they are of the same instant, and takes them off the list: all of them, or
   * those up to one whose failure ended the snapshot.
   * @throws when the database is out of reach
   */
  async #answerTogether(
    open: CheckedQuery[],
    request: Omit<QueryRequest, 'queries' | 'abandoned'>,
    abandoned: () => boolean,
    results: Map<Query, QueryResult>
  ): Promise<void> {
    const answerAll = async (snapshot: Snapshot): Promise<void> => {
      for (let [next] = open; next && !abandoned(); [next] = open) {
        const { query, type } = next;
        const context = {
          ...request,
          snapshot,
          config: this.config,
          calendar: this.calendar,
          now: this.now(),
          pool: poolUse(this.connections),
        };
        const answering = type.answer(query as never, context).then((frames) => ({ status: 200, frames }));
        results.set(query, await answering.catch(refusal));
        open.shift();
        await (open.length > 0 ? snapshot.nextQuery() : undefined);
      }
    };
    try {
      await withSnapshot(this.connections, this.config.query.timeoutMs, answerAll);
    } catch (error) {
      const failed = open.shift();
      if (!failed || isDatabaseUnavailable(error)) {
        throw error;
      }
      results.set(failed.query, this.#failure(error));
    }
  }

  /** The answer to a query that failed for a reason that is not its own. */
  #failure(error: unknown): QueryResult {
    if (isQueryCanceled(error)) {
      return {
        status: 504,
        error: `The query took longer than ${this.config.query.timeoutMs / 1000} s (query.timeout) and was cancelled.`,
        frames: [],
      };
    }
    this.onError(error);
    return {
      status: 500,
      error: 'The query failed for a reason that lies in the proxy; its log has the details.',
      frames: [],
    };
  }
}

/** The answer to a query that is at fault itself. @throws whatever else went wrong */
function refusal(error: unknown): QueryResult {
  if (error instanceof QueryError) {
    return { status: error.status, error: error.message, frames: [] };
  }
  throw error;
}

/** What is computed, or the answer to a query that is at fault. */
function refusable<T>(compute: () => T): T | QueryResult {
  try {
    return compute();
  } catch (error) {
    return refusal(error);
  }
}

function poolUse({ use, waitingCount }: ConnectionShare): PoolUse {
  return { ...use, waiting: waitingCount };
}

/** The type of a query whose fields fit it. @throws QueryError 400 naming the field at fault */
function checkQuery(query: Query): QueryType {
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
