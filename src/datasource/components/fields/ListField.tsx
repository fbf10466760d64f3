import { type ComboboxOption, Field, MultiCombobox } from '@grafana/ui';
import { valuesOf } from './context';

interface Props {
  id: string;
  label: string;
  description?: string;
  value: string[];
  options: Array<ComboboxOption<string>> | ((typed: string) => Promise<Array<ComboboxOption<string>>>);
  placeholder?: string;
  error?: string;
  /** Allows values that are not in the list, such as variables. */
  allowCustom?: boolean;
  /** In units of 8 px. */
  width?: number;
  onChange: (value: string[]) => void;
}

/** Several values, from a list or typed. */
export function ListField({ label, description, error, allowCustom = false, width = 40, onChange, ...rest }: Props) {
  return (
    <Field
      label={label}
      description={description}
      invalid={error !== undefined}
      error={error}
      htmlFor={rest.id}
      noMargin
    >
      <MultiCombobox<string>
        {...rest}
        width={width}
        invalid={error !== undefined}
        createCustomValue={allowCustom}
        isClearable
        onChange={(options) => onChange(valuesOf(options))}
      />
    </Field>
  );
}
