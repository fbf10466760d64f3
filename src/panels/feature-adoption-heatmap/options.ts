import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { choicesOf } from '../../common/choices';
import { addTableToggle } from '../../common/tableToggleOption';
import { labels } from './labels';
import { type AdoptionHeatmapOptions, defaults, MAX_STEPS } from './types';

type Builder = PanelOptionsEditorBuilder<AdoptionHeatmapOptions>;

const texts = labels.options;

/** The editors of the panel's options; defaults are read from `types.ts`, texts from `labels.ts`. */
export function addOptions(builder: Builder): void {
  addContent(builder);
  addChoice(builder);
}

function addContent(builder: Builder): void {
  const category = [texts.categories.content];
  builder
    .addRadio({
      path: 'mode',
      ...texts.mode,
      defaultValue: defaults.mode,
      settings: { options: choicesOf(texts.modes) },
      category,
    })
    .addRadio({
      path: 'rowOrder',
      ...texts.rowOrder,
      defaultValue: defaults.rowOrder,
      settings: { options: choicesOf(texts.orders) },
      category,
    })
    .addRadio({
      path: 'columnOrder',
      ...texts.columnOrder,
      defaultValue: defaults.columnOrder,
      settings: { options: choicesOf(texts.orders) },
      category,
    })
    .addBooleanSwitch({
      path: 'showTotals',
      ...texts.showTotals,
      showIf: ({ mode }) => mode === 'rate',
      defaultValue: defaults.showTotals,
      category,
    })
    .addRadio({
      path: 'valueLabels',
      ...texts.valueLabels,
      defaultValue: defaults.valueLabels,
      settings: { options: choicesOf(texts.valueLabelChoices) },
      category,
    })
    .addSliderInput({
      path: 'steps',
      ...texts.steps,
      defaultValue: defaults.steps,
      settings: { min: 0, max: MAX_STEPS, step: 1 },
      category,
    })
    .addNumberInput({
      path: 'changeLimit',
      ...texts.changeLimit,
      defaultValue: defaults.changeLimit,
      settings: { min: 0, max: 100, integer: true },
      showIf: ({ mode }) => mode === 'change',
      category,
    })
    .addBooleanSwitch({ path: 'showLegend', ...texts.showLegend, defaultValue: defaults.showLegend, category });
  addTableToggle(builder, category);
}

function addChoice(builder: Builder): void {
  const category = [texts.categories.choice];
  builder
    .addTextInput({
      path: 'featureVariable',
      ...texts.featureVariable,
      defaultValue: defaults.featureVariable,
      category,
    })
    .addTextInput({
      path: 'columnVariable',
      ...texts.columnVariable,
      defaultValue: defaults.columnVariable,
      category,
    });
}
