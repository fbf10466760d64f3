#!/usr/bin/env node
// Serves the workbench over a proxy that is running already (`npm start` starts one by itself), building it first when it
// is stale. The last line it prints is its address. Used by the browser tests and for work on the panels.
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildWorkbench } from '../scripts/lib/build.mjs';
import { ROOT } from '../scripts/lib/paths.mjs';

const HELP = `Usage: node workbench/serve.mjs --proxy <url> [options]
  --proxy <url>        address of the proxy, e.g. http://127.0.0.1:4000
  --port <n>           port of the page (default: any free one)
  --plugins <dir>      built plugins (default: dist)
  --dashboards <dir>   dashboards (default: provisioning/dashboards)
  --root <dir>         a workbench that was built elsewhere, with other packages (see scripts/smoke-next.mjs)
  --demo               mark the numbers as demo data
The key of scope "read" comes from LOPAN_READ_KEY.`;

const { values } = parseArgs({
  options: {
    proxy: { type: 'string' },
    port: { type: 'string', default: '0' },
    plugins: { type: 'string' },
    dashboards: { type: 'string' },
    root: { type: 'string' },
    demo: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help || !values.proxy) {
  process.stdout.write(`${HELP}\n`);
  process.exit(values.help ? 0 : 2);
}
if (!values.root) {
  await buildWorkbench();
}
const root = values.root ?? ROOT;
const { serveWorkbench } = await import(pathToFileURL(path.join(root, 'workbench', 'dist', 'server.mjs')).href);
const { url, close } = await serveWorkbench({
  root,
  port: Number(values.port),
  proxyUrl: values.proxy,
  readKey: process.env.LOPAN_READ_KEY ?? '',
  demo: values.demo,
  pluginsDir: values.plugins ?? path.join(ROOT, 'dist'),
  dashboardsDir: values.dashboards ?? path.join(ROOT, 'provisioning', 'dashboards'),
});
process.stdout.write(`${url}\n`);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => close().then(() => process.exit(0)));
}
