/** The one data source: the built plugin, under the uid that is provisioned in a Grafana. */
import {
  PluginType,
  type DataSourceApi,
  type DataSourceInstanceSettings,
  type DataSourceJsonData,
  type DataSourcePlugin,
  type DataSourcePluginMeta,
  type DataSourceRef,
} from '@grafana/data';
import { config, type DataSourceSrv } from '@grafana/runtime';
import { loadModule } from './amd';
import type { BuiltPlugin } from './api';

export const DATASOURCE_UID = 'lopan-analytics';
const DATASOURCE_PLUGIN = 'lopan-analytics-datasource';
const DATASOURCE_NAME = 'Lopan Analytics';

type Constructor = DataSourcePlugin<DataSourceApi>['DataSourceClass'];

export class WorkbenchDataSources implements DataSourceSrv {
  private readonly settings: DataSourceInstanceSettings | undefined;
  private instance: Promise<DataSourceApi> | undefined;

  constructor(private readonly plugins: BuiltPlugin[]) {
    const plugin = plugins.find(({ id }) => id === DATASOURCE_PLUGIN);
    if (plugin) {
      this.settings = settingsOf({ ...plugin, type: PluginType.datasource });
      config.datasources = { [DATASOURCE_NAME]: this.settings };
      config.defaultDatasource = DATASOURCE_NAME;
    }
  }

  get(ref?: DataSourceRef | string | null): Promise<DataSourceApi> {
    if (!this.getInstanceSettings(ref)) {
      return Promise.reject(new Error(`The workbench has no data source "${nameOf(ref)}"`));
    }
    this.instance ??= this.create();
    return this.instance;
  }

  getInstanceSettings(ref?: DataSourceRef | string | null): DataSourceInstanceSettings | undefined {
    const name = nameOf(ref);
    const known = ['', 'default', '${datasource}', DATASOURCE_UID, DATASOURCE_NAME, DATASOURCE_PLUGIN];
    return known.includes(name) ? this.settings : undefined;
  }

  getList(): DataSourceInstanceSettings[] {
    return this.settings ? [this.settings] : [];
  }

  reload(): void {
    this.instance = undefined;
  }

  registerRuntimeDataSource(): void {
    throw new Error('The workbench takes no runtime data sources');
  }

  private async create(): Promise<DataSourceApi> {
    const plugin = this.plugins.find(({ id }) => id === DATASOURCE_PLUGIN);
    if (!plugin || !this.settings) {
      throw new Error('The data source plugin is not built: npm run build');
    }
    const module = await loadModule(plugin.module);
    const exported: unknown = await Reflect.get(module, 'plugin');
    if (!isDataSourcePlugin(exported)) {
      throw new Error(`${plugin.module} does not export a data source as "plugin"`);
    }
    const instance = new exported.DataSourceClass(this.settings);
    instance.meta = this.settings.meta;
    return instance;
  }
}

function settingsOf(plugin: DataSourcePluginMeta): DataSourceInstanceSettings<DataSourceJsonData> {
  return {
    id: 1,
    uid: DATASOURCE_UID,
    name: DATASOURCE_NAME,
    type: plugin.id,
    meta: plugin,
    readOnly: true,
    access: 'proxy',
    isDefault: true,
    jsonData: {},
  };
}

function nameOf(ref?: DataSourceRef | string | null): string {
  return (typeof ref === 'object' && ref ? ref.uid : ref) ?? '';
}

function isDataSourcePlugin(value: unknown): value is { DataSourceClass: Constructor } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'DataSourceClass' in value &&
    typeof value.DataSourceClass === 'function'
  );
}
