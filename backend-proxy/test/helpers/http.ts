import type { LightMyRequestResponse } from 'fastify';
import { buildApp } from '../../src/app';
import type { App } from '../../src/app-types';
import { KeyRing } from '../../src/auth/keys';
import type { Config } from '../../src/config/types';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import type { JsonFrame } from '../../src/frames/frame';
import type { IntakeResult } from '../../src/ingest/intake';
import type { Lifecycle } from '../../src/lifecycle';
import { createLogger } from '../../src/logging';
import { Metrics } from '../../src/plugins/metrics';
import type { QueryResult } from '../../src/query/service';
import { routes } from '../../src/routes/v1';
import { createServices, type Services } from '../../src/services';
import { databaseConfig, type TestDatabase } from './database';
import type { EventBody } from './events';

/** A key of each scope. */
export const KEYS = { ingest: 'an-ingest-key', read: 'a-read-key', admin: 'an-admin-key' } as const;

/** The proxy as it answers over HTTP, without a socket and without a worker: rollups are made when asked for. */
export interface TestApp {
  app: App;
  services: Services & Lifecycle;
  /** A request with a key; bodies that are no text or buffer become JSON. */
  send(
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    url: string,
    body?: unknown,
    headers?: Record<string, string>
  ): Promise<LightMyRequestResponse>;
  /** Posts events and returns the answer. @throws unless it is 200 */
  postEvents(events: readonly EventBody[], envelope?: Record<string, unknown>): Promise<IntakeResult>;
  /** Asks one query. */
  ask(range: { from: string; to: string }, query: Record<string, unknown>): Promise<QueryResult>;
  rollUpAll(): Promise<void>;
  close(): Promise<void>;
}

function keyFor(method: string, url: string): string {
  if (url.startsWith('/v1/events') && method === 'POST' && !url.endsWith('/void')) {
    return KEYS.ingest;
  }
  return url === '/v1/collection' ? KEYS.ingest : method === 'GET' || url === '/v1/query' ? KEYS.read : KEYS.admin;
}

/** Builds the app on a test's database. */
export async function createTestApp(database: TestDatabase, config: Config): Promise<TestApp> {
  const metrics = new Metrics();
  const log = createLogger('silent');
  const services = createServices({ ...config, database: databaseConfig(database.url) }, { log, metrics });
  await new RollupStateStore(database.pool).ensure(rollupSettings(config), 0);
  const keys = new KeyRing({
    ingest: { kind: 'inline', keys: [KEYS.ingest] },
    read: { kind: 'inline', keys: [KEYS.read] },
    admin: { kind: 'inline', keys: [KEYS.admin] },
  });
  const app = await buildApp({ config, services, keys, routes, log, metrics });
  const send: TestApp['send'] = (method, url, body, headers = {}) =>
    app.inject({
      method,
      url,
      headers: { authorization: `Bearer ${keyFor(method, url)}`, ...headers },
      ...(body !== undefined && { payload: body as string | Buffer | object }),
    });
  return {
    app,
    services,
    send,
    postEvents: async (events, envelope = {}) => {
      const answer = await send('POST', '/v1/events', { ...envelope, events });
      if (answer.statusCode !== 200) {
        throw new Error(`POST /v1/events answered ${answer.statusCode}: ${answer.body}`);
      }
      return answer.json<IntakeResult>();
    },
    ask: async (range, query) => {
      const answer = await send('POST', '/v1/query', { ...range, queries: [{ refId: 'A', ...query }] });
      if (answer.statusCode !== 200) {
        throw new Error(`POST /v1/query answered ${answer.statusCode}: ${answer.body}`);
      }
      const result = answer.json<{ results: Record<string, QueryResult> }>().results['A'];
      if (!result) {
        throw new Error('there is no answer to the query');
      }
      return result;
    },
    rollUpAll: async () => {
      while ((await services.rollups.rollUpPending()).more) {
        // Goes on until nothing is left over.
      }
    },
    close: async () => {
      await app.close();
      await services.stop();
    },
  };
}

/** The rows of a table frame, by the names of its columns. */
export function rowsOf(frame: JsonFrame | undefined): Array<Record<string, unknown>> {
  const fields = frame?.schema.fields ?? [];
  const values = frame?.data.values ?? [];
  return Array.from({ length: values[0]?.length ?? 0 }, (_, row) =>
    Object.fromEntries(fields.map(({ name }, column) => [name, values[column]?.[row]]))
  );
}
