// The simulated plant: its history is posted once, then it goes on live. It posts to the intake like any client.
import process from 'node:process';
import { runCommand } from './command.mjs';
import { done, progress, took } from './log.mjs';
import { CLI } from './proxy.mjs';
import { startService } from './service.mjs';
import { saveState } from './state.mjs';

/**
 * @param {import('./state.mjs').State} state
 * @param {string} proxyUrl
 * @returns {Promise<import('./service.mjs').Service>}
 */
export async function startDemo(state, proxyUrl) {
  // the command line carries no key: other users of the machine can read it
  const env = { LOPAN_URL: proxyUrl, LOPAN_KEY: state.secrets.admin, LOPAN_INGEST_KEY: state.secrets.ingest };
  if (!state.demoLoaded) {
    const since = Date.now();
    progress('demo', 'posting 90 days of a simulated plant');
    await runCommand(process.execPath, [CLI, 'demo', 'load', '--url', proxyUrl, '--key', state.secrets.ingest], {
      env,
    });
    state.demoLoaded = new Date().toISOString();
    saveState(state);
    done('demo', `90 days loaded in ${took(since)}`);
  }
  const service = startService(
    'demo',
    process.execPath,
    [CLI, 'demo', 'live', '--url', proxyUrl, '--key', state.secrets.ingest],
    { env }
  );
  done('demo', 'the plant goes on live');
  return service;
}
