/**
 * Grafana's `POST /api/ds/query` over the proxy's `POST /v1/query`. As the Go backend does in a Grafana, queries of one
 * range, interval and width go out together.
 */
import { HttpError } from './http';
import { problemText, type ProxyClient } from './proxyClient';

/** A query as Grafana's front end sends it: the model of the panel and the fields of the request. */
interface DsQuery {
  refId: string;
  intervalMs?: number;
  maxDataPoints?: number;
  /** A range of its own, in place of the request's. */
  timeRange?: { from: string; to: string };
  [key: string]: unknown;
}

interface DsResult {
  status: number;
  frames: unknown[];
  error?: string;
}

interface DsAnswer {
  status: number;
  body: { results: Record<string, DsResult> };
}

/** What the proxy falls back to when a query names neither. */
const DEFAULT_INTERVAL_MS = 60_000;
const DEFAULT_MAX_DATA_POINTS = 1000;

/** Answers 200, or 207 when a query has failed; 400 for a body that is no request of Grafana's. */
export async function answerDsQuery(proxy: ProxyClient, body: unknown): Promise<DsAnswer> {
  const { queries, from, to } = parseRequest(body);
  const groups = new Map<string, { range: { from: string; to: string }; queries: DsQuery[] }>();
  for (const query of queries) {
    const range = { from: query.timeRange?.from ?? from, to: query.timeRange?.to ?? to };
    const key = JSON.stringify([range, query.intervalMs, query.maxDataPoints]);
    const group = groups.get(key) ?? { range, queries: [] };
    group.queries.push(query);
    groups.set(key, group);
  }
  const answers = await Promise.all([...groups.values()].map((group) => askProxy(proxy, group.range, group.queries)));
  const results: Record<string, DsResult> = Object.assign({}, ...answers);
  const failed = Object.values(results).some(({ error }) => error !== undefined);
  return { status: failed ? 207 : 200, body: { results } };
}

async function askProxy(
  proxy: ProxyClient,
  range: { from: string; to: string },
  queries: DsQuery[]
): Promise<Record<string, DsResult>> {
  const [first] = queries;
  const answer = await proxy.post('/v1/query', {
    from: toInstant(range.from, 'from'),
    to: afterEnd(toInstant(range.to, 'to')),
    intervalMs: first?.intervalMs ?? DEFAULT_INTERVAL_MS,
    maxDataPoints: first?.maxDataPoints ?? DEFAULT_MAX_DATA_POINTS,
    queries,
  });
  if (answer.status === 200 && isResults(answer.body)) {
    return answer.body.results;
  }
  const failure: DsResult = { status: answer.status, error: problemText(answer), frames: [] };
  return Object.fromEntries(queries.map(({ refId }) => [refId, failure]));
}

function parseRequest(body: unknown): { queries: DsQuery[]; from: string; to: string } {
  if (typeof body !== 'object' || body === null || !('queries' in body) || !Array.isArray(body.queries)) {
    throw new HttpError(400, 'Expected { queries: [...], from, to }');
  }
  if (!('from' in body) || !('to' in body)) {
    throw new HttpError(400, 'Expected "from" and "to" as epoch milliseconds');
  }
  const queries: unknown[] = body.queries;
  if (!queries.every(isQuery)) {
    throw new HttpError(400, 'Each query needs a "refId"');
  }
  return { queries, from: String(body.from), to: String(body.to) };
}

function isQuery(query: unknown): query is DsQuery {
  return typeof query === 'object' && query !== null && 'refId' in query && typeof query.refId === 'string';
}

function isResults(body: unknown): body is { results: Record<string, DsResult> } {
  return typeof body === 'object' && body !== null && 'results' in body && typeof body.results === 'object';
}

/** Grafana's days end in their last millisecond, the proxy's ranges leave their end out; as the Go backend does. */
function afterEnd(instant: string): string {
  return instant.endsWith('.999Z') ? new Date(Date.parse(instant) + 1).toISOString() : instant;
}

/** Epoch milliseconds, as Grafana sends them, to RFC 3339, as the proxy reads them. */
function toInstant(text: string, name: string): string {
  const instant = new Date(/^-?\d+$/.test(text) ? Number(text) : text);
  if (Number.isNaN(instant.getTime())) {
    throw new HttpError(400, `"${name}": expected epoch milliseconds, got "${text}"`);
  }
  return instant.toISOString();
}
