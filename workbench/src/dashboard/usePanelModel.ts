/** A panel's plugin with the options and field config that hold for it. */
import {
  applyFieldOverrides,
  getPanelOptionsWithDefaults,
  type InterpolateFunction,
  type PanelData,
  type PanelPlugin,
} from '@grafana/data';
import { useTheme2 } from '@grafana/ui';
import { useEffect, useMemo, useState } from 'react';
import { loadPanelPlugin } from '../host/panelPlugins';
import type { PanelJson } from './types';

/** The plugin of a panel type; `error` says why there is none. */
export function usePanelPlugin(type: string): { plugin?: PanelPlugin; error?: string } {
  const [state, setState] = useState<{ type: string; plugin?: PanelPlugin; error?: string }>({ type });
  useEffect(() => {
    let current = true;
    loadPanelPlugin(type).then(
      (plugin) => current && setState({ type, plugin }),
      (error: Error) => current && setState({ type, error: error.message })
    );
    return () => {
      current = false;
    };
  }, [type]);
  return state.type === type ? state : {};
}

/** Options and field config of the dashboard over the plugin's defaults, after its migration. */
export function panelModel(plugin: PanelPlugin, panel: PanelJson) {
  const fieldConfig = panel.fieldConfig ?? { defaults: {}, overrides: [] };
  const stored = panel.options ?? {};
  const options: Record<string, unknown> =
    plugin.onPanelMigration && panel.pluginVersion !== plugin.meta.info.version
      ? { ...plugin.onPanelMigration({ ...panel, options: stored, fieldConfig, title: panel.title ?? '' }) }
      : stored;
  return getPanelOptionsWithDefaults({
    plugin,
    currentOptions: options,
    currentFieldConfig: fieldConfig,
    isAfterPluginChange: false,
  });
}

/** The data with units, thresholds, links and display names applied. */
export function usePanelView(
  plugin: PanelPlugin | undefined,
  panel: PanelJson,
  data: PanelData,
  timeZone: string,
  replaceVariables: InterpolateFunction
) {
  const theme = useTheme2();
  const model = useMemo(() => plugin && panelModel(plugin, panel), [plugin, panel]);
  const series = useMemo(() => {
    if (!plugin || !model) {
      return data.series;
    }
    return applyFieldOverrides({
      data: data.series,
      fieldConfig: model.fieldConfig,
      fieldConfigRegistry: plugin.fieldConfigRegistry,
      replaceVariables,
      theme,
      timeZone,
    });
  }, [plugin, model, data.series, replaceVariables, theme, timeZone]);
  return { model, data: useMemo(() => ({ ...data, series }), [data, series]) };
}
