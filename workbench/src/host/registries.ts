/**
 * The registries that Grafana fills at start. Editors are never drawn here, but a panel that declares an option asks for
 * its editor as soon as the defaults are read.
 */
import {
  FieldConfigProperty,
  FieldType,
  booleanOverrideProcessor,
  dataLinksOverrideProcessor,
  displayNameOverrideProcessor,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  valueMappingsOverrideProcessor,
  type Field,
  type FieldConfigPropertyItem,
  type TransformerRegistryItem,
} from '@grafana/data';
import { uniqBy } from 'lodash';

const NoEditor = () => null;

const EDITORS = [
  'number',
  'slider',
  'text',
  'strings',
  'boolean',
  'select',
  'multi-select',
  'radio',
  'unit',
  'color',
  'fieldColor',
  'links',
  'actions',
  'stats-picker',
  'timezone',
  'field-name',
  'dashboard-uid',
  'mappings',
  'thresholds',
];

const isNumber = ({ type }: Field) => type === FieldType.number;
const always = () => true;

type Property = Pick<FieldConfigPropertyItem, 'process'> &
  Partial<Pick<FieldConfigPropertyItem, 'shouldApply' | 'defaultValue' | 'settings'>>;

const PROPERTIES: Partial<Record<FieldConfigProperty, Property>> = {
  [FieldConfigProperty.DisplayName]: { process: displayNameOverrideProcessor, settings: { expandTemplateVars: true } },
  [FieldConfigProperty.Unit]: { process: stringOverrideProcessor, shouldApply: isNumber },
  [FieldConfigProperty.FieldMinMax]: { process: booleanOverrideProcessor, shouldApply: isNumber },
  [FieldConfigProperty.Min]: { process: numberOverrideProcessor, shouldApply: isNumber },
  [FieldConfigProperty.Max]: { process: numberOverrideProcessor, shouldApply: isNumber },
  [FieldConfigProperty.Decimals]: { process: numberOverrideProcessor, shouldApply: isNumber },
  [FieldConfigProperty.NoValue]: { process: stringOverrideProcessor },
  [FieldConfigProperty.Links]: { process: dataLinksOverrideProcessor },
  [FieldConfigProperty.Actions]: { process: identityOverrideProcessor },
  [FieldConfigProperty.Color]: { process: identityOverrideProcessor },
  [FieldConfigProperty.Mappings]: { process: valueMappingsOverrideProcessor, defaultValue: [] },
  [FieldConfigProperty.Thresholds]: {
    process: thresholdsOverrideProcessor,
    shouldApply: isNumber,
    defaultValue: { mode: 'absolute', steps: [{ value: -Infinity, color: 'green' }] },
  },
  [FieldConfigProperty.Filterable]: { process: booleanOverrideProcessor },
};

function property(id: string, { shouldApply = always, ...definition }: Property): FieldConfigPropertyItem {
  return { id, path: id, name: id, editor: NoEditor, override: NoEditor, shouldApply, ...definition };
}

function transformers(): TransformerRegistryItem[] {
  // one of them is exported under two names
  return uniqBy(Object.values(standardTransformers), 'id').map((transformation) => ({
    id: transformation.id,
    name: transformation.name,
    transformation,
    editor: NoEditor,
    imageDark: '',
    imageLight: '',
  }));
}

export function fillRegistries(): void {
  standardEditorsRegistry.setInit(() => EDITORS.map((id) => ({ id, name: id, editor: NoEditor })));
  standardFieldConfigEditorRegistry.setInit(() =>
    Object.entries(PROPERTIES).map(([id, definition]) => property(id, definition))
  );
  standardTransformersRegistry.setInit(transformers);
}
