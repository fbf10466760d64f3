import { DATA_HEALTH_PANELS, DATA_HEALTH_UID } from '../boards/ids';
import { kpiOf, type MixinConfig } from '../config';
import { kpiNumber } from '../queries/model';
import { DATA_HEALTH } from './dataHealthAlerts';
import { panelAnnotations } from './links';
import { belowNode, queryNode } from './nodes';
import { notification } from './notification';
import type { Alert } from './types';

/** Any KPI will do: the rule asks whether there is an answer, not what it says. */
const PROBE = 'production_efficiency';

/**
 * One alert for "the figures cannot be had": all other rules keep their last state while queries fail, so that an outage
 * is one message and not one per rule.
 */
export function unreachableAlert(config: MixinConfig): Alert {
  const query = kpiNumber(kpiOf(config, PROBE).id);
  return {
    group: DATA_HEALTH,
    interval: config.alerts.interval,
    heading: 'Analytics data unreachable',
    runbook: {
      meaning:
        'Grafana gets no answer to KPI queries: the proxy is down, refuses the key, has no database, or the network between is gone.',
      impact:
        'Dashboards show errors and no threshold rule can fire: each keeps the state it had. Events are not lost as long as the clients queue them.',
      causes: [
        'The proxy was stopped, updated or killed, or its host is gone.',
        'Its database is down, full, in recovery, or not migrated.',
        'A key was changed on one side only.',
        'A firewall, a name or a certificate changed between Grafana and the proxy.',
      ],
      steps: [
        'Open Connections → Data sources → Lopan Analytics → Save & test: the sentence it shows says which of unreachable, unauthorised or unmigrated it is.',
        'Unreachable: is the proxy running, and does `GET /livez` on its address answer 200? Look at the address in the data source (LOPAN_PROXY_URL) and at the proxy’s log.',
        'Running but not ready: `GET /readyz` answers 503 until the database is connected and migrated; its body says which. Look at Postgres: disk, connections, recovery.',
        'Unauthorised: the key in Grafana (LOPAN_READ_KEY) is not among the proxy’s LOPAN_READ_KEYS. Compare them, restart what was changed.',
        'Slow rather than down: queries end after `query.timeout` with status 504. Look for a running import, rollup or retention job.',
      ],
      resolution:
        'Resolves with the first answered query. Rules that kept their state then judge the present window at once.',
    },
    rule: {
      uid: 'lopan-data-unreachable',
      title: 'Analytics data unreachable',
      condition: 'C',
      data: [
        queryNode(config, 'A', 300, query),
        // Never true by value: the KPI has no negative ones. A classic condition drops the label of the KPI, which is
        // none of the reader's business here.
        belowNode('C', 'A', -1),
      ],
      noDataState: 'OK',
      execErrState: 'Alerting',
      for: config.alerts.unreachableAfter,
      annotations: {
        summary: 'Lopan Analytics: queries from Grafana to the proxy (critical while they fail)',
        description: 'While queries fail, dashboards show errors and every other rule keeps the state it had before.',
        ...panelAnnotations(DATA_HEALTH_UID, DATA_HEALTH_PANELS.proxy),
      },
      labels: { severity: 'critical', scope: 'platform', team: config.alerts.platformTeam },
      notification_settings: notification(config, 'critical'),
    },
  };
}
