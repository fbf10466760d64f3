import { Field, Input } from '@grafana/ui';
import { useState } from 'react';

interface Props {
  id: string;
  label: string;
  description?: string;
  value: number | undefined;
  min: number;
  placeholder?: string;
  error?: string;
  onChange: (value: number | undefined) => void;
}

/** A whole number. It is handed on when the field is left or Enter is pressed, so that typing does not run queries. */
export function NumberField({ id, label, description, value, min, placeholder, error, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    if (typed !== null) {
      setTyped(null);
      onChange(typed === '' ? undefined : Number(typed));
    }
  };
  return (
    <Field label={label} description={description} invalid={error !== undefined} error={error} htmlFor={id} noMargin>
      <Input
        id={id}
        type="number"
        width={16}
        min={min}
        step={1}
        placeholder={placeholder}
        value={typed ?? value ?? ''}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={commit}
        onKeyDown={({ key }) => key === 'Enter' && commit()}
      />
    </Field>
  );
}
