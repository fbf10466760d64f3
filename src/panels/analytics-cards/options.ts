import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { choicesOf } from '../../common/choices';
import { addTableToggle } from '../../common/tableToggleOption';
import { labels } from './labels';
import { type AnalyticsCardsOptions, defaults, MAX_COLUMNS } from './types';

type Builder = PanelOptionsEditorBuilder<AnalyticsCardsOptions>;

const texts = labels.options;

/** The editors of the panel's options; defaults are read from `types.ts`, texts from `labels.ts`. */
export function addOptions(builder: Builder): void {
  addLayout(builder);
  addContent(builder);
}

function addLayout(builder: Builder): void {
  const category = [texts.categories.layout];
  builder
    .addSliderInput({
      path: 'columns',
      ...texts.columns,
      defaultValue: defaults.columns,
      settings: { min: 0, max: MAX_COLUMNS, step: 1 },
      category,
    })
    .addRadio({
      path: 'layout',
      ...texts.layout,
      defaultValue: defaults.layout,
      settings: { options: choicesOf(texts.layouts) },
      category,
    });
}

function addContent(builder: Builder): void {
  const category = [texts.categories.content];
  builder
    .addSelect({
      path: 'calculation',
      ...texts.calculation,
      defaultValue: defaults.calculation,
      settings: { options: choicesOf(texts.calculations) },
      category,
    })
    .addBooleanSwitch({ path: 'showTrend', ...texts.showTrend, defaultValue: defaults.showTrend, category })
    .addRadio({
      path: 'changeUnit',
      ...texts.changeUnit,
      defaultValue: defaults.changeUnit,
      settings: { options: choicesOf(texts.changeUnits) },
      showIf: ({ showTrend }) => showTrend,
      category,
    })
    .addBooleanSwitch({ path: 'showTarget', ...texts.showTarget, defaultValue: defaults.showTarget, category })
    .addBooleanSwitch({ path: 'showStatus', ...texts.showStatus, defaultValue: defaults.showStatus, category })
    .addBooleanSwitch({ path: 'showSparkline', ...texts.showSparkline, defaultValue: defaults.showSparkline, category })
    .addBooleanSwitch({ path: 'showAsOf', ...texts.showAsOf, defaultValue: defaults.showAsOf, category })
    .addBooleanSwitch({ path: 'showCount', ...texts.showCount, defaultValue: defaults.showCount, category })
    .addNumberInput({
      path: 'staleAfterMinutes',
      ...texts.staleAfterMinutes,
      defaultValue: defaults.staleAfterMinutes,
      settings: { min: 0, integer: true },
      category,
    });
  addTableToggle(builder, category);
}
