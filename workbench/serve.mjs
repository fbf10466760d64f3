#!/usr/bin/env node
// Serves the workbench over a proxy that is running already (`npm start` starts one by itself), building it first when it
// is stale. The last line it prints is its address. Used by the browser tests and for work on the panels.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { buildWorkbench } from '../scripts/lib/build.mjs';
import { ROOT } from '../scripts/lib/paths.mjs';

const HELP = `Usage: node workbench/serve.mjs --proxy <url> [options]
  --proxy <url>        address of the proxy, e.g. http://127.0.0.1:4000
  --port <n>           port of the page (default: any free one)
  --plugins <dir>      built plugins (default: dist)
  --dashboards <dir>   dashboards (default: provisioning/dashboards)
  --demo               mark the numbers as demo data
The key of scope "read" comes from LOPAN_READ_KEY.`;

const { values } = parseArgs({
  options: {
    proxy: { type: 'string' },
    port: { type: 'string', default: '0' },
    plugins: { type: 'string' },
    dashboards: { type: 'string' },
    demo: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help || !values.proxy) {
  process.stdout.write(`${HELP}\n`);
  process.exit(values.help ? 0 : 2);
}
await buildWorkbench();
const { serveWorkbench } = await import('./dist/server.mjs');
const { url, close } = await serveWorkbench({
  root: ROOT,
  port: Number(values.port),
  proxyUrl: values.proxy,
  readKey: process.env.LOPAN_READ_KEY ?? '',
  demo: values.demo,
  pluginsDir: values.plugins,
  dashboardsDir: values.dashboards,
});
process.stdout.write(`${url}\n`);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => close().then(() => process.exit(0)));
}
