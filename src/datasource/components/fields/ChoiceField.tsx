import { Combobox, type ComboboxOption, Field } from '@grafana/ui';
import { VARIABLE_HINT } from '../../labels';
import type { Variable } from '../../types';

interface Props<T extends string, V extends Variable> {
  id: string;
  label: string;
  description?: string;
  value: T | V;
  options: Array<ComboboxOption<T>>;
  /** Template variables that are offered beside the options. */
  variables?: V[];
  /** In units of 8 px. */
  width?: number;
  onChange: (value: T | V) => void;
}

/** One of a few values, or a template variable that stands for one. */
export function ChoiceField<T extends string, V extends Variable = never>(props: Props<T, V>) {
  const { id, label, description, width = 24, value, options, variables = [], onChange } = props;
  const offered: Array<ComboboxOption<T | V>> = [
    ...options,
    ...variables.map((name) => ({ value: name, description: VARIABLE_HINT })),
  ];
  // A variable that is not one of this dashboard stays visible, or nobody could see what is wrong.
  const isListed = offered.some((option) => option.value === value);
  return (
    <Field label={label} description={description} htmlFor={id} noMargin>
      <Combobox<T | V>
        id={id}
        width={width}
        value={value}
        options={isListed ? offered : [...offered, { value }]}
        onChange={(option) => onChange(option.value)}
      />
    </Field>
  );
}
