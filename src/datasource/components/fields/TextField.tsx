import { Field, Input } from '@grafana/ui';
import { useState } from 'react';

interface Props {
  id: string;
  label: string;
  description?: string;
  value: string | undefined;
  placeholder?: string;
  error?: string;
  onChange: (value: string | undefined) => void;
}

/** A text, handed on when the field is left or Enter is pressed. Empty means: not set. */
export function TextField({ id, label, description, value, placeholder, error, onChange }: Props) {
  const [typed, setTyped] = useState<string | null>(null);
  const commit = () => {
    if (typed !== null) {
      setTyped(null);
      onChange(typed.trim() || undefined);
    }
  };
  return (
    <Field label={label} description={description} invalid={error !== undefined} error={error} htmlFor={id} noMargin>
      <Input
        id={id}
        width={24}
        placeholder={placeholder}
        value={typed ?? value ?? ''}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={commit}
        onKeyDown={({ key }) => key === 'Enter' && commit()}
      />
    </Field>
  );
}
