/** Panel plugins by id: ours from their built modules, Grafana's core types from `panels/`. */
import { PanelPlugin, PluginType, type PanelPluginMeta } from '@grafana/data';
import { corePanel } from '../panels';
import { loadModule } from './amd';
import type { BuiltPlugin } from './api';

const plugins = new Map<string, Promise<PanelPlugin>>();
let built: BuiltPlugin[] = [];

/** Tells which plugins are built. */
export function setBuiltPlugins(all: BuiltPlugin[]): void {
  built = all;
}

/** Ids of our own panels. */
export function builtPanelIds(): string[] {
  return built.filter(({ type }) => type === 'panel').map(({ id }) => id);
}

/** A panel plugin, loaded once; rejects with a sentence for a type that the workbench cannot draw. */
export function loadPanelPlugin(id: string): Promise<PanelPlugin> {
  let plugin = plugins.get(id);
  if (!plugin) {
    plugin = load(id);
    plugins.set(id, plugin);
  }
  return plugin;
}

async function load(id: string): Promise<PanelPlugin> {
  const core = corePanel(id);
  if (core) {
    core.meta = coreMeta(id);
    return core;
  }
  const meta = built.find((plugin) => plugin.id === id && plugin.type === 'panel');
  if (!meta) {
    throw new Error(
      id.startsWith('lopan-')
        ? `The panel "${id}" is not built: npm run build`
        : `Panels of type "${id}" are drawn in a Grafana only`
    );
  }
  const exported: unknown = await Reflect.get(await loadModule(meta.module), 'plugin');
  if (!(exported instanceof PanelPlugin)) {
    throw new Error(`${meta.module} does not export a PanelPlugin as "plugin"`);
  }
  exported.meta = { ...meta, type: PluginType.panel };
  return exported;
}

function coreMeta(id: string): PanelPluginMeta {
  return {
    id,
    name: id,
    type: PluginType.panel,
    module: `core:plugin/${id}`,
    baseUrl: '',
    sort: 0,
    info: {
      author: { name: 'Grafana' },
      description: '',
      links: [],
      logos: { small: '', large: '' },
      screenshots: [],
      updated: '',
      version: '',
    },
  };
}
