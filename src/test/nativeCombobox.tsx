import type { ComboboxOption } from '@grafana/ui';
import { useEffect, useRef, useState } from 'react';

type Option = ComboboxOption<string>;
type Options = Option[] | ((typed: string) => Promise<Option[]>);

interface Props<Value, Change> {
  id?: string;
  'aria-labelledby'?: string;
  value: Value;
  options: Options;
  onChange: (change: Change) => void;
}

/** Stands in for a combobox, whose virtual list has no rows where nothing has a height. */
export function NativeCombobox({ id, value, options, onChange }: Props<string, Option>) {
  const shown = useOptions(options);
  return (
    <select id={id} value={value} onChange={({ target }) => onChange({ value: target.value })}>
      {shown.map(toElement)}
    </select>
  );
}

/** Stands in for a combobox that takes several values. Like that of Grafana 12.3, it has no id of its own. */
export function NativeMultiCombobox({ value, options, onChange, ...rest }: Props<string[], Option[]>) {
  const shown = useOptions(options);
  return (
    <select
      multiple
      aria-labelledby={rest['aria-labelledby']}
      value={value}
      onChange={({ target }) => onChange(Array.from(target.selectedOptions, (option) => ({ value: option.value })))}
    >
      {shown.map(toElement)}
    </select>
  );
}

const toElement = ({ value, label, description }: Option) => (
  <option key={value} value={value}>
    {[label ?? value, description].filter(Boolean).join(' | ')}
  </option>
);

/** Options that have to be asked for are asked for once, as when a list is opened. */
function useOptions(options: Options): Option[] {
  const [loaded, setLoaded] = useState<Option[]>([]);
  const load = useRef(options);
  useEffect(() => {
    let isMounted = true;
    if (typeof load.current === 'function') {
      void load.current('').then((list) => isMounted && setLoaded(list));
    }
    return () => {
      isMounted = false;
    };
  }, []);
  return typeof options === 'function' ? loaded : options;
}
