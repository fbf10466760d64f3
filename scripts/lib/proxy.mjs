// The proxy, as a plant would run it (`lopan-analytics serve`), with the demo's own keys.
import fs from 'node:fs';
import process from 'node:process';
import { CLI } from './cli.mjs';
import { demoRoi } from './demo.mjs';
import { done, took } from './log.mjs';
import { inHome } from './paths.mjs';
import { freePort } from './ports.mjs';
import { answers, startService, waitFor } from './service.mjs';
import { saveState } from './state.mjs';

const START_TIMEOUT_MS = 60_000;

/**
 * Starts the proxy and waits until it is migrated and ready.
 * @param {import('./state.mjs').State} state
 * @param {string} databaseUrl
 * @returns {Promise<{ url: string, service: import('./service.mjs').Service }>}
 */
export async function startProxy(state, databaseUrl) {
  const since = Date.now();
  const port = await freePort(state.ports.proxy ?? 4000);
  state.ports.proxy = port;
  saveState(state);
  const service = startService('proxy', process.execPath, [CLI, 'serve'], {
    env: {
      DATABASE_URL: databaseUrl,
      LOPAN_CONFIG: process.env.LOPAN_CONFIG ?? demoConfig(),
      LOPAN_HOST: '127.0.0.1',
      LOPAN_PORT: String(port),
      LOPAN_INGEST_KEYS: state.secrets.ingest,
      LOPAN_READ_KEYS: state.secrets.read,
      LOPAN_ADMIN_KEYS: state.secrets.admin,
      LOPAN_PRIVACY_SECRET: state.secrets.privacy,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await waitFor(service, () => answers(`${url}/readyz`), START_TIMEOUT_MS);
  done('proxy', `on ${url} (${took(since)})`);
  return { url, service };
}

/** The demo's configuration: the plant's baselines for ROI are known, and a history of 90 days may be posted. */
function demoConfig() {
  const file = inHome('demo.yaml');
  const analytics = { collection: { max_lateness: '120d' }, roi: demoRoi() };
  fs.writeFileSync(
    file,
    '# Written by npm start at each start. For a configuration of your own: LOPAN_CONFIG=<file> npm start\n' +
      // JSON is YAML
      `${JSON.stringify({ analytics }, null, 2)}\n`
  );
  return file;
}
