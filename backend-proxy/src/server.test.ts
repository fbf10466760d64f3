import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RouteModule } from './app-types';
import { loadConfig } from './config/load';
import { createLogger } from './logging';
import { serve, type RunningServer, type ServerParts } from './server';
import type { Services } from './services';
import type { Lifecycle } from './lifecycle';

const ENV = {
  LOPAN_PRIVACY_SECRET: 'a-secret-of-more-than-sixteen',
  LOPAN_READ_KEYS: 'a-read-key-for-the-tests',
  LOPAN_HOST: '127.0.0.1',
  LOPAN_PORT: '0',
};
const AUTHORIZATION = { authorization: `Bearer ${ENV.LOPAN_READ_KEYS}` };

function refused(): Error {
  return Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
}

/** Parts without a database, whose calls are written down. */
function fakeParts(own: Partial<ServerParts> = {}): { parts: ServerParts; calls: string[] } {
  const calls: string[] = [];
  const lifecycle: Lifecycle = {
    start: async () => void calls.push('start'),
    stop: async () => void calls.push('stop'),
    ready: async () => ({ ready: true, detail: 'ready' }),
    kpiSnapshot: async () => [],
  };
  const ping: RouteModule = (app) => {
    app.get('/v1/ping', { config: { scope: 'read' } }, async () => ({ pong: true }));
    app.get('/v1/slow', { config: { scope: 'read' } }, async () => {
      await sleep(400);
      return { done: true };
    });
  };
  const pool = { totalCount: 0, idleCount: 0, waitingCount: 0 };
  return {
    calls,
    parts: {
      createServices: (config) => ({ config, pool, ...lifecycle }) as unknown as Services & Lifecycle,
      migrate: async () => void calls.push('migrate'),
      routes: [ping],
      ...own,
    },
  };
}

describe('serve', () => {
  let server: RunningServer | undefined;

  const start = async (parts: ServerParts) => {
    server = await serve(loadConfig({ env: ENV }), parts, createLogger('silent'));
    return server;
  };

  const untilReady = async (url: string) => {
    for (let i = 0; i < 100; i++) {
      if ((await fetch(`${url}/readyz`)).status === 200) {
        return;
      }
      await sleep(20);
    }
    throw new Error('never became ready');
  };

  afterEach(async () => {
    await server?.stop().catch(() => undefined);
    server = undefined;
  });

  it('migrates, starts the workers, answers, and stops in the other order', async () => {
    const { parts, calls } = fakeParts();
    const { url, stop, ended } = await start(parts);
    await untilReady(url);
    expect((await fetch(`${url}/v1/ping`, { headers: AUTHORIZATION })).status).toBe(200);
    await stop();
    await ended;
    expect(calls).toEqual(['migrate', 'start', 'stop']);
    await expect(fetch(`${url}/livez`)).rejects.toThrow();
  });

  it('listens while the database is away, says so, and comes up by itself', async () => {
    let attempts = 0;
    const { parts, calls } = fakeParts({
      migrate: async () => {
        attempts += 1;
        if (attempts < 3) {
          throw refused();
        }
      },
    });
    const { url } = await start(parts);
    await sleep(50);
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      detail: 'The database is out of reach: connect ECONNREFUSED 127.0.0.1:5432.',
    });
    const ping = await fetch(`${url}/v1/ping`, { headers: AUTHORIZATION });
    expect([ping.status, ping.headers.get('retry-after')]).toEqual([503, '5']);
    await untilReady(url);
    expect(calls).toEqual(['start']);
  });

  it('ends with the reason when the schema cannot be migrated', async () => {
    const { parts, calls } = fakeParts({
      migrate: async () => {
        throw new Error('Postgres 9 is too old');
      },
    });
    const { ended } = await start(parts);
    await expect(ended).rejects.toThrow('Postgres 9 is too old');
    expect(calls).toEqual(['stop']);
  });

  it('stops at once while the database is away', async () => {
    const { parts } = fakeParts({ migrate: () => Promise.reject(refused()) });
    const { stop } = await start(parts);
    const since = Date.now();
    await stop();
    expect(Date.now() - since).toBeLessThan(1000);
  });

  it('finishes the requests that it has taken, also on connections that are kept alive', async () => {
    const { parts, calls } = fakeParts();
    const { url, stop } = await start(parts);
    await untilReady(url);
    const status = new Promise<number | undefined>((resolve, reject) => {
      request(`${url}/v1/slow`, { headers: { ...AUTHORIZATION, connection: 'keep-alive' } }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode));
      })
        .on('error', reject)
        .end();
    });
    await sleep(100);
    const since = Date.now();
    await stop();
    expect(await status).toBe(200);
    expect(Date.now() - since).toBeLessThan(2000);
    expect(calls).toEqual(['migrate', 'start', 'stop']);
  });
});
