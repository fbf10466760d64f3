import { FieldColorModeId, FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { AdoptionHeatmapPanel } from './AdoptionHeatmapPanel';
import { migrateOptions } from './migrations';
import { addOptions } from './options';
import { suggestHeatmap } from './suggestions';
import type { AdoptionHeatmapOptions } from './types';

export const plugin = new PanelPlugin<AdoptionHeatmapOptions>(AdoptionHeatmapPanel)
  .setPanelOptions(addOptions)
  .useFieldConfig({
    standardOptions: {
      [FieldConfigProperty.Color]: {
        settings: { byValueSupport: true, preferThresholdsMode: false },
        defaultValue: { mode: FieldColorModeId.ContinuousGreens },
      },
      [FieldConfigProperty.Min]: { defaultValue: 0 },
      [FieldConfigProperty.Max]: { defaultValue: 100 },
    },
    disableStandardOptions: [
      FieldConfigProperty.DisplayName,
      FieldConfigProperty.NoValue,
      FieldConfigProperty.Mappings,
      FieldConfigProperty.Filterable,
      FieldConfigProperty.FieldMinMax,
      // Shares are percent with one decimal, so that a grid can be read at a glance.
      FieldConfigProperty.Unit,
      FieldConfigProperty.Decimals,
      // Grafana offers actions to its own panels only.
      FieldConfigProperty.Actions,
    ],
  })
  .setMigrationHandler(migrateOptions)
  .setSuggestionsSupplier(suggestHeatmap);
