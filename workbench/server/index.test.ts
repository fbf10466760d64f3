/** @jest-environment node */
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { serveWorkbench, type Workbench } from './index';

const PLUGIN = { id: 'lopan-x-panel', name: 'X', type: 'panel' };

describe('serveWorkbench', () => {
  let root: string;
  let workbench: Workbench;
  beforeAll(async () => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), 'workbench-'));
    write('dist/panels/x/plugin.json', JSON.stringify(PLUGIN));
    write('dist/panels/x/module.js', 'define([], () => ({}))');
    write('workbench/dist/client/index.html', '<!doctype html>');
    write('provisioning/dashboards/b.json', JSON.stringify({ uid: 'b', title: 'Another', panels: [] }));
    write(
      'provisioning/dashboards/a/a.json',
      JSON.stringify({ uid: 'lopan-production-analytics', title: 'Main', panels: [] })
    );
    write('provisioning/dashboards/not-one.json', '{}');
    write('secret.txt', 'secret');
    workbench = await serveWorkbench({ root, port: 0, proxyUrl: 'http://127.0.0.1:9', readKey: 'key', demo: true });
  });
  afterAll(async () => {
    await workbench.close();
    fs.rmSync(root, { recursive: true });
  });

  function write(name: string, content: string): void {
    const file = path.join(root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content);
  }

  const get = (name: string, init?: RequestInit) => fetch(workbench.url + name, init);

  it('listens on the loopback interface only', () => {
    expect(workbench.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('lists dashboards, the overview first', async () => {
    const list: unknown = await (await get('/api/dashboards')).json();
    expect(list).toEqual([
      { uid: 'lopan-production-analytics', title: 'Main', tags: [] },
      { uid: 'b', title: 'Another', tags: [] },
    ]);
  });

  it('says which dashboard is missing', async () => {
    const response = await get('/api/dashboards/uid/nope');
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: expect.stringContaining('"nope"') });
  });

  it('lists the built plugins and serves their modules', async () => {
    const list: unknown = await (await get('/api/plugins')).json();
    expect(list).toMatchObject([{ ...PLUGIN, module: '/public/plugins/lopan-x-panel/module.js' }]);
    expect((await get('/public/plugins/lopan-x-panel/module.js')).status).toBe(200);
    expect((await get('/public/plugins/lopan-y-panel/module.js')).status).toBe(404);
  });

  it.each(['/', '/d/b', '/gallery'])('serves the page at %s with a policy that keeps it to itself', async (name) => {
    const response = await get(name);
    expect(await response.text()).toBe('<!doctype html>');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  it('does not serve files outside its folders', async () => {
    const response = await get('/public/plugins/lopan-x-panel/..%2f..%2f..%2fsecret.txt');
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('secret\n');
  });

  it('does not answer under a name that somebody else has pointed at it', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const options = { headers: { host: 'evil.example' } };
      http.get(`${workbench.url}/api/dashboards`, options, ({ statusCode }) => resolve(statusCode)).on('error', reject);
    });
    expect(status).toBe(403);
  });

  it('tells that the proxy is away', async () => {
    const response = await get('/api/datasources/uid/lopan-analytics/resources/catalogue');
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({ detail: expect.stringContaining('does not answer') });
  });

  it('says that other addresses belong to Grafana', async () => {
    expect((await get('/api/annotations')).status).toBe(404);
    expect((await get('/api/dashboards', { method: 'DELETE' })).status).toBe(405);
  });

  it('rejects when the port is taken', async () => {
    const port = Number(new URL(workbench.url).port);
    const second = serveWorkbench({ root, port, proxyUrl: '', readKey: '', demo: false });
    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
