import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import {
  createTemplate,
  freshName,
  onServer,
  startServer,
  urlOf,
  type TestServer,
} from '../../backend-proxy/test/helpers/server';
import {
  businessEvent,
  featureEvent,
  journeyEvent,
  performanceEvent,
  sessionEvent,
  type EventBody,
} from '../../backend-proxy/test/helpers/events';
import type { ProxyProcess } from './proxyProcess';

/** A Postgres for the tests of a file, and databases on it. */
export class Plant {
  private constructor(
    private readonly server: TestServer,
    private readonly template: string
  ) {}

  static async start(): Promise<Plant> {
    const server = await startServer({ durable: true });
    return new Plant(server, await createTemplate(server.url));
  }

  /** A fresh, migrated database. */
  async database(): Promise<string> {
    const name = freshName('lopan_system');
    await onServer(this.server.url, `CREATE DATABASE ${name} TEMPLATE ${this.template}`);
    return urlOf(this.server.url, name);
  }

  /** The database that everybody may connect to, for statements about the others. */
  get serverUrl(): string {
    return this.server.url;
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }
}

/** Rows of a statement. */
export async function rowsOf<Row extends object>(databaseUrl: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

const RAW_TABLES = ['business_metrics', 'user_engagement', 'feature_usage', 'user_journeys', 'performance_metrics'];

/** How often each event id stands in the raw tables. */
export async function storedIds(databaseUrl: string): Promise<Map<string, number>> {
  const rows = await rowsOf<{ event_id: string; n: string }>(
    databaseUrl,
    `SELECT event_id, count(*) AS n FROM (${RAW_TABLES.map((table) => `SELECT event_id FROM ${table}`).join(' UNION ALL ')}) e GROUP BY 1`
  );
  return new Map(rows.map(({ event_id: id, n }) => [id, Number(n)]));
}

/** The nth event of a stream: all types in turn, spread over the last hours, with values that tell events apart. */
export function streamEvent(index: number): EventBody {
  const timestamp = new Date(Date.now() - (index % 7200) * 1000).toISOString();
  const common = { id: randomUUID(), timestamp, site: index % 3 === 0 ? 'north' : 'south' };
  switch (index % 5) {
    case 0:
      return businessEvent({ ...common, batchCompletionRate: index % 101, customerComplaints: index % 4 });
    case 1:
      return sessionEvent({ ...common, sessionDuration: index });
    case 2:
      return featureEvent(common);
    case 3:
      return journeyEvent({ ...common, completionTime: index % 300 });
    default:
      return performanceEvent({ ...common, launchTime: (index % 40) / 10, crashCount: index % 10 === 4 ? 1 : 0 });
  }
}

/** Waits until something holds. @throws when it does not within the limit */
export async function until(what: string, holds: () => Promise<boolean>, limitMs = 20_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await holds())) {
    if (Date.now() > deadline) {
      throw new Error(`${what} did not come about within ${limitMs} ms`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Waits until the rollups hold everything. @throws when they do not within the limit */
export async function untilRolledUp(databaseUrl: string, limitMs?: number): Promise<void> {
  const isEmpty = async () => {
    const [row] = await rowsOf<{ n: string }>(databaseUrl, 'SELECT count(*) AS n FROM rollup_pending');
    return row?.n === '0';
  };
  await until('an end of the pending rollups', isEmpty, limitMs);
}

interface Frame {
  schema: { fields: Array<{ name: string }>; meta: { custom: { n: number[] } } };
  data: { values: Array<Array<number | null>> };
}

/** The value and the n of KPIs over the last day and the next hour. */
export async function kpisOf(
  proxy: ProxyProcess,
  kpis: readonly string[]
): Promise<Record<string, { value: number | null; n: number }>> {
  const { status, body } = await proxy.send('read', 'POST', '/v1/query', {
    from: new Date(Date.now() - 86_400_000).toISOString(),
    to: new Date(Date.now() + 3_600_000).toISOString(),
    queries: [{ refId: 'A', queryType: 'kpi', kpis, format: 'numeric' }],
  });
  if (status !== 200) {
    throw new Error(`POST /v1/query answered ${status}`);
  }
  const { results } = body as { results: Record<string, { frames: Frame[] }> };
  return Object.fromEntries(
    (results['A']?.frames ?? []).map(({ schema, data }) => [
      schema.fields[0]?.name ?? '',
      { value: data.values[0]?.[0] ?? null, n: schema.meta.custom.n[0] ?? 0 },
    ])
  );
}
