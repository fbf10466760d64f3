// The simulated plant: its history is posted once, then it goes on live. It posts to the intake like any client.
import { createRequire } from 'node:module';
import process from 'node:process';
import { CLI } from './cli.mjs';
import { runCommand } from './command.mjs';
import { done, progress, took } from './log.mjs';
import { inRoot } from './paths.mjs';
import { startService } from './service.mjs';
import { saveState } from './state.mjs';

/**
 * Posts the history at the first start, then keeps the plant running.
 * @param {import('./state.mjs').State} state
 * @param {string} proxyUrl
 * @returns {Promise<import('./service.mjs').Service>}
 */
export async function startDemo(state, proxyUrl) {
  // in the environment and not on the command line, which other users of the machine can read
  const env = {
    LOPAN_URL: proxyUrl,
    LOPAN_INGEST_KEY: state.secrets.ingest,
    LOPAN_ADMIN_KEY: state.secrets.admin,
  };
  if (!state.demoLoaded) {
    const since = Date.now();
    const planned = new Date(since).toISOString();
    progress('demo', 'posting 90 days of a simulated plant');
    await runCommand(process.execPath, [CLI, 'demo', 'load', '--now', planned], { env });
    state.demoLoaded = planned;
    saveState(state);
    done('demo', `90 days loaded in ${took(since)}`);
  }
  const service = startService('demo', process.execPath, [CLI, 'demo', 'live', '--now', state.demoLoaded], { env });
  done('demo', 'the plant goes on live');
  return service;
}

/**
 * What the plant knows about its work before the app; without it there is no business ROI.
 * @returns {object} the section `roi` of the configuration
 */
export function demoRoi() {
  return createRequire(import.meta.url)(inRoot('backend-proxy', 'dist', 'demo', 'index.js')).demoRoi;
}
