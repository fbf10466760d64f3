import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { get as httpsGet } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Type } from '@sinclair/typebox';
import { buildApp, type AppOptions } from './app';
import type { App, RouteModule } from './app-types';
import { KeyRing } from './auth/keys';
import { loadConfig } from './config/load';
import { ProblemError } from './errors/problem';
import type { Lifecycle } from './lifecycle';
import { createLogger } from './logging';
import { Metrics } from './plugins/metrics';
import type { Services } from './services';

const { config } = loadConfig({ env: { LOPAN_PRIVACY_SECRET: 'a-secret-of-more-than-sixteen' } });

const KEYS = { ingest: 'ingest-key', read: 'read-key', admin: 'admin-key' } as const;

function keyRing(): KeyRing {
  return new KeyRing({
    ingest: { kind: 'inline', keys: [KEYS.ingest] },
    read: { kind: 'inline', keys: [KEYS.read] },
    admin: { kind: 'inline', keys: [KEYS.admin] },
  });
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

function fakeServices(own: Partial<Lifecycle> = {}): Services & Lifecycle {
  const lifecycle: Lifecycle = {
    start: async () => undefined,
    stop: async () => undefined,
    ready: async () => ({ ready: true, detail: 'ready' }),
    kpiSnapshot: async () => [
      { kpi: 'launch_time', value: 1.25 },
      { kpi: 'retention_30', value: null },
    ],
    ...own,
  };
  return { config, ...lifecycle } as Services & Lifecycle;
}

const Item = Type.Object(
  {
    name: Type.String({ maxLength: 5 }),
    count: Type.Integer({ minimum: 0 }),
    kind: Type.Optional(Type.Union([Type.Literal('a'), Type.Literal('b')])),
    at: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { additionalProperties: false }
);

/** Routes of every scope, and ones that fail in every way. */
const items: RouteModule = (app) => {
  app.post('/v1/items', { config: { scope: 'ingest' }, schema: { body: Item } }, async (request) => request.body);
  app.get('/v1/items/:userId', { config: { scope: 'read' } }, async () => ({ ok: true }));
  app.delete('/v1/items/:userId', { config: { scope: 'admin' } }, async () => ({ ok: true }));
};

const failures: RouteModule = (app) => {
  const fail = (url: string, error: unknown) =>
    app.get(url, { config: { scope: 'read' } }, async () => {
      throw error;
    });
  fail('/v1/fail/database', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
  fail('/v1/fail/bug', new TypeError('secret inside'));
  fail('/v1/fail/slow', Object.assign(new Error('canceling statement'), { code: '57014' }));
  fail('/v1/fail/known', new ProblemError(409, 'Already there.', { headers: { 'x-why': 'twice' } }));
};

describe('buildApp', () => {
  let app: App;

  const build = async (own: Partial<AppOptions> = {}) => {
    app = await buildApp({
      config,
      services: fakeServices(),
      keys: keyRing(),
      routes: [items, failures],
      log: createLogger('silent'),
      ...own,
    });
    return app;
  };

  afterEach(() => app.close());

  const get = (url: string, key: string = KEYS.read) => app.inject({ url, headers: bearer(key) });
  const post = (payload: string | object, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url: '/v1/items', headers: { ...bearer(KEYS.ingest), ...headers }, payload });

  describe('access', () => {
    it.each([
      ['no header', {}],
      ['an unknown key', bearer('nobody')],
      ['another scheme', { authorization: `Basic ${KEYS.read}` }],
      ['an empty key', { authorization: 'Bearer ' }],
    ])('answers 401 for %s', async (_name, headers) => {
      await build();
      const answer = await app.inject({ url: '/v1/items/1', headers });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm=/);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json()).toEqual({
        type: 'about:blank',
        title: 'Unauthorized',
        status: 401,
        detail:
          'The key in the Authorization header is missing or unknown. Send "Authorization: Bearer KEY" with a key of the scope read.',
      });
    });

    it('answers 403 for a key of another scope, admin included', async () => {
      await build();
      const answer = await get('/v1/items/1', KEYS.admin);
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({
        status: 403,
        detail: 'This key has the scope admin. The operation needs a key of the scope read.',
      });
      expect((await get('/v1/items/1')).statusCode).toBe(200);
    });

    it('refuses to start with a route that declares no scope', async () => {
      await build();
      const open: RouteModule = (instance) => {
        instance.get('/v1/open', async () => 'x');
      };
      await expect(
        buildApp({ config, services: fakeServices(), keys: keyRing(), routes: [open], log: createLogger('silent') })
      ).rejects.toThrow('route GET /v1/open declares no scope');
    });
  });

  describe('problems', () => {
    it('names every field at fault', async () => {
      await build();
      const answer = await post({ name: 'too long', count: '5', kind: 'c', at: 'yesterday', extra: 1 });
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ status: 400, detail: 'The request body is not valid.' });
      expect(answer.json<{ errors: unknown[] }>().errors).toEqual(
        expect.arrayContaining([
          { path: '/name', code: 'out_of_range', message: expect.stringContaining('5 characters') as string },
          { path: '/count', code: 'invalid_type', message: '/count must be integer.' },
          { path: '/kind', code: 'invalid_value', message: '/kind must be one of "a", "b".' },
          { path: '/at', code: 'invalid_timestamp', message: expect.stringContaining('date-time') as string },
          { path: '/extra', code: 'unknown_field', message: '/extra is not a known field.' },
        ])
      );
      expect((await post({ name: 'x' })).json()).toMatchObject({
        errors: [{ path: '/count', code: 'missing_field', message: '/count is missing.' }],
      });
    });

    it.each([
      ['unreadable JSON', '{"name":', 'application/json', 400],
      ['nothing', '', 'application/json', 400],
      ['prototype keys', '{"__proto__": {"x": 1}}', 'application/json', 400],
      ['a type nobody takes', 'name: x', 'application/yaml', 415],
      ['plain text', 'x', 'text/plain', 415],
      ['too many bytes', JSON.stringify({ name: 'x'.repeat(1_100_000), count: 1 }), 'application/json', 413],
    ])('answers %s with its status', async (_name, payload, type, status) => {
      await build();
      const answer = await post(payload, { 'content-type': type });
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json()).toMatchObject({ status, detail: expect.stringMatching(/\.$/) as string });
    });

    it('answers 503 with Retry-After while the database is out of reach', async () => {
      await build();
      const answer = await get('/v1/fail/database');
      expect(answer.statusCode).toBe(503);
      expect(answer.headers['retry-after']).toBe('5');
      expect(answer.json()).toMatchObject({ detail: 'The database is out of reach. Try again in 5 seconds.' });
    });

    it('tells nothing of the inside when it fails', async () => {
      await build();
      const answer = await get('/v1/fail/bug');
      expect(answer.statusCode).toBe(500);
      expect(answer.body).not.toContain('secret inside');
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('answers 504 for a cancelled statement and passes on what a route throws', async () => {
      await build();
      expect((await get('/v1/fail/slow')).statusCode).toBe(504);
      const known = await get('/v1/fail/known');
      expect(known.statusCode).toBe(409);
      expect(known.headers['x-why']).toBe('twice');
    });

    it('answers 404 for unknown paths and 405 with Allow for unknown methods', async () => {
      await build();
      const unknown = await app.inject({ url: '/v1/nothing' });
      expect([unknown.statusCode, unknown.json<{ status: number }>().status]).toEqual([404, 404]);
      const method = await app.inject({ method: 'PUT', url: '/v1/items/1', payload: 'x' });
      expect(method.statusCode).toBe(405);
      expect(method.headers.allow).toBe('GET, HEAD, DELETE');
      expect((await app.inject({ method: 'GET', url: '/v1/items' })).headers.allow).toBe('POST');
    });

    it('answers a path that is no URL and a parameter that is too long', async () => {
      await build();
      expect((await app.inject({ url: '/v1/%zz' })).json()).toMatchObject({ status: 400 });
      expect((await get(`/v1/items/${'x'.repeat(200)}`)).json()).toMatchObject({ status: 414 });
    });

    it('answers broken HTTP as well', async () => {
      await build();
      await app.listen({ host: '127.0.0.1', port: 0 });
      const { port } = app.server.address() as AddressInfo;
      const answer = await new Promise<string>((resolve) => {
        let text = '';
        const socket = connect(port, '127.0.0.1', () => socket.write('NOT HTTP\r\n\r\n'));
        socket.on('data', (chunk) => (text += chunk.toString()));
        socket.on('close', () => resolve(text));
      });
      expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*application\/problem\+json/);
    });
  });

  describe('operation', () => {
    it('is alive before it is ready, and says why it is not', async () => {
      await build({
        services: fakeServices({ ready: async () => ({ ready: false, detail: 'The database is out of reach: x.' }) }),
      });
      expect((await app.inject('/livez')).json()).toEqual({ status: 'alive' });
      const answer = await app.inject('/readyz');
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({ status: 503, detail: 'The database is out of reach: x.' });
    });

    it('is ready when the services are', async () => {
      await build();
      expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready' });
    });

    it('takes nothing while it is closed but still answers probes', async () => {
      await build({ closed: () => ({ reason: 'stopping', detail: 'The proxy is stopping.' }) });
      const answer = await get('/v1/items/1');
      expect(answer.statusCode).toBe(503);
      expect(answer.headers['retry-after']).toBe('5');
      expect((await app.inject('/livez')).statusCode).toBe(200);
      expect((await app.inject('/readyz')).json()).toMatchObject({ detail: 'The proxy is stopping.' });
    });

    it('turns requests away beyond its capacity, and takes them again afterwards', async () => {
      let finish: () => void = () => undefined;
      const slow: RouteModule = (instance) => {
        instance.get('/v1/slow', { config: { scope: 'read' } }, async () => {
          await new Promise<void>((resolve) => (finish = resolve));
          return { ok: true };
        });
      };
      await build({ config: { ...config, server: { ...config.server, maxInFlight: 1 } }, routes: [items, slow] });
      const first = get('/v1/slow');
      await new Promise((resolve) => setTimeout(resolve, 50));
      const second = await get('/v1/items/1');
      expect(second.statusCode).toBe(503);
      expect(second.json()).toMatchObject({ detail: expect.stringContaining('server.max_in_flight') as string });
      finish();
      expect((await first).statusCode).toBe(200);
      expect((await get('/v1/items/1')).statusCode).toBe(200);
    });

    it('never turns the only request away for want of memory', async () => {
      await build({ config: { ...config, server: { ...config.server, maxMemoryBytes: 1 } } });
      expect((await get('/v1/items/1')).statusCode).toBe(200);
    });

    it('offers metrics by route, never by path, and the value of every KPI that has one', async () => {
      const metrics = new Metrics();
      await build({ metrics });
      await get('/v1/items/3f2504e0-4f89-41d3-9a0c-0305e82c3301');
      metrics.event('business', 'accepted', 3);
      const answer = await app.inject('/metrics');
      expect(answer.headers['content-type']).toContain('text/plain');
      expect(answer.body).toContain('lopan_requests_total{method="GET",route="/v1/items/:userId",status="200"} 1');
      expect(answer.body).toContain('lopan_events_total{type="business",result="accepted"} 3');
      expect(answer.body).toContain('lopan_kpi{kpi="launch_time"} 1.25');
      expect(answer.body).not.toMatch(/retention_30|3f2504e0/);
    });

    it('offers the rest of the metrics while KPIs cannot be computed', async () => {
      await build({ services: fakeServices({ kpiSnapshot: () => Promise.reject(new Error('away')) }) });
      const answer = await app.inject('/metrics');
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain('# TYPE lopan_kpi gauge');
    });

    it('describes itself, with the scope of every operation', async () => {
      await build();
      const document = (await app.inject('/v1/openapi.json')).json<{
        openapi: string;
        paths: Record<string, Record<string, { security: unknown; responses: Record<string, unknown> }>>;
      }>();
      expect(document.openapi).toBe('3.1.0');
      expect(document.paths['/v1/items/{userId}']?.delete?.security).toEqual([{ admin: [] }]);
      expect(document.paths['/livez']?.get?.security).toEqual([]);
      expect(Object.keys(document.paths['/v1/items'] ?? {})).toEqual(['post']);
      expect(document.paths['/v1/items']?.post?.responses).toHaveProperty('default');
    });

    it('sends headers that keep answers out of caches and of scripts', async () => {
      await build();
      expect((await get('/v1/items/1')).headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
    });
  });

  it('limits requests per key where the configuration says so', async () => {
    await build({ config: { ...config, ingest: { ...config.ingest, rateLimit: 2 } } });
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) {
      statuses.push((await post({ name: 'x', count: 1 })).statusCode);
    }
    expect(statuses).toEqual([200, 200, 429]);
    const answer = await post({ name: 'x', count: 1 });
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.json()).toMatchObject({
      status: 429,
      detail: expect.stringContaining('ingest.rate_limit') as string,
    });
    expect((await get('/v1/items/1')).statusCode).toBe(200);
  });

  it('speaks TLS where a certificate is given (openssl makes one)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lopan-tls-'));
    const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'],
      ...['-subj', '/CN=localhost', '-keyout', tls.key, '-out', tls.cert],
    ]);
    expect(made.status).toBe(0);
    await build({ config: { ...config, server: { ...config.server, tls } } });
    rmSync(folder, { recursive: true });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    expect(url).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      httpsGet(`${url}/livez`, { rejectUnauthorized: false, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
    });
    expect(status).toBe(200);
  });

  it('logs requests by route: no key, no body, no id', async () => {
    const lines: string[] = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    await build({ log: createLogger('trace', sink) });
    await get('/v1/items/3f2504e0-4f89-41d3-9a0c-0305e82c3301');
    await get('/v1/unknown/3f2504e0-4f89-41d3-9a0c-0305e82c3301');
    await app.inject({ url: '/v1/%zz3f2504e0' });
    await post({ name: 'bodyid', count: -1 });
    await get('/v1/fail/bug');
    const log = lines.join('');
    expect(log).toContain('"route":"/v1/items/:userId"');
    expect(log).toContain('"route":"unmatched"');
    expect(log).toContain('secret inside');
    expect(log).not.toMatch(/3f2504e0|read-key|ingest-key|bodyid|Bearer/);
  });
});
