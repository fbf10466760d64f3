import type { MixinConfig } from '../config';
import { dataHealthAlerts } from './dataHealthAlerts';
import { runbookUrl } from './links';
import { targetAlerts } from './targetAlerts';
import { thresholdAlerts } from './thresholdAlerts';
import type { Alert } from './types';
import { unreachableAlert } from './unreachableAlert';

/** Every alert, in the order of groups and runbooks, each with the link to its runbook. */
export function alertsOf(config: MixinConfig): Alert[] {
  const alerts = [
    ...thresholdAlerts(config),
    ...targetAlerts(config),
    ...dataHealthAlerts(config),
    unreachableAlert(config),
  ];
  return alerts.map((alert) => ({
    ...alert,
    rule: {
      ...alert.rule,
      annotations: {
        ...alert.rule.annotations,
        runbook_url: runbookUrl(config, alert.rule.uid, alert.rule.labels.kpi),
      },
    },
  }));
}
