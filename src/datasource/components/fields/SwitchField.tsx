import { Field, Switch } from '@grafana/ui';

interface Props {
  id: string;
  label: string;
  description: string;
  value: boolean;
  onChange: (value: boolean) => void;
}

/** Yes or no. */
export function SwitchField({ id, label, description, value, onChange }: Props) {
  return (
    <Field label={label} description={description} htmlFor={id} noMargin>
      <Switch id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
    </Field>
  );
}
