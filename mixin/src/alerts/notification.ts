import type { MixinConfig } from '../config';
import type { Rule } from './types';

/**
 * How a rule is announced: by its own contact point, whatever the organisation's notification policy says. All rules of
 * one KPI share a title, so grouping by it makes one message of a falling KPI: every site and the total, and the change
 * from warning to critical, together.
 */
export function notification(config: MixinConfig): Rule['notification_settings'] {
  const { contactPoint, groupWait, groupInterval, repeatInterval } = config.alerts;
  return {
    receiver: contactPoint.name,
    group_by: ['grafana_folder', 'alertname'],
    group_wait: groupWait,
    group_interval: groupInterval,
    repeat_interval: repeatInterval,
  };
}
