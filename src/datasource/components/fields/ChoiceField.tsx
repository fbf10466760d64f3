import { Combobox, type ComboboxOption, Field } from '@grafana/ui';

interface Props<T extends string> {
  id: string;
  label: string;
  description?: string;
  value: T;
  options: Array<ComboboxOption<T>>;
  /** In units of 8 px. */
  width?: number;
  onChange: (value: T) => void;
}

/** One of a few values. */
export function ChoiceField<T extends string>({ id, label, description, width = 24, onChange, ...rest }: Props<T>) {
  return (
    <Field label={label} description={description} htmlFor={id} noMargin>
      <Combobox<T> id={id} width={width} {...rest} onChange={({ value }) => onChange(value)} />
    </Field>
  );
}
