import { DATA_HEALTH_PANELS, DATA_HEALTH_UID } from '../boards/ids';
import { EVENT_TYPES, type EventType, type MixinConfig } from '../config';
import { REJECTS, RETENTION, ROLLUP_LAG, silence } from '../docs/dataHealthRunbooks';
import { plainNumber } from '../panels/limits';
import { asOf } from '../queries/model';
import { eventAge, lastRetention, rejectRate, rollupLag } from './ruleQueries';
import { panelAnnotations } from './links';
import { mathNode, queryNode } from './nodes';
import { notification } from './notification';
import { timestampTemplate, withValue } from './templates';
import type { Alert, AlertQuery, Rule, Runbook } from './types';
import { spanWords } from './words';

/** Group of the rules that judge the data and not the plant. */
export const DATA_HEALTH = 'Data health';

const HOUR = 3600;
/** Go's form of a span of seconds: "1d 2h 0m 5s". */
const SPAN = '{{ humanizeDuration .Value }}';

/** What one rule on data health has of its own. */
interface Spec {
  uid: string;
  title: string;
  runbook: Runbook;
  query: AlertQuery;
  /** Seconds that the query looks back; most answers do not depend on it. */
  seconds?: number;
  /** Nodes between the query A and the condition C, with the refId whose value is shown. */
  value?: { refId: string; expression: string };
  limit: number;
  /** "Business events: newest … old (warning above 24 hours)", with the value's template in between. */
  summary: { before: string; value: string; after: string; otherwise?: string };
  description: string;
  metric: string;
  /** The panel of "Data health" that shows it. */
  panel: number;
  noDataState: Rule['noDataState'];
  for?: string;
}

/** Alerts on what stands between an event and a figure: reports, intake, rollups, retention. */
export function dataHealthAlerts(config: MixinConfig): Alert[] {
  return [
    ...EVENT_TYPES.flatMap((type) => {
      const after = config.alerts.silentAfterSeconds[type];
      return after === null ? [] : [silenceSpec(type, after)];
    }),
    rejectSpec(config),
    rollupSpec(config),
    retentionSpec(config),
  ].map((spec) => healthAlert(config, spec));
}

function silenceSpec(type: EventType, after: number): Spec {
  const title = `${type.charAt(0).toUpperCase()}${type.slice(1)} events`;
  return {
    uid: `lopan-silent-${type}`,
    title: `${title} have stopped`,
    runbook: silence(type, spanWords(after)),
    query: eventAge(type),
    limit: after,
    summary: { before: `${title}: the newest is`, value: SPAN, after: `old (warning above ${spanWords(after)})` },
    description: `No ${type} event is newer than that. Figures made of ${type} events say nothing about the time since.`,
    metric: 'lag_seconds',
    panel: DATA_HEALTH_PANELS.sinceLastEvent,
    // A type that was never seen has no age and is missed by nobody; one that was seen and is no longer kept stays silent.
    noDataState: 'KeepLast',
  };
}

function rejectSpec({ alerts }: MixinConfig): Spec {
  const limit = `${plainNumber(alerts.rejectRate)} %`;
  return {
    uid: 'lopan-reject-rate',
    title: 'Events are refused',
    runbook: REJECTS,
    query: rejectRate(alerts.rejectMinEvents),
    seconds: HOUR,
    limit: alerts.rejectRate,
    summary: {
      before: 'Refused events:',
      value: '{{ printf "%.1f" .Value }} %',
      after: `of the last hour (warning above ${limit})`,
    },
    description: `Share of the events received in the last hour that the intake refused, from ${alerts.rejectMinEvents} events on. What is refused is in no figure; it is kept in quarantine with the reason.`,
    metric: 'reject_rate',
    panel: DATA_HEALTH_PANELS.rejects,
    // Too few events came to judge: nothing is refused either.
    noDataState: 'OK',
  };
}

function rollupSpec({ alerts }: MixinConfig): Spec {
  return {
    uid: 'lopan-rollup-lag',
    title: 'Rollups lag behind',
    runbook: ROLLUP_LAG,
    query: rollupLag(),
    limit: alerts.rollupLagSeconds,
    summary: {
      before: 'Rollups:',
      value: SPAN,
      after: `behind (warning above ${spanWords(alerts.rollupLagSeconds)})`,
    },
    description:
      'Age of the oldest event that the rollups do not hold yet. Figures stay right, since what is missing is added from raw rows, but each query takes longer the more there is.',
    metric: 'rollup_lag_seconds',
    panel: DATA_HEALTH_PANELS.proxy,
    // The answer always has a number: none at all says nothing about the lag.
    noDataState: 'KeepLast',
  };
}

function retentionSpec({ alerts }: MixinConfig): Spec {
  const limit = spanWords(alerts.retentionHours * HOUR);
  return {
    uid: 'lopan-retention-age',
    title: 'Retention does not run',
    runbook: RETENTION,
    query: lastRetention(),
    value: { refId: 'V', expression: '$T - $A / 1000' },
    limit: alerts.retentionHours * HOUR,
    summary: {
      before: 'Retention: last good run',
      value: `${SPAN} ago`,
      after: `(warning above ${limit})`,
      otherwise: 'never',
    },
    description:
      'The proxy removes what is past its time once an hour. While it does not, the disk fills up and people’s data is kept longer than promised.',
    metric: 'retention_age_seconds',
    panel: DATA_HEALTH_PANELS.retention,
    // No value means that it never ran, which a new proxy is allowed for the pending period.
    noDataState: 'Alerting',
    for: alerts.retentionPending,
  };
}

function healthAlert(config: MixinConfig, spec: Spec): Alert {
  const seconds = spec.seconds ?? HOUR;
  const shown = spec.value?.refId ?? 'A';
  const { before, value, after, otherwise } = spec.summary;
  return {
    group: DATA_HEALTH,
    interval: config.alerts.interval,
    heading: spec.title,
    runbook: spec.runbook,
    rule: {
      uid: spec.uid,
      title: spec.title,
      condition: 'C',
      data: [
        queryNode(config, 'A', seconds, spec.query),
        queryNode(config, 'T', seconds, asOf()),
        ...(spec.value ? [mathNode(shown, spec.value.expression)] : []),
        mathNode('C', `$${shown} > ${plainNumber(spec.limit)}`),
      ],
      noDataState: spec.noDataState,
      execErrState: 'KeepLast',
      for: spec.for ?? '0s',
      annotations: {
        summary: `${before} ${withValue(value, shown, otherwise)} ${after}`,
        description: spec.description,
        timestamp: timestampTemplate('T'),
        current_value: withValue('{{ printf "%.1f" .Value }}', shown),
        ...panelAnnotations(DATA_HEALTH_UID, spec.panel),
      },
      labels: {
        metric: spec.metric,
        severity: 'warning',
        threshold: plainNumber(spec.limit),
        scope: 'platform',
        team: config.alerts.platformTeam,
      },
      notification_settings: notification(config, 'warning'),
    },
  };
}
