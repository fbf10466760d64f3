/** Queries of viewers, and locks that hold them up. */
import { Client } from 'pg';
import type { ProxyProcess } from '../system/proxyProcess';

const KPI_QUERY = {
  from: new Date(Date.now() - 86_400_000).toISOString(),
  to: new Date(Date.now() + 3_600_000).toISOString(),
  queries: [{ refId: 'A', queryType: 'kpi', kpis: ['session_duration'], format: 'numeric' }],
};

export interface QueryAnswer {
  /** Of the answer as a whole. */
  status: number;
  /** Of the query in it. */
  result: number | undefined;
  retryAfter: number | null;
  tookMs: number;
}

/** Asks for a KPI over the last day. */
export async function ask(proxy: ProxyProcess): Promise<QueryAnswer> {
  const since = performance.now();
  const { status, body, retryAfter } = await proxy.send('read', 'POST', '/v1/query', KPI_QUERY);
  const { results } = body as { results?: Record<string, { status: number }> };
  return { status, retryAfter, result: results?.['A']?.status, tookMs: performance.now() - since };
}

/** Holds a lock that everybody has to wait for, until it is released. */
export async function lock(databaseUrl: string, tables: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE`);
  return () => client.end();
}
