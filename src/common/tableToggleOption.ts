import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { labels } from './labels';

/** Adds the option that every panel of ours has: a button that shows its table. It is on unless it is switched off. */
export function addTableToggle<T extends { showTableToggle: boolean }>(
  builder: PanelOptionsEditorBuilder<T>,
  category: string[]
): void {
  builder.addBooleanSwitch({
    path: 'showTableToggle',
    ...labels.tableToggle,
    defaultValue: true,
    category,
  });
}
