import { alertsOf } from './alerts';
import { contactPointFile, rulesFile } from './alerts/files';
import { uninstallAlertingFile, uninstallDataSourceFile } from './alerts/uninstall';
import { dataHealth } from './boards/dataHealth';
import { operations } from './boards/operations';
import { overview } from './boards/overview';
import { runbooks } from './boards/runbooks';
import type { MixinConfig } from './config';
import { points } from './contacts/points';
import { appFile, dashboardProviderFile, dataSourceFile } from './datasources/files';
import { kpiPage } from './docs/kpiPage';
import { runbookFile } from './docs/runbookPage';
import { MANIFEST_PATH, type Manifest, tombstones } from './manifest';
import { toJson } from './render';

export { DEFAULTS, type MixinConfig } from './config';
export { EMPTY_MANIFEST, type Manifest, MANIFEST_PATH, readManifest } from './manifest';
export { ContactsFileError, readContacts } from './contacts/read';
export { untold } from './contacts/points';
export { PlantFileError, readPlant } from './plant';

/**
 * Everything that is generated, as path → content. Pure: the same configuration and manifest give the same files, on any
 * machine and in any order of time.
 * @param previous what the last run generated; rules that are gone since then are named for deletion
 */
export function generate(config: MixinConfig, previous: Manifest): Map<string, string> {
  const alerts = alertsOf(config);
  const rules = alerts.map((alert) => alert.rule.uid).sort();
  const deletedRules = tombstones([...previous.deletedRules, ...previous.rules], rules);
  const contactPoints = points(config.alerts.contacts)
    .flatMap(({ receivers }) => receivers.map(({ uid }) => uid))
    .sort();
  const deletedContactPoints = tombstones([...previous.deletedContactPoints, ...previous.contactPoints], contactPoints);
  const files = new Map<string, string>([
    ['docs/kpis.md', kpiPage(config)],
    ...alerts.map((alert) => [`docs/runbooks/${alert.rule.uid}.md`, runbookFile(alert)] as const),
    [
      'docs/uninstall/alerting.yaml',
      uninstallAlertingFile(config, [...rules, ...deletedRules], [...contactPoints, ...deletedContactPoints]),
    ],
    ['docs/uninstall/datasources.yaml', uninstallDataSourceFile(config)],
    ['provisioning/alerting/contact-points.yaml', contactPointFile(config, deletedContactPoints)],
    ['provisioning/alerting/rules.yaml', rulesFile(config, alerts, deletedRules)],
    ['provisioning/dashboards/lopan.yaml', dashboardProviderFile(config)],
    ['provisioning/dashboards/lopan/data-health.json', toJson(dataHealth(config))],
    ['provisioning/dashboards/lopan/operations.json', toJson(operations(config))],
    ['provisioning/dashboards/lopan/production-analytics.json', toJson(overview(config))],
    ['provisioning/dashboards/lopan/runbooks.json', toJson(runbooks(alerts))],
    ['provisioning/datasources/lopan.yaml', dataSourceFile(config)],
    ['provisioning/plugins/lopan.yaml', appFile(config)],
  ]);
  const manifest: Manifest = {
    files: [...files.keys()].sort(),
    rules,
    deletedRules,
    contactPoints,
    deletedContactPoints,
  };
  return files.set(MANIFEST_PATH, toJson(manifest));
}
