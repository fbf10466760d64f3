import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { addTableToggle } from '../../common/tableToggleOption';
import { type AdoptionHeatmapOptions, defaults, type HeatmapOrder, MAX_STEPS } from './types';

type Builder = PanelOptionsEditorBuilder<AdoptionHeatmapOptions>;

const ORDERS: Array<{ value: HeatmapOrder; label: string }> = [
  { value: 'data', label: 'As returned' },
  { value: 'name', label: 'By name' },
  { value: 'total', label: 'By share' },
];

/** The editors of the panel's options; defaults are read from `types.ts`. */
export function addOptions(builder: Builder): void {
  addContent(builder);
  addChoice(builder);
}

function addContent(builder: Builder): void {
  const category = ['Heatmap'];
  builder
    .addRadio({
      path: 'mode',
      name: 'Show',
      defaultValue: defaults.mode,
      settings: {
        options: [
          { value: 'rate', label: 'Share' },
          { value: 'change', label: 'Change', description: 'Percentage points against the previous range' },
        ],
      },
      category,
    })
    .addRadio({
      path: 'rowOrder',
      name: 'Order of features',
      defaultValue: defaults.rowOrder,
      settings: { options: ORDERS },
      category,
    })
    .addRadio({
      path: 'columnOrder',
      name: 'Order of columns',
      defaultValue: defaults.columnOrder,
      settings: { options: ORDERS },
      category,
    })
    .addBooleanSwitch({
      path: 'showTotals',
      name: 'Totals',
      showIf: ({ mode }) => mode === 'rate',
      description:
        'A last column over all columns, in which users of several count in each, and the mean of all features below.',
      defaultValue: defaults.showTotals,
      category,
    })
    .addRadio({
      path: 'valueLabels',
      name: 'Values in cells',
      defaultValue: defaults.valueLabels,
      settings: {
        options: [
          { value: 'auto', label: 'Where they fit' },
          { value: 'never', label: 'Never' },
        ],
      },
      category,
    })
    .addSliderInput({
      path: 'steps',
      name: 'Colour steps',
      description: '0 blends without steps. The scheme is the field option Color scheme, its ends are Min and Max.',
      defaultValue: defaults.steps,
      settings: { min: 0, max: MAX_STEPS, step: 1 },
      category,
    })
    .addNumberInput({
      path: 'changeLimit',
      name: 'Limit of changes',
      description: 'Percentage points at which the colours end. 0 takes the largest change.',
      defaultValue: defaults.changeLimit,
      settings: { min: 0, max: 100, integer: true },
      showIf: ({ mode }) => mode === 'change',
      category,
    })
    .addBooleanSwitch({ path: 'showLegend', name: 'Legend', defaultValue: defaults.showLegend, category });
  addTableToggle(builder, category);
}

function addChoice(builder: Builder): void {
  const category = ['Choosing a cell'];
  builder
    .addTextInput({
      path: 'featureVariable',
      name: 'Variable for the feature',
      description: 'Dashboard variable that is set to the feature of a chosen cell. A data link goes before.',
      defaultValue: defaults.featureVariable,
      category,
    })
    .addTextInput({
      path: 'columnVariable',
      name: 'Variable for the column',
      description: 'Dashboard variable that is set to the role, week, version or device of a chosen cell.',
      defaultValue: defaults.columnVariable,
      category,
    });
}
