// A Grafana of the user's own, started with our plugins and provisioning, its data in .lopan/grafana. It calls nobody:
// update checks, news, gravatars and plugin downloads are off.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { done, progress, took } from './log.mjs';
import { PLUGIN_IDS, inHome, inRoot } from './paths.mjs';
import { answers, startService, waitFor } from './service.mjs';

/** @typedef {{ binary: string, home: string }} Grafana */

const START_TIMEOUT_MS = 180_000;

/**
 * Looks for a Grafana: GRAFANA_HOME first, then `grafana` on PATH.
 * @returns {Grafana | undefined}
 */
export function findGrafana() {
  const home = process.env.GRAFANA_HOME;
  if (home) {
    const grafana = inFolder(path.resolve(home));
    if (!grafana) {
      throw new Error(
        `GRAFANA_HOME is ${home}, but no Grafana is there: expected bin/grafana, conf/defaults.ini and public/.`
      );
    }
    return grafana;
  }
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const binary = path.join(folder, 'grafana');
    if (folder && isFile(binary)) {
      // packages put the binary or a link to it into PATH and the rest into /usr/share/grafana
      const real = fs.realpathSync(binary);
      const candidates = [path.dirname(path.dirname(real)), '/usr/share/grafana'];
      const found = candidates.find(hasHome);
      if (found) {
        return { binary: real, home: found };
      }
    }
  }
  return undefined;
}

/** @param {string} home @returns {Grafana | undefined} */
function inFolder(home) {
  const names = ['bin/grafana', `bin/${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}/grafana`];
  const binary = names.map((name) => path.join(home, name)).find(isFile);
  return binary && hasHome(home) ? { binary, home } : undefined;
}

/** @param {string} home */
const hasHome = (home) => isFile(path.join(home, 'conf', 'defaults.ini')) && fs.existsSync(path.join(home, 'public'));

/** @param {string} file */
function isFile(file) {
  return fs.existsSync(file) && fs.statSync(file).isFile();
}

/**
 * Starts Grafana and waits until it answers.
 * @param {Grafana} grafana
 * @param {{ port: number, proxyUrl: string, state: import('./state.mjs').State }} how
 */
export async function startGrafana(grafana, { port, proxyUrl, state }) {
  const since = Date.now();
  progress('grafana', `starting ${versionOf(grafana)} from ${grafana.home} (a first start takes a while)`);
  linkPlugins();
  const service = startService('grafana', grafana.binary, ['server', '--homepath', grafana.home], {
    cwd: grafana.home,
    env: {
      ...grafanaSettings({ port, password: state.secrets.grafana }),
      LOPAN_PROXY_URL: proxyUrl,
      LOPAN_READ_KEY: state.secrets.read,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  await waitFor(service, () => answers(`${url}/api/health`), START_TIMEOUT_MS);
  done('grafana', `on ${url} (${took(since)})`);
  return { url, service };
}

/** @param {Grafana} grafana */
function versionOf(grafana) {
  try {
    return execFileSync(grafana.binary, ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return 'Grafana';
  }
}

/** Grafana takes every folder below its plugins folder as a plugin: ours is a link to what was built. */
function linkPlugins() {
  const folder = inHome('grafana', 'plugins');
  fs.mkdirSync(folder, { recursive: true });
  const link = path.join(folder, 'lopan-analytics-app');
  fs.rmSync(link, { force: true });
  fs.symlinkSync(inRoot('dist'), link, 'junction');
}

/**
 * Grafana's settings as environment variables, which go before any file.
 * @param {{ port: number, password: string, folder?: string }} how `folder`: its data, logs and plugins lie below
 * @returns {NodeJS.ProcessEnv}
 */
export function grafanaSettings({ port, password, folder = inHome('grafana') }) {
  return {
    GF_DEFAULT_APP_MODE: 'production',
    GF_PATHS_DATA: path.join(folder, 'data'),
    GF_PATHS_LOGS: path.join(folder, 'log'),
    GF_PATHS_PLUGINS: path.join(folder, 'plugins'),
    GF_PATHS_PROVISIONING: inRoot('provisioning'),
    GF_SERVER_HTTP_ADDR: '127.0.0.1',
    GF_SERVER_HTTP_PORT: String(port),
    GF_SERVER_ROOT_URL: `http://127.0.0.1:${port}/`,
    GF_DATABASE_TYPE: 'sqlite3',
    GF_DATABASE_WAL: 'true',
    GF_SECURITY_ADMIN_USER: 'admin',
    GF_SECURITY_ADMIN_PASSWORD: password,
    GF_SECURITY_DISABLE_GRAVATAR: 'true',
    // the page opens without a login; to edit, or to Explore, sign in
    GF_AUTH_ANONYMOUS_ENABLED: 'true',
    GF_AUTH_ANONYMOUS_ORG_ROLE: 'Viewer',
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_ANALYTICS_FEEDBACK_LINKS_ENABLED: 'false',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_SNAPSHOTS_EXTERNAL_ENABLED: 'false',
    GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS: PLUGIN_IDS.join(','),
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_PLUGINS_PLUGIN_ADMIN_ENABLED: 'false',
    GF_PLUGINS_PUBLIC_KEY_RETRIEVAL_DISABLED: 'true',
    // a closed port in place of the catalogue on the internet
    GF_GRAFANA_COM_URL: 'http://127.0.0.1:9',
    GF_GRAFANA_COM_API_URL: 'http://127.0.0.1:9/api',
    GF_HELP_ENABLED: 'false',
    GF_UNIFIED_ALERTING_MIN_INTERVAL: '10s',
    // under the 30 s that the default contact point waits: what fires in Grafana's first minute reaches ours
    GF_UNIFIED_ALERTING_ALERTMANAGER_CONFIG_POLL_INTERVAL: '10s',
    GF_LOG_MODE: 'console',
  };
}
