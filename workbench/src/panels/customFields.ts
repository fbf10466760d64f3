import {
  identityOverrideProcessor,
  type FieldConfigEditorBuilder,
  type PanelOptionsEditorBuilder,
} from '@grafana/data';

const NoEditor = () => null;

/**
 * Declares the field options of a core panel with their defaults, so that a dashboard's `custom` and overrides reach the
 * fields. There are no editors: nothing is edited here.
 */
export function declareCustomFields<T extends object>(builder: FieldConfigEditorBuilder<T>, defaults: T): void {
  for (const [path, defaultValue] of Object.entries(defaults)) {
    builder.addCustomEditor({
      id: path,
      path,
      name: path,
      defaultValue,
      editor: NoEditor,
      override: NoEditor,
      process: identityOverrideProcessor,
      shouldApply: () => true,
    });
  }
}

/** The same for the options of the panel itself. */
export function declareOptions<T extends object>(builder: PanelOptionsEditorBuilder<T>, defaults: T): void {
  for (const [path, defaultValue] of Object.entries(defaults)) {
    builder.addCustomEditor({ id: path, path, name: path, defaultValue, editor: NoEditor });
  }
}
