// The order of `npm start`: install; then builds, database and demo side by side; then the page.
import process from 'node:process';
import { buildBackend, buildPlugins, buildServer, buildWorkbench } from './build.mjs';
import { isStopping, startReaper, stopChildren } from './children.mjs';
import { startDemo } from './demo.mjs';
import { findGrafana, startGrafana } from './grafana.mjs';
import { ensurePackages } from './install.mjs';
import { takeLock } from './lock.mjs';
import { fail, headline, print, took } from './log.mjs';
import { pagePort } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { startProxy } from './proxy.mjs';
import { reset } from './reset.mjs';
import { loadState } from './state.mjs';
import { OVERVIEW, startWorkbench } from './workbench.mjs';

/**
 * Starts everything, stays until it is told to end or something dies, and stops everything.
 * @param {import('./options.mjs').StartOptions} options
 * @returns {Promise<number>} the exit code
 */
export async function run(options) {
  const since = Date.now();
  const release = takeLock();
  startReaper();
  const ended = endSignal();
  headline('Lopan Production Analytics');
  try {
    if (options.reset) {
      reset();
    }
    await Promise.race([
      ended,
      start(options, since).then((services) => Promise.race(services.map(({ died }) => died))),
    ]);
    print('\n  Stopping …');
    return 0;
  } catch (error) {
    if (isStopping()) {
      return 0;
    }
    fail(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await stopChildren();
    release();
    // a page that is open in a browser keeps its connections
    setImmediate(() => process.exit());
  }
}

/** @returns {Promise<void>} when Ctrl-C or SIGTERM has come; a second one ends everything at once */
function endSignal() {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => {
        if (asked) {
          void stopChildren();
        }
        asked = true;
        resolve();
      });
    }
  });
}

/**
 * @param {import('./options.mjs').StartOptions} options
 * @param {number} since
 * @returns {Promise<import('./service.mjs').Service[]>} what has to stay alive
 */
async function start(options, since) {
  const grafana = options.workbench ? undefined : findGrafana();
  const port = await pagePort(options.port);
  await ensurePackages();
  const state = loadState();

  const [data] = await Promise.all([
    startData(options, state),
    buildPlugins().then(() => (grafana ? buildBackend() : buildWorkbench())),
  ]);

  if (grafana) {
    const { url, service } = await startGrafana(grafana, { port, proxyUrl: data.proxyUrl, state });
    announce(since, [
      `Grafana    ${url}${OVERVIEW}`,
      `           read without a login; to edit or explore: admin / ${state.secrets.grafana}`,
      `Proxy      ${data.proxyUrl}   (keys in .lopan/state.json)`,
    ]);
    return [...data.services, service];
  }
  const url = await startWorkbench({ port, proxyUrl: data.proxyUrl, readKey: state.secrets.read, demo: options.demo });
  announce(since, [
    `Workbench  ${url}${OVERVIEW}`,
    '           a preview without Grafana; for the real thing: GRAFANA_HOME=<unpacked Grafana 12.3+> npm start',
    `Proxy      ${data.proxyUrl}   (keys in .lopan/state.json)`,
  ]);
  return data.services;
}

/**
 * The data side: database, proxy, demo.
 * @param {import('./options.mjs').StartOptions} options
 * @param {import('./state.mjs').State} state
 */
async function startData(options, state) {
  const [, postgres] = await Promise.all([buildServer(), startPostgres(state)]);
  const proxy = await startProxy(state, postgres.url);
  const services = [postgres.service, proxy.service];
  if (options.demo) {
    services.push(await startDemo(state, proxy.url));
  }
  return { proxyUrl: proxy.url, services };
}

/** @param {number} since @param {string[]} lines */
function announce(since, lines) {
  print('');
  for (const line of lines) {
    print(`  ${line}`);
  }
  print(`\n  Ready after ${took(since)}. Ctrl-C stops everything.`);
}
