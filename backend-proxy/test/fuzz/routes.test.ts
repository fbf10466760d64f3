/**
 * Whatever is sent to whichever route: no failure of the server's, no sight of its inside, and no request that is half
 * done. `npm run test:fuzz` sends many (LOPAN_FUZZ_REQUESTS).
 */
import fc from 'fast-check';
import { Agent, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { withDatabase } from '../helpers/database';
import { createTestApp, type TestApp } from '../helpers/http';
import { testConfig } from '../helpers/proxy';
import { OPERATIONS, fuzzRequest, type FuzzRequest } from './requests';

const REQUESTS = Number(process.env['LOPAN_FUZZ_REQUESTS'] ?? 3000);
const SEED = process.env['LOPAN_FUZZ_SEED'];
const AT_ONCE = 20;
/** How often a request is sent again that met a database which was too slow at that moment. */
const PATIENCE = 3;

/** What only the inside of a program looks like. */
const INSIDE = /\n\s+at |node_modules|\/src\/|\.[jt]s:\d+|syntax error at|relation "|column "|SQLSTATE|pg_catalog/;

interface Answer {
  status: number;
  type: string;
  text: string;
}

describe('fuzzing every route', () => {
  const database = withDatabase();
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  let app: TestApp;
  let port: number;
  const statuses = new Map<number, number>();
  let accepted = 0;
  let busy = 0;

  beforeAll(async () => {
    app = await createTestApp(database, testConfig({ collection: { maxLatenessMs: 4000 * 86_400_000 } }));
    await app.app.listen({ host: '127.0.0.1', port: Number(process.env['LOPAN_FUZZ_PORT'] ?? 0) });
    port = (app.app.server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    agent.destroy();
    await app.close();
  });

  const send = ({ method, path, headers, body }: FuzzRequest) =>
    new Promise<Answer>((resolve, reject) => {
      const length = body.length > 0 ? { 'content-length': String(body.length) } : {};
      const sent = httpRequest(
        { host: '127.0.0.1', port, method, path, agent, headers: { ...headers, ...length } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              type: answer.headers['content-type'] ?? '',
              text: Buffer.concat(chunks).toString(),
            })
          );
        }
      );
      sent.on('error', reject);
      sent.end(body);
    });

  /** Whether an answer says that others are in the way: honest on a busy machine, wrong when it stays so. */
  const isBusy = ({ status, text }: Answer) => status === 503 || /"status":504,/.test(text);

  /** Sends, and sends again alone while the answer is that the machine is busy. */
  async function insist(request: FuzzRequest, first: Answer): Promise<Answer> {
    let answer = first;
    for (let tries = 0; tries < PATIENCE && isBusy(answer); tries++) {
      busy += 1;
      await sleep(1000);
      answer = await send(request);
    }
    return answer;
  }

  /** Holds an answer against what every answer promises; the request and what is wrong, or nothing. */
  function judge(request: FuzzRequest, { status, type, text }: Answer): string[] {
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    const broken: string[] = [];
    if (status >= 500 || status < 200) {
      broken.push(`status ${status}`);
    }
    if (INSIDE.test(text)) {
      broken.push('tells of the inside');
    }
    const isEvents = request.method === 'POST' && /^\/v1\/events(\?|$)/.test(request.path);
    const answer: unknown = type.includes('json') && text !== '' ? JSON.parse(text) : null;
    if (status >= 400 && !(status === 422 && isEvents)) {
      const problem = answer as { status?: unknown; detail?: unknown } | null;
      if (
        !type.includes('application/problem+json') ||
        problem?.status !== status ||
        typeof problem.detail !== 'string'
      ) {
        broken.push('no problem document');
      }
    }
    if (isEvents && (status === 200 || status === 422)) {
      accepted += (answer as { accepted: number }).accepted;
    }
    if (request.path.startsWith('/v1/query') && status === 200) {
      const { results } = answer as { results: Record<string, { status: number; error?: string }> };
      const failed = Object.values(results).filter((result) => result.status >= 500);
      broken.push(...failed.map((result) => `result ${result.status}: ${result.error}`));
    }
    const { method, path, headers, body } = request;
    return broken.map(
      (what) =>
        `${what}\n${method} ${path} ${JSON.stringify(headers)}\n${body.toString().slice(0, 2000)}\n${text.slice(0, 1000)}`
    );
  }

  it('covers every operation of the OpenAPI document', async () => {
    const { paths } = (await app.send('GET', '/v1/openapi.json')).json<{ paths: Record<string, object> }>();
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`)
    );
    expect(Object.keys(OPERATIONS).sort()).toEqual(documented.sort());
  });

  it(
    `keeps every promise for ${REQUESTS} requests`,
    async () => {
      const property = fc.asyncProperty(
        fc.array(fuzzRequest, { minLength: AT_ONCE, maxLength: AT_ONCE }),
        async (requests) => {
          const answers = await Promise.all(requests.map((request) => send(request)));
          for (const [index, answer] of answers.entries()) {
            answers[index] = await insist(requests[index]!, answer);
          }
          const broken = answers.flatMap((answer, index) => judge(requests[index]!, answer));
          if (broken.length > 0) {
            throw new Error(broken.join('\n\n'));
          }
        }
      );
      const run = await fc.check(property, {
        numRuns: Math.ceil(REQUESTS / AT_ONCE),
        ...(SEED && { seed: Number(SEED) }),
        // what failed is in the message; making it smaller would send it a thousand times
        endOnFailure: true,
      });
      if (run.failed) {
        throw new Error(`seed ${run.seed}: ${String(run.errorInstance)}`);
      }
      process.stdout.write(
        `answers by status: ${JSON.stringify(Object.fromEntries([...statuses].sort()))}, busy and sent again: ${busy}\n`
      );
    },
    24 * 3_600_000
  );

  it('has stored what it said it accepted, each in one table', async () => {
    const tables = ['business_metrics', 'user_engagement', 'feature_usage', 'user_journeys', 'performance_metrics'];
    const sum = tables.map((table) => `(SELECT count(*) FROM ${table})`).join(' + ');
    // an erasure that met somebody leaves the ids of the events and a receipt
    const erased = `SELECT coalesce(sum(rows::bigint), 0)::bigint FROM erasure_receipts, jsonb_each_text(counts) AS c(name, rows) WHERE name = ANY($1)`;
    const [row] = await database.rows<{ ids: number; events: number }>(
      `SELECT (SELECT count(*) FROM event_ids) AS ids, ${sum} + (${erased}) AS events`,
      [tables]
    );
    expect(row?.events).toBe(row?.ids);
    // what was stored while the answer came too late counts as a duplicate when it is sent again
    expect(row?.ids).toBeGreaterThanOrEqual(accepted);
    if (busy === 0) {
      expect(row?.ids).toBe(accepted);
    }
  });

  it('has changed no prototype', () => {
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
