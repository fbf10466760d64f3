import type { MixinConfig } from '../config';
import { points } from '../contacts/points';
import { settingsOf } from '../contacts/settings';
import { toYaml } from '../render';
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
      interval: alerts.find((alert) => alert.group === name)?.interval ?? config.alerts.interval,
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
 * The file with everybody who is told, and with contact points that are gone. Grafana deletes those after it has changed
 * the rules, so none is in use by then.
 * @param deleted uids of receivers that existed once
 */
export function contactPointFile(config: MixinConfig, deleted: readonly string[]): string {
  return toYaml({
    apiVersion: 1,
    contactPoints: points(config.alerts.contacts).map(({ name, receivers }) => ({
      orgId: config.orgId,
      name,
      receivers: receivers.map(({ uid, contact }) => ({
        uid,
        type: contact.type,
        settings: settingsOf(contact),
        disableResolveMessage: false,
      })),
    })),
    ...(deleted.length === 0 ? {} : { deleteContactPoints: deleted.map((uid) => ({ orgId: config.orgId, uid })) }),
  });
}
