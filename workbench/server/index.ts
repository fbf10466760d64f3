/**
 * The workbench's server: plain `node:http` on 127.0.0.1. It serves the page and the built plugins, reads the generated
 * dashboards, and answers the few addresses of Grafana that the plugins ask, by asking the proxy. The read key stays here.
 */
import http from 'node:http';
import path from 'node:path';
import { listDashboards, readDashboard } from './dashboards';
import { findFont } from './fonts';
import { HttpError, readJson, sendError, sendJson } from './http';
import { listPlugins, type PluginFolder } from './plugins';
import { drawnIcon } from './icons';
import { ProxyClient } from './proxyClient';
import { answerDsQuery } from './query';
import { sendFile } from './static';

export interface WorkbenchOptions {
  /** The root of the clone: holds dist/, provisioning/ and workbench/dist/. */
  root: string;
  /** TCP port; 0 takes any free one. */
  port: number;
  /** Address of the proxy, without a trailing slash. */
  proxyUrl: string;
  /** A key of scope `read`. */
  readKey: string;
  /** Whether the numbers come from the simulated plant; the page then says so. */
  demo: boolean;
  /** Folder of the built plugins; default `<root>/dist`. */
  pluginsDir?: string;
  /** Folder of the dashboards; default `<root>/provisioning/dashboards`. */
  dashboardsDir?: string;
}

export interface Workbench {
  url: string;
  close(): Promise<void>;
}

/** The data source's uid, as provisioned. */
const DATASOURCE_PATH = '/api/datasources/uid/lopan-analytics/';

interface Context {
  options: WorkbenchOptions;
  proxy: ProxyClient;
  plugins: PluginFolder[];
  dashboardsDir: string;
}

/** Starts the server; rejects when the port is taken. */
export async function serveWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const context: Context = {
    options,
    proxy: new ProxyClient(options.proxyUrl, options.readKey),
    plugins: listPlugins(options.pluginsDir ?? path.join(options.root, 'dist')),
    dashboardsDir: options.dashboardsDir ?? path.join(options.root, 'provisioning', 'dashboards'),
  };
  const server = http.createServer((request, response) => {
    handle(context, request, response).catch((error: unknown) => sendError(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(context: Context, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  refuseForeignHost(request);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const pathname = decodeURIComponent(url.pathname);
  if (pathname.startsWith('/api/')) {
    return handleApi(context, request, response, pathname, url.search);
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new HttpError(405, `${request.method} is not allowed here`);
  }
  const file = resolveFile(context, pathname);
  const icon = drawnIcon(file.folder, file.name);
  if (icon) {
    response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(icon);
    return;
  }
  await sendFile(response, file.folder, file.name);
}

/**
 * A page of another site must not read the numbers through a name that it has pointed at 127.0.0.1 (DNS rebinding): the
 * server answers under its own names only.
 */
function refuseForeignHost(request: http.IncomingMessage): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) {
    throw new HttpError(403, `The workbench answers as 127.0.0.1 and localhost only, not as "${host}"`);
  }
}

async function handleApi(
  { options, proxy, plugins, dashboardsDir }: Context,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  pathname: string,
  search: string
): Promise<void> {
  if (request.method === 'POST' && pathname === '/api/ds/query') {
    const { status, body } = await answerDsQuery(proxy, await readJson(request));
    return sendJson(response, status, body);
  }
  if (request.method !== 'GET') {
    throw new HttpError(405, `${request.method} ${pathname} is not allowed here`);
  }
  if (pathname === '/api/workbench') {
    return sendJson(response, 200, { demo: options.demo });
  }
  if (pathname === '/api/plugins') {
    return sendJson(
      response,
      200,
      plugins.map(({ meta }) => meta)
    );
  }
  if (pathname === '/api/dashboards') {
    return sendJson(response, 200, await listDashboards(dashboardsDir));
  }
  if (pathname.startsWith('/api/dashboards/uid/')) {
    return sendJson(response, 200, await readDashboard(dashboardsDir, pathname.slice('/api/dashboards/uid/'.length)));
  }
  if (pathname.startsWith(`${DATASOURCE_PATH}resources/`)) {
    const resource = pathname.slice(`${DATASOURCE_PATH}resources/`.length);
    const answer = await proxy.get(`/v1/${resource.split('/').map(encodeURIComponent).join('/')}${search}`);
    return sendJson(response, answer.status, answer.body);
  }
  throw new HttpError(404, `The workbench has no ${pathname}: that belongs to Grafana`);
}

/** Maps an address to a file: icons of @grafana/ui, a plugin's files, the page's bundle, else the page itself. */
function resolveFile({ options, plugins }: Context, pathname: string): { folder: string; name: string } {
  const client = path.join(options.root, 'workbench', 'dist', 'client');
  if (pathname.startsWith('/public/build/img/')) {
    const icons = path.join(options.root, 'node_modules', '@grafana', 'ui', 'dist', 'public', 'img');
    return { folder: icons, name: pathname.slice('/public/build/img/'.length) };
  }
  if (pathname.startsWith('/public/fonts/')) {
    const font = findFont(options.root, pathname.slice('/public/fonts/'.length));
    if (!font) {
      throw new HttpError(404, `No such font: ${pathname}`);
    }
    return font;
  }
  const plugin = /^\/public\/plugins\/([^/]+)\/(.+)$/.exec(pathname);
  if (plugin) {
    const [, id, name] = plugin;
    const found = plugins.find(({ meta }) => meta.id === id);
    if (!found || !name) {
      throw new HttpError(404, `No built plugin "${id}". Build the plugins first: npm run build`);
    }
    return { folder: found.folder, name };
  }
  if (pathname.startsWith('/assets/')) {
    return { folder: client, name: pathname.slice(1) };
  }
  if (pathname.startsWith('/public/')) {
    throw new HttpError(404, `No such file: ${pathname}`);
  }
  return { folder: client, name: 'index.html' };
}
