// The simulated plant: its history is posted once, then it goes on live. It posts to the intake like any client.
import { createRequire } from 'node:module';
import process from 'node:process';
import { isStopping } from './children.mjs';
import { CLI } from './cli.mjs';
import { runCommand } from './command.mjs';
import { done, progress, took, warn } from './log.mjs';
import { inRoot } from './paths.mjs';
import { startService } from './service.mjs';
import { saveState } from './state.mjs';

const MINUTE_MS = 60_000;
/** A shorter stop leaves no hole that anybody sees. */
const GAP_MS = 5 * MINUTE_MS;

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
  // an event is posted once under one id: what happened while nobody looked is posted beside the live events
  if (Date.now() - Date.parse(state.demoSeen ?? state.demoLoaded) > GAP_MS) {
    catchUp(state.demoLoaded, env);
  }
  noteTime(state);
  setInterval(() => noteTime(state), MINUTE_MS).unref();
  const service = startService('demo', process.execPath, [CLI, 'demo', 'live', '--now', state.demoLoaded], { env });
  done('demo', 'the plant goes on live');
  return service;
}

/** Posts what is missing of the history, in the background. @param {string} planned @param {NodeJS.ProcessEnv} env */
function catchUp(planned, env) {
  const since = Date.now();
  progress('demo', 'posting what happened since the last start');
  runCommand(process.execPath, [CLI, 'demo', 'load', '--now', planned], { env }).then(
    () => done('demo', `caught up in ${took(since)}`),
    (/** @type {Error} */ error) => isStopping() || warn('demo', `could not catch up: ${error.message}`)
  );
}

/** Remembers until when the plant has run. @param {import('./state.mjs').State} state */
function noteTime(state) {
  state.demoSeen = new Date().toISOString();
  saveState(state);
}

/**
 * What the plant knows about its work before the app; without it there is no business ROI.
 * @returns {object} the section `roi` of the configuration
 */
export function demoRoi() {
  return createRequire(import.meta.url)(inRoot('backend-proxy', 'dist', 'demo', 'index.js')).demoRoi;
}
