import { FieldConfigProperty, PanelPlugin } from '@grafana/data';
import { AnalyticsCardsPanel } from './AnalyticsCardsPanel';
import { migrateOptions } from './migrations';
import { addOptions } from './options';
import { suggestCards } from './suggestions';
import type { AnalyticsCardsOptions } from './types';

export const plugin = new PanelPlugin<AnalyticsCardsOptions>(AnalyticsCardsPanel)
  .setPanelOptions(addOptions)
  .useFieldConfig({
    disableStandardOptions: [
      // Colour says good or bad, and limits come with the data: both belong to the KPI, not to the panel.
      FieldConfigProperty.Color,
      FieldConfigProperty.Thresholds,
      FieldConfigProperty.Min,
      FieldConfigProperty.Max,
      FieldConfigProperty.FieldMinMax,
      FieldConfigProperty.Filterable,
      // Grafana offers actions to its own panels only.
      FieldConfigProperty.Actions,
    ],
  })
  .setMigrationHandler(migrateOptions)
  .setSuggestionsSupplier(suggestCards);
