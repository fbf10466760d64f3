import type { MixinConfig } from '../config';
import { pointOf } from '../contacts/points';
import type { Rule, Severity } from './types';

/**
 * How a rule is announced: by its own contact point, whatever the organisation's notification policy says. All rules of
 * one KPI share a title, so grouping by it makes one message of a falling KPI: every site and the total, and the change
 * from one severity to another, together.
 */
export function notification(config: MixinConfig, severity: Severity): Rule['notification_settings'] {
  const { contacts, groupWait, groupInterval, repeatInterval } = config.alerts;
  return {
    receiver: pointOf(contacts, severity).name,
    group_by: ['grafana_folder', 'alertname'],
    group_wait: groupWait,
    group_interval: groupInterval,
    repeat_interval: repeatInterval,
  };
}
