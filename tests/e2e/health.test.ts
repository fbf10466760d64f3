import { Client } from 'pg';
import { onServer } from '../../backend-proxy/test/helpers/server';
import { KEYS, ProxyProcess } from '../system/proxyProcess';
import { startSystem, type System } from './system';

/** A port of the loopback interface on which nobody listens. */
const NOBODY = 'http://127.0.0.1:9';

describe('the health of a data source', () => {
  let system: System;
  const proxies: ProxyProcess[] = [];
  beforeAll(async () => {
    system = await startSystem();
  });
  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await system?.stop();
  });

  /** What "Save & test" says of a data source with these settings. */
  async function check(name: string, url: string, apiKey: string) {
    const { grafana } = system;
    const created = await grafana.send('POST', '/api/datasources', {
      name,
      uid: name,
      type: 'lopan-analytics-datasource',
      access: 'proxy',
      url,
      secureJsonData: { apiKey },
    });
    expect(created.status).toBe(200);
    const { body } = await grafana.send('GET', `/api/datasources/uid/${name}/health`);
    const { status, message, details } = body as { status: string; message: string; details: { reason?: string } };
    return { status, message, reason: details.reason };
  }

  /** A proxy of its own on a database of its own. */
  async function another() {
    const databaseUrl = await system.plant.database();
    const proxy = await ProxyProcess.start(databaseUrl);
    proxies.push(proxy);
    return { proxy, databaseUrl, database: new URL(databaseUrl).pathname.slice(1) };
  }

  it('says that the proxy is out of reach', async () => {
    const health = await check('out-of-reach', NOBODY, KEYS.read);
    expect(health).toMatchObject({ status: 'ERROR', reason: 'unreachable' });
    expect(health.message).toContain('the URL is right as seen from Grafana');
  });

  it('says that the key is unknown', async () => {
    const health = await check('unknown-key', system.proxy.url, 'nobody-knows-this-key');
    expect(health).toMatchObject({ status: 'ERROR', reason: 'unauthorized' });
    expect(health.message).toContain('LOPAN_READ_KEYS');
  });

  it('says that the key is for something else', async () => {
    const health = await check('wrong-scope', system.proxy.url, KEYS.ingest);
    expect(health).toMatchObject({ status: 'ERROR', reason: 'forbidden' });
    expect(health.message).toContain('Its scope is wrong');
  });

  it('says that the address is not a proxy', async () => {
    const health = await check('not-a-proxy', system.webhook.url, KEYS.read);
    expect(health).toMatchObject({ status: 'ERROR', reason: 'not_a_proxy' });
  });

  it('says that the tables are missing', async () => {
    const { proxy, databaseUrl } = await another();
    const client = new Client({ connectionString: databaseUrl });
    await client.connect();
    await client.query('DROP SCHEMA public CASCADE');
    await client.end();
    const health = await check('unmigrated', proxy.url, KEYS.read);
    expect(health).toMatchObject({ status: 'ERROR', reason: 'not_ready' });
    expect(health.message).toContain('migrate');
  });

  it('says that the database is away', async () => {
    const { proxy, database } = await another();
    await onServer(system.plant.serverUrl, `ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
    await onServer(
      system.plant.serverUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${database}'`
    );
    const health = await check('database-away', proxy.url, KEYS.read);
    expect(health).toMatchObject({ status: 'ERROR', reason: 'not_ready' });
    expect(health.message).toContain('database is out of reach');
  });

  it('is good again for another data source of the same Grafana', async () => {
    expect(await check('healthy', system.proxy.url, KEYS.read)).toMatchObject({ status: 'OK' });
  });
});
