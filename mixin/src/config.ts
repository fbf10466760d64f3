import { KPIS, type Dimension, type Kpi } from '@lopan/catalogue';

/** A duration as Grafana and Alertmanager write it: a whole number and one of s, m, h, d, w. */
export type Duration = `${number}${'s' | 'm' | 'h' | 'd' | 'w'}`;

/** Everything that can be tuned about what is generated. Numbers of a KPI are the catalogue's; nothing here repeats one. */
export interface MixinConfig {
  /** Name, uid and type of the data source that every query names. The uid is a public contract: rules keep it for ever. */
  dataSource: { name: string; uid: string; type: string };
  /** Id of the app plugin that provisioning enables. */
  appId: string;
  /** Organisation that everything is provisioned into. */
  orgId: number;
  /** Folder of dashboards and rules; a public contract, since moving rules leaves links behind. */
  folder: string;
  /**
   * Address of the proxy as Grafana reaches it. `$NAME` is filled in by Grafana from its environment when it reads the
   * file; unset means empty, with which Grafana starts and the data source says what is missing.
   */
  proxyUrl: string;
  /** The read key of the proxy, likewise. */
  readKey: string;
  /** Directory of the dashboards as Grafana sees it. */
  dashboardsPath: string;
  /**
   * Where the runbook pages are published, without trailing slash; `<base>/<rule uid>` is the link. `null` links to the
   * generated "Runbooks" dashboard of the same Grafana, which is there wherever the rules are.
   */
  runbookBaseUrl: string | null;
  alerts: AlertConfig;
  /** The catalogue with the plant's overrides applied. */
  kpis: readonly Kpi[];
  /** Runbook pages that a plant keeps elsewhere, per KPI id. */
  runbooks: Readonly<Record<string, string>>;
}

/** How alert rules are evaluated and announced. */
export interface AlertConfig {
  /** Dimensions with a rule of their own beside the rule on the total. */
  by: readonly Dimension[];
  /** Seconds of events that a threshold looks back on. */
  windowSeconds: number;
  /** How often rules are evaluated; a multiple of 10 s. */
  interval: Duration;
  /** How long a threshold must be missed before it fires, per KPI id; absent ones use `pendingDefault`. */
  pending: Readonly<Record<string, string>>;
  pendingDefault: Duration;
  /** How long the proxy may be out of reach before somebody is told. */
  unreachableAfter: Duration;
  /** Evaluations without its series after which an alert of a group (a site) is taken as resolved. */
  missingSeriesEvaluations: number;
  contactPoint: {
    name: string;
    uid: string;
    /** Environment variable with the address that notifications are posted to. */
    urlVariable: string;
    /** Address used while the variable is unset: nobody listens there, and Grafana says so in its log. */
    fallbackUrl: string;
  };
  /** Time to gather what fails together into one message, between changes of a message, and until it is repeated. */
  groupWait: Duration;
  groupInterval: Duration;
  repeatInterval: Duration;
  /** Team label of rules that belong to no KPI. */
  platformTeam: string;
}

/** The configuration of the committed files: no plant, the plain catalogue. */
export const DEFAULTS: MixinConfig = {
  dataSource: { name: 'Lopan Analytics', uid: 'lopan-analytics', type: 'lopan-analytics-datasource' },
  appId: 'lopan-analytics-app',
  orgId: 1,
  folder: 'Lopan',
  proxyUrl: '$LOPAN_PROXY_URL',
  readKey: '$LOPAN_READ_KEY',
  dashboardsPath: '$GF_PATHS_PROVISIONING/dashboards/lopan',
  runbookBaseUrl: null,
  alerts: {
    by: ['site'],
    windowSeconds: 3600,
    interval: '1m',
    pending: {},
    pendingDefault: '0s',
    unreachableAfter: '2m',
    missingSeriesEvaluations: 60,
    contactPoint: {
      name: 'Lopan webhook',
      uid: 'lopan-webhook',
      urlVariable: 'LOPAN_WEBHOOK_URL',
      fallbackUrl: 'http://127.0.0.1:9/',
    },
    groupWait: '20s',
    groupInterval: '1m',
    repeatInterval: '4h',
    platformTeam: 'platform',
  },
  kpis: KPIS,
  runbooks: {},
};

/** The KPI of that id as configured. @throws when the catalogue has none, which is a mistake in this program. */
export function kpiOf(config: Pick<MixinConfig, 'kpis'>, id: string): Kpi {
  const kpi = config.kpis.find((candidate) => candidate.id === id);
  if (!kpi) {
    throw new Error(`the catalogue has no KPI "${id}"`);
  }
  return kpi;
}
