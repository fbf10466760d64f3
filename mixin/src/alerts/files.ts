import type { MixinConfig } from '../config';
import { toYaml } from '../render';
import { messageTemplate } from './message';
import type { Alert } from './types';

/**
 * The file with the rules, and with those to delete: Grafana keeps a rule that merely leaves its file.
 * @param deleted uids of rules that existed once
 */
export function rulesFile(config: MixinConfig, alerts: readonly Alert[], deleted: readonly string[]): string {
  const names = [...new Set(alerts.map((alert) => alert.group))];
  return toYaml({
    apiVersion: 1,
    groups: names.map((name) => ({
      orgId: config.orgId,
      name,
      folder: config.folder,
      interval: config.alerts.interval,
      rules: alerts.filter((alert) => alert.group === name).map((alert) => escapeVariables(alert.rule)),
    })),
    ...(deleted.length === 0 ? {} : { deleteRules: deleted.map((uid) => ({ orgId: config.orgId, uid })) }),
  });
}

/** Grafana fills environment variables into titles and labels, unlike annotations: a `$` that is meant is written twice. */
function escapeVariables(rule: Alert['rule']): Alert['rule'] {
  const escape = (text: string): string => text.replaceAll('$', () => '$$');
  const labels = Object.entries(rule.labels).map(([name, value]) => [name, escape(value)] as const);
  return { ...rule, title: escape(rule.title), labels: Object.fromEntries(labels) };
}

/**
 * The file with the webhook. Grafana does not start on an empty address, but it renders the address as a template: an
 * unset variable leaves the fallback.
 */
export function contactPointFile(config: MixinConfig): string {
  const { name, uid, urlVariable, fallbackUrl } = config.alerts.contactPoint;
  return toYaml({
    apiVersion: 1,
    contactPoints: [
      {
        orgId: config.orgId,
        name,
        receivers: [
          {
            uid,
            type: 'webhook',
            settings: {
              url: `{{ or "$${urlVariable}" "${fallbackUrl}" }}`,
              httpMethod: 'POST',
              message: messageTemplate(),
            },
            disableResolveMessage: false,
          },
        ],
      },
    ],
  });
}
