import type { PanelOptionsEditorBuilder } from '@grafana/data';

/** Adds the option that every panel of ours has: a button that shows its table. It is on unless it is switched off. */
export function addTableToggle<T extends { showTableToggle: boolean }>(
  builder: PanelOptionsEditorBuilder<T>,
  category: string[]
): void {
  builder.addBooleanSwitch({
    path: 'showTableToggle',
    name: 'Switch to a table',
    description: 'A button that shows the same values as a table with CSV export.',
    defaultValue: true,
    category,
  });
}
