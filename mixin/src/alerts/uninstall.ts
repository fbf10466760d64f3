import type { MixinConfig } from '../config';
import { toYaml } from '../render';

/**
 * The file that takes everything of ours out of Grafana's alerting: it replaces the folder `alerting` for one start.
 * Grafana keeps what merely leaves its files, and what it was given by a file it lets nobody delete by hand.
 * @param rules uids of every rule there is or was
 * @param receivers likewise of contact points; Grafana deletes them after the rules
 */
export function uninstallAlertingFile(
  config: MixinConfig,
  rules: readonly string[],
  receivers: readonly string[]
): string {
  const item = (uid: string): { orgId: number; uid: string } => ({ orgId: config.orgId, uid });
  return toYaml({
    apiVersion: 1,
    deleteRules: [...rules].sort().map(item),
    deleteContactPoints: [...receivers].sort().map(item),
  });
}

/** The file that deletes the data source; it replaces the folder `datasources` for one start. */
export function uninstallDataSourceFile(config: MixinConfig): string {
  return toYaml({
    apiVersion: 1,
    deleteDatasources: [{ name: config.dataSource.name, orgId: config.orgId }],
  });
}
