import type { MixinConfig } from '../config';
import { toYaml } from '../render';

/** The data source. Address and key come from Grafana's environment, so that no file holds a secret. */
export function dataSourceFile(config: MixinConfig): string {
  const { name, uid, type } = config.dataSource;
  return toYaml({
    apiVersion: 1,
    datasources: [
      {
        name,
        uid,
        type,
        orgId: config.orgId,
        access: 'proxy',
        url: config.proxyUrl,
        isDefault: false,
        editable: false,
        jsonData: {},
        secureJsonData: { apiKey: config.readKey },
      },
    ],
  });
}

/** Enables the app; without it Grafana hides the panels and the data source that it carries. */
export function appFile(config: MixinConfig): string {
  return toYaml({ apiVersion: 1, apps: [{ type: config.appId, org_id: config.orgId, disabled: false }] });
}

/** Where Grafana finds the dashboards. They are read-only there: a change belongs into the program, or into a copy. */
export function dashboardProviderFile(config: MixinConfig): string {
  return toYaml({
    apiVersion: 1,
    providers: [
      {
        name: 'lopan',
        type: 'file',
        orgId: config.orgId,
        folder: config.folder,
        disableDeletion: false,
        allowUiUpdates: false,
        updateIntervalSeconds: 10,
        options: { path: config.dashboardsPath, foldersFromFilesStructure: false },
      },
    ],
  });
}
