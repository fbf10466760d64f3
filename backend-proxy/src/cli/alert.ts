import { Option } from 'commander';
import { drill, DrillFailed } from '../drill/drill';
import { GrafanaApi, type GrafanaAccess } from '../drill/grafana';
import type { Env } from '../config/environment';
import { print, UsageError, type CommandModule } from './context';
import { untilSignalled } from './signals';

const SEVERITIES = ['critical', 'warning', 'info'];
const DEFAULT_WAIT_SECONDS = 180;

interface Options {
  grafana?: string;
  severity: string;
  wait: string;
}

/** Where Grafana is, from the option and the environment; secrets come from the environment only. @throws UsageError */
function accessFrom(env: Env, given: string | undefined): GrafanaAccess {
  const text = given ?? env['GRAFANA_URL'];
  if (text === undefined || !URL.canParse(text) || !/^https?:/.test(text)) {
    throw new UsageError('set GRAFANA_URL, or give --grafana: expected an address like http://127.0.0.1:3000');
  }
  const url = text.replace(/\/+$/, '');
  const { GRAFANA_TOKEN: token, GRAFANA_USER: user, GRAFANA_PASSWORD: password } = env;
  if (token) {
    return { url, authorization: `Bearer ${token}` };
  }
  if (user && password) {
    return { url, authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
  }
  throw new UsageError(
    'set GRAFANA_TOKEN (a service account that may write alert rules), or GRAFANA_USER and GRAFANA_PASSWORD'
  );
}

/** `alert drill`: proves the way from a rule to a person. */
export const alertCommand: CommandModule = (program, context) => {
  const alert = program.command('alert').description('prove that alerts reach people');
  alert
    .command('drill')
    .description(
      'fires one test alert through Grafana and resolves it: data source, rule, Alertmanager, contact point; its rule is removed at the end. GRAFANA_TOKEN, or GRAFANA_USER and GRAFANA_PASSWORD, must be set'
    )
    .option('--grafana <url>', 'address of Grafana, in place of GRAFANA_URL')
    .addOption(
      new Option('--severity <name>', 'whose contact point is told').choices(SEVERITIES).default(SEVERITIES[0])
    )
    .option('--wait <seconds>', 'how long each of the two messages may take', String(DEFAULT_WAIT_SECONDS))
    .action(async ({ grafana, severity, wait }: Options) => {
      const seconds = Number(wait);
      if (!(seconds > 0)) {
        throw new UsageError(`--wait: expected a number of seconds above 0, got "${wait}"`);
      }
      const api = new GrafanaApi(accessFrom(context.env, grafana));
      const { signal, release } = untilSignalled();
      try {
        await drill(api, { severity, waitMs: seconds * 1000, signal }, (step) => print(context, step));
      } catch (error) {
        if (signal.aborted) {
          throw new DrillFailed('the drill was stopped');
        }
        throw error;
      } finally {
        release();
      }
    });
};
