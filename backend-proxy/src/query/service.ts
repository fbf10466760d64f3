import type { Config } from '../config/types';
import type { ConnectionShare } from '../db/connection-share';
import { withSnapshot, type Snapshot } from '../db/snapshot';
import type { ReportingCalendar } from '../domain/calendar';
import type { Range } from '../domain/intervals';
import { isDatabaseUnavailable, isQueryCanceled } from '../errors';
import type { JsonFrame } from '../frames/frame';
import { checkQuery, type QueryType } from './query-types';
import { QueryError, type PoolUse } from './context';

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
