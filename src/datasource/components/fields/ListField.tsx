import { type ComboboxOption, Field, Label, MultiCombobox } from '@grafana/ui';
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
  const labelId = `${rest.id}-label`;
  // Grafana 12.3 does not hand the id on to the input: it is named by the label's id instead.
  const name = (
    <Label htmlFor={rest.id} description={description}>
      <span id={labelId}>{label}</span>
    </Label>
  );
  return (
    <Field label={name} invalid={error !== undefined} error={error} noMargin>
      <MultiCombobox<string>
        {...rest}
        aria-labelledby={labelId}
        width={width}
        invalid={error !== undefined}
        createCustomValue={allowCustom}
        isClearable
        onChange={(options) => onChange(valuesOf(options))}
      />
    </Field>
  );
}
