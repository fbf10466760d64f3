/** The same query on its three ways: to the proxy, through Grafana, and as an alert rule would run it. */
import type { ProxyProcess } from '../system/proxyProcess';
import { DATA_SOURCE, type Grafana } from './grafana';

/** A range, from <= t < to, in milliseconds. */
export interface Range {
  from: number;
  to: number;
}

export interface Query extends Record<string, unknown> {
  refId: string;
  queryType: string;
}

export interface Frame {
  schema: { name?: string; fields: Array<{ name: string; labels?: Record<string, string> }> };
  data: { values: unknown[][] };
}

export interface Result {
  status: number;
  error?: string;
  frames: Frame[];
}

type Results = Record<string, Result>;

const PACE = { intervalMs: 60_000, maxDataPoints: 1000 };

/** `POST /v1/query`. */
export async function askProxy(proxy: ProxyProcess, queries: Query[], { from, to }: Range): Promise<Results> {
  const { status, body } = await proxy.send('read', 'POST', '/v1/query', {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    ...PACE,
    queries: queries.map((query) => ({ schemaVersion: 1, ...query })),
  });
  return resultsOf('POST /v1/query', status, body);
}

/** `/api/ds/query`, as a panel asks. */
export async function askGrafana(
  grafana: Grafana,
  queries: Query[],
  { from, to }: Range,
  headers?: Record<string, string>
): Promise<Results> {
  const datasource = { uid: DATA_SOURCE, type: 'lopan-analytics-datasource' };
  const { status, body } = await grafana.send(
    'POST',
    '/api/ds/query',
    {
      from: String(from),
      to: String(to),
      queries: queries.map((query) => ({ schemaVersion: 1, ...PACE, datasource, ...query })),
    },
    headers
  );
  return resultsOf('/api/ds/query', status, body);
}

/** The evaluation of an alert rule at the end of the range. */
export async function askAsRule(grafana: Grafana, query: Query, { from, to }: Range): Promise<Results> {
  const { refId, queryType } = query;
  const { status, body } = await grafana.send('POST', '/api/v1/eval', {
    condition: refId,
    now: new Date(to).toISOString(),
    data: [
      {
        refId,
        queryType,
        datasourceUid: DATA_SOURCE,
        relativeTimeRange: { from: (to - from) / 1000, to: 0 },
        model: { schemaVersion: 1, ...PACE, ...query },
      },
    ],
  });
  return resultsOf('/api/v1/eval', status, body);
}

function resultsOf(what: string, status: number, body: unknown): Results {
  const { results } = body as { results?: Results };
  if (results === undefined) {
    throw new Error(`${what} answered ${status}: ${JSON.stringify(body)}`);
  }
  return results;
}

/** The value of each KPI of a numeric answer. */
export function valuesOf({ status, error, frames }: Result): Record<string, number | null> {
  if (error !== undefined) {
    throw new Error(`The query failed with ${status}: ${error}`);
  }
  return Object.fromEntries(
    frames.flatMap(({ schema, data }) =>
      schema.fields.map(({ labels, name }, column) => [
        labels?.['kpi'] ?? name,
        (data.values[column]?.[0] ?? null) as number | null,
      ])
    )
  );
}

/** The rows of a table as objects. */
export function rowsOfTable({ frames: [frame] }: Result): Array<Record<string, unknown>> {
  const { schema, data } = frame!;
  return (data.values[0] ?? []).map((_, row) =>
    Object.fromEntries(schema.fields.map(({ name }, column) => [name, data.values[column]?.[row] ?? null]))
  );
}
