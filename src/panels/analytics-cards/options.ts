import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { addTableToggle } from '../../common/tableToggleOption';
import { type AnalyticsCardsOptions, defaults, MAX_COLUMNS } from './types';

type Builder = PanelOptionsEditorBuilder<AnalyticsCardsOptions>;

/** The editors of the panel's options; defaults are read from `types.ts`. */
export function addOptions(builder: Builder): void {
  addLayout(builder);
  addContent(builder);
}

function addLayout(builder: Builder): void {
  const category = ['Layout'];
  builder
    .addSliderInput({
      path: 'columns',
      name: 'Columns',
      description: '0 chooses by the size of the panel.',
      defaultValue: defaults.columns,
      settings: { min: 0, max: MAX_COLUMNS, step: 1 },
      category,
    })
    .addRadio({
      path: 'layout',
      name: 'Cards',
      defaultValue: defaults.layout,
      settings: {
        options: [
          { value: 'standard', label: 'Standard' },
          { value: 'compact', label: 'Compact', description: 'Less height, no sparkline and no small print.' },
        ],
      },
      category,
    });
}

function addContent(builder: Builder): void {
  const category = ['Content'];
  builder
    .addSelect({
      path: 'calculation',
      name: 'Value of a time series',
      description: 'Which value of a series the card shows. Summary tables carry their value and ignore this.',
      defaultValue: defaults.calculation,
      settings: {
        options: [
          { value: 'lastNotNull', label: 'Last' },
          { value: 'firstNotNull', label: 'First' },
          { value: 'min', label: 'Lowest' },
          { value: 'max', label: 'Highest' },
          { value: 'mean', label: 'Mean', description: 'Mean of the buckets, which for a ratio is not the ratio.' },
          { value: 'sum', label: 'Sum' },
        ],
      },
      category,
    })
    .addBooleanSwitch({ path: 'showTrend', name: 'Trend', defaultValue: defaults.showTrend, category })
    .addRadio({
      path: 'changeUnit',
      name: 'Change of percent KPIs',
      description: 'From 80% to 84%: a change of 5%, or of 4 percentage points.',
      defaultValue: defaults.changeUnit,
      settings: {
        options: [
          { value: 'percent', label: 'Percent' },
          { value: 'points', label: 'Percentage points' },
        ],
      },
      showIf: ({ showTrend }) => showTrend,
      category,
    })
    .addBooleanSwitch({ path: 'showTarget', name: 'Target', defaultValue: defaults.showTarget, category })
    .addBooleanSwitch({ path: 'showStatus', name: 'Status', defaultValue: defaults.showStatus, category })
    .addBooleanSwitch({ path: 'showSparkline', name: 'Sparkline', defaultValue: defaults.showSparkline, category })
    .addBooleanSwitch({ path: 'showAsOf', name: 'Time of the value', defaultValue: defaults.showAsOf, category })
    .addBooleanSwitch({
      path: 'showCount',
      name: 'Number of observations',
      defaultValue: defaults.showCount,
      category,
    })
    .addNumberInput({
      path: 'staleAfterMinutes',
      name: 'Stale after (minutes)',
      description: 'Marks values that end this long before the range does. 0 marks none.',
      defaultValue: defaults.staleAfterMinutes,
      settings: { min: 0, integer: true },
      category,
    });
  addTableToggle(builder, category);
}
