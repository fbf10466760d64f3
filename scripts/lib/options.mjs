// Command line of `npm start -- …`.
import { parseArgs } from 'node:util';

/** A command line that cannot be obeyed; exit code 2. */
export class UsageError extends Error {}

/**
 * @typedef {object} StartOptions
 * @property {number | undefined} port   Port of the page that is printed first (Grafana or the workbench); undefined: the first free one from 3000.
 * @property {boolean} demo       Load and run the simulated plant.
 * @property {boolean} reset      Forget everything `npm start` has kept before starting.
 * @property {boolean} workbench  Serve the workbench even where a Grafana is found.
 * @property {boolean} help
 */

const OPTIONS = /** @type {const} */ ({
  port: { type: 'string' },
  'no-demo': { type: 'boolean', default: false },
  reset: { type: 'boolean', default: false },
  workbench: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
});

/**
 * @param {string[]} args
 * @returns {StartOptions}
 */
export function parseOptions(args) {
  let values;
  try {
    ({ values } = parseArgs({ args, options: OPTIONS, strict: true, allowPositionals: false }));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${message.split('\n')[0]}\nSee: npm start -- --help`);
  }
  return {
    port: values.port === undefined ? undefined : parsePort(values.port),
    demo: !values['no-demo'],
    reset: values.reset,
    workbench: values.workbench,
    help: values.help,
  };
}

/** @param {string} text */
function parsePort(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new UsageError(`--port: expected a number from 1 to 65535, got "${text}"`);
  }
  return port;
}

/** @returns {string} What `npm start -- --help` prints. */
export function helpText() {
  return `Usage: npm start -- [options]

Installs what is missing, builds what is stale, starts an embedded Postgres and the proxy, loads a demo plant
(90 days, going on live), and opens the dashboards: in Grafana where one is found (GRAFANA_HOME, or grafana on
PATH), else in the workbench, a preview page without Grafana. Everything listens on 127.0.0.1.

Options
  --port <n>    port of the page (default: the first free one from 3000)
  --no-demo     start empty, without the simulated plant
  --reset       forget the database, the demo's keys and Grafana's data of earlier starts
  --workbench   serve the workbench even where a Grafana is found
  -h, --help    this text

Environment
  GRAFANA_HOME  folder of an unpacked Grafana 12.3 or later (holds bin/, conf/ and public/)
  LOPAN_CONFIG  a configuration file for the proxy in place of the demo's

What is kept between starts lies in .lopan/ (ignored by git); logs are in .lopan/log/.`;
}
