/**
 * A proxy that answers the same at each run, without a database: KPI values follow from the id, the bucket and the group.
 * It speaks the parts of the HTTP contract that the workbench asks for.
 */
import http from 'node:http';
import { DIMENSIONS, KPIS, type Kpi } from '@lopan/catalogue';
import { kpiFrames } from './fakeFrames';
import { summaryFrame } from './fakeSummary';
import { tableFrame } from './fakeTables';

/** An element of `queries[]`, as far as the fake reads it. */
export interface FakeQuery {
  refId: string;
  queryType?: string;
  format?: string;
  kpis?: string[];
  groupBy?: string[];
  filters?: Record<string, string[]>;
}

interface QueryBody {
  from: string;
  to: string;
  queries: FakeQuery[];
}

export interface FakeProxy {
  url: string;
  /** Bodies of the queries that arrived. */
  asked: QueryBody[];
  /** From now on every query fails with this text; undefined answers again. */
  fail(text: string | undefined): void;
  close(): Promise<void>;
}

export const READ_KEY = 'fake-read-key';

const SITES = ['north', 'south'];
const ROLES = ['operator', 'manager', 'quality'];

export async function startFakeProxy(): Promise<FakeProxy> {
  const asked: QueryBody[] = [];
  let failure: string | undefined;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [status, body] = answer(request, Buffer.concat(chunks).toString());
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });

  function answer(request: http.IncomingMessage, text: string): [number, unknown] {
    if (request.headers.authorization !== `Bearer ${READ_KEY}`) {
      return [401, { title: 'Unauthorized', status: 401, detail: 'The key is unknown' }];
    }
    if (request.url === '/v1/query') {
      const body: QueryBody = JSON.parse(text);
      asked.push(body);
      return failure ? [503, { title: 'Unavailable', status: 503, detail: failure }] : [200, results(body)];
    }
    const dimension = /^\/v1\/dimensions\/(\w+)/.exec(request.url ?? '')?.[1];
    if (dimension) {
      const values = dimension === 'userRole' ? ROLES : SITES;
      return [200, { dimension, values: values.map((value, index) => ({ value, count: 100 - index })) }];
    }
    if (request.url === '/v1/catalogue') {
      return [200, { kpis: KPIS, features: [], queryTypes: [], dimensions: DIMENSIONS }];
    }
    return [404, { title: 'Not found', status: 404, detail: `No ${request.url}` }];
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    fail: (text) => {
      failure = text;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function results({ from, to, queries }: QueryBody) {
  const range = { from: Date.parse(from), to: Date.parse(to) };
  return {
    results: Object.fromEntries(
      queries.map((query) => {
        const kpis = (query.kpis ?? []).map(kpiOf);
        if (query.queryType === 'summary') {
          return [query.refId, { status: 200, frames: [summaryFrame(query.refId, kpis, range)] }];
        }
        if (query.queryType === 'kpi') {
          return [query.refId, { status: 200, frames: kpiFrames(query, kpis, range, SITES) }];
        }
        const table = tableFrame(query, range);
        if (table) {
          return [query.refId, { status: 200, frames: [table] }];
        }
        return [query.refId, { status: 400, error: `The fake proxy knows no "${query.queryType}"`, frames: [] }];
      })
    ),
  };
}

function kpiOf(id: string): Kpi {
  const kpi = KPIS.find((one) => one.id === id);
  if (!kpi) {
    throw new Error(`No KPI "${id}" in the catalogue`);
  }
  return kpi;
}
