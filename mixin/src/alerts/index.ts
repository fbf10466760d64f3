import type { MixinConfig } from '../config';
import { runbookUrl } from './links';
import { thresholdAlerts } from './thresholdAlerts';
import type { Alert } from './types';
import { unreachableAlert } from './unreachableAlert';

/** Every alert, in the order of groups and runbooks, each with the link to its runbook. */
export function alertsOf(config: MixinConfig): Alert[] {
  return [...thresholdAlerts(config), unreachableAlert(config)].map((alert, position) => ({
    ...alert,
    rule: {
      ...alert.rule,
      annotations: {
        ...alert.rule.annotations,
        runbook_url: runbookUrl(config, alert.rule.uid, position, alert.rule.labels.metric),
      },
    },
  }));
}
