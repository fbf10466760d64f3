/** Every operation of the OpenAPI document, with no key, with each wrong one and with the right one. */
import type { HTTPMethods } from 'fastify';
import { withDatabase } from '../helpers/database';
import { KEYS, createTestApp, type TestApp } from '../helpers/http';
import { testConfig } from '../helpers/proxy';

type Scope = keyof typeof KEYS;

interface Document {
  paths: Record<string, Record<string, { security: Array<Partial<Record<Scope, string[]>>> }>>;
}

interface Operation {
  method: HTTPMethods;
  path: string;
  /** Absent: open to everybody. */
  scope: Scope | undefined;
}

/** What is open, and why: probes and scrapes carry no key, and the document describes what is public anyway. */
const OPEN = ['GET /livez', 'GET /metrics', 'GET /readyz', 'GET /v1/openapi.json'];

/** What each scope opens. A route that changes sides changes this list, with a reason. */
const EXPECTED: Record<Scope, string[]> = {
  ingest: ['GET /v1/collection', 'POST /v1/events'],
  read: ['GET /v1/catalogue', 'GET /v1/dimensions/{name}', 'GET /v1/licenses', 'POST /v1/query'],
  admin: ['DELETE /v1/subjects/{userId}', 'GET /v1/subjects/{userId}', 'POST /v1/events/{id}/void', 'PUT /v1/licenses'],
};

const UUID = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

describe('access to every operation', () => {
  const database = withDatabase();
  let app: TestApp;
  let operations: Operation[];

  beforeAll(async () => {
    app = await createTestApp(database, testConfig());
    const { paths } = (await app.send('GET', '/v1/openapi.json')).json<Document>();
    operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security }]) => ({
        method: method.toUpperCase() as HTTPMethods,
        path,
        scope: Object.keys(security[0] ?? {})[0] as Scope | undefined,
      }))
    );
  });
  afterAll(() => app.close());

  const names = (scope: Scope | undefined) =>
    operations
      .filter((operation) => operation.scope === scope)
      .map(({ method, path }) => `${method} ${path}`)
      .sort();

  const status = async ({ method, path }: Operation, headers: Record<string, string>) => {
    const url = path.replace('{name}', 'site').replace(/\{\w+\}/g, UUID);
    const payload = ['POST', 'PUT'].includes(String(method)) ? { payload: {} } : {};
    return (await app.app.inject({ method, url, headers, ...payload })).statusCode;
  };
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

  it('is what this list says', () => {
    expect(names(undefined)).toEqual(OPEN);
    expect(Object.fromEntries(Object.keys(EXPECTED).map((scope) => [scope, names(scope as Scope)]))).toEqual(EXPECTED);
  });

  it('needs a key: without one, or with an unknown one, 401', async () => {
    for (const operation of operations.filter(({ scope }) => scope)) {
      const { method, path } = operation;
      const answers = [await status(operation, {}), await status(operation, bearer('unknown-key-of-nobody'))];
      expect({ method, path, answers }).toEqual({ method, path, answers: [401, 401] });
    }
  });

  it('needs the right key: with each wrong scope 403, with the right one neither', async () => {
    for (const operation of operations.filter(({ scope }) => scope)) {
      for (const scope of Object.keys(KEYS) as Scope[]) {
        const { method, path } = operation;
        const refused = [401, 403].includes(await status(operation, bearer(KEYS[scope])));
        expect({ method, path, scope, refused }).toEqual({ method, path, scope, refused: scope !== operation.scope });
      }
    }
  });

  it('is judged before the body and before the method of a path is', async () => {
    const answer = await app.app.inject({
      method: 'POST',
      url: '/v1/query',
      headers: { 'content-type': 'application/json' },
      payload: '{"broken',
    });
    expect(answer.statusCode).toBe(401);
    // HEAD is GET without a body, with the same guard
    expect((await app.app.inject({ method: 'HEAD', url: '/v1/licenses' })).statusCode).toBe(401);
  });
});
