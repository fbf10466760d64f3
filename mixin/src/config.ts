import { KPIS, type Dimension, type Kpi } from '@lopan/catalogue';
import { WEBHOOK, type Contact } from './contacts/contact';

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

/** Types of events, each of which can fall silent. */
export const EVENT_TYPES = ['business', 'session', 'feature', 'journey', 'performance'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** How alert rules are evaluated and announced. */
export interface AlertConfig {
  /** Dimensions with a rule of their own beside the rule on the total. */
  by: readonly Dimension[];
  /** Seconds of events that a threshold looks back on. */
  windowSeconds: number;
  /** How often rules are evaluated that look back on an hour, and those on data health; a multiple of 10 s. */
  interval: Duration;
  /** Likewise for rules over a day, and over longer: their values move slowly and cost more to compute. */
  dayInterval: Duration;
  longInterval: Duration;
  /** How long a threshold must be missed before it fires, per KPI id; absent ones use `pendingDefault`. */
  pending: Readonly<Record<string, string>>;
  pendingDefault: Duration;
  /** How long the proxy may be out of reach before somebody is told. */
  unreachableAfter: Duration;
  /** Evaluations without its series after which an alert of a group (a site) is taken as resolved. */
  missingSeriesEvaluations: number;
  /** Seconds without an event after which a type counts as silent (`alerts.silent_after`); `null`: it may be for ever. */
  silentAfterSeconds: Readonly<Record<EventType, number | null>>;
  /** Share of refused events, percent, above which somebody is told (`alerts.reject_rate`). */
  rejectRate: number;
  /** Below this many events received within the hour, the share is no reason to tell anybody. */
  rejectMinEvents: number;
  /** Seconds that rollups may lag behind (`alerts.rollup_lag`). */
  rollupLagSeconds: number;
  /** Hours without a good run of the retention, which is due every hour. */
  retentionHours: number;
  /** How long the retention may not have run at all before that counts: a new proxy gets to it after a minute. */
  retentionPending: Duration;
  /** Who is told; a severity that none of them takes goes to the webhook. */
  contacts: readonly Contact[];
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
    dayInterval: '5m',
    longInterval: '10m',
    pending: {},
    pendingDefault: '0s',
    unreachableAfter: '2m',
    missingSeriesEvaluations: 60,
    silentAfterSeconds: { business: 86_400, session: 86_400, feature: null, journey: null, performance: 86_400 },
    rejectRate: 5,
    rejectMinEvents: 20,
    rollupLagSeconds: 900,
    retentionHours: 24,
    retentionPending: '1h',
    contacts: [WEBHOOK],
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
