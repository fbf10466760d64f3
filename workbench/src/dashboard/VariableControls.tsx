/** The dashboard's variables, each as a list to choose from. */
import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Combobox, Icon, Input, MultiCombobox, Tooltip, useStyles2, type ComboboxOption } from '@grafana/ui';
import { ALL, type Variable } from '../state/variables';

interface Props {
  variables: Variable[];
  onChange: (name: string, values: string[]) => void;
}

/** As in Grafana's dashboard JSON. */
const HIDDEN = 2;

export function VariableControls({ variables, onChange }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <>
      {variables
        .filter(({ json }) => json.hide !== HIDDEN && json.type !== 'constant' && json.type !== 'adhoc')
        .map((variable) => {
          const { json, error } = variable;
          const id = `variable-${json.name}`;
          return (
            <div key={json.name} className={styles.variable}>
              <label htmlFor={id} className={styles.label}>
                {json.label || json.name}
                {error && (
                  <Tooltip content={error}>
                    <span role="img" aria-label={error} tabIndex={0}>
                      <Icon name="exclamation-triangle" />
                    </span>
                  </Tooltip>
                )}
              </label>
              <Choice id={id} variable={variable} onChange={(values) => onChange(json.name, values)} />
            </div>
          );
        })}
    </>
  );
}

interface ChoiceProps {
  id: string;
  variable: Variable;
  onChange: (values: string[]) => void;
}

function Choice({ id, variable: { json, options, chosen }, onChange }: ChoiceProps) {
  if (json.type === 'textbox') {
    return (
      <Input id={id} defaultValue={chosen[0] ?? ''} onBlur={({ currentTarget }) => onChange([currentTarget.value])} />
    );
  }
  const all: Array<ComboboxOption<string>> = json.includeAll ? [{ label: 'All', value: ALL }] : [];
  const choices = [...all, ...options.map(({ text, value }) => ({ label: text, value }))];
  if (json.multi) {
    const last = chosen.includes(ALL) ? ALL : undefined;
    return (
      <MultiCombobox
        id={id}
        width="auto"
        minWidth={16}
        maxWidth={40}
        options={choices}
        value={chosen}
        onChange={(selected) =>
          onChange(
            withoutStaleAll(
              selected.map(({ value }) => value),
              last
            )
          )
        }
      />
    );
  }
  return (
    <Combobox
      id={id}
      width="auto"
      minWidth={16}
      maxWidth={40}
      options={choices}
      value={chosen[0] ?? null}
      onChange={({ value }) => onChange([value])}
    />
  );
}

/** All and single values exclude each other: what was chosen last holds; nothing means All. */
function withoutStaleAll(values: string[], before: string | undefined): string[] {
  if (values.length === 0 || (values.includes(ALL) && before !== ALL)) {
    return [ALL];
  }
  return values.length > 1 ? values.filter((value) => value !== ALL) : values;
}

const getStyles = (theme: GrafanaTheme2) => ({
  variable: css({ display: 'flex' }),
  label: css({
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(0.5),
    padding: theme.spacing(0, 1),
    height: theme.spacing(theme.components.height.md),
    background: theme.colors.background.secondary,
    border: `1px solid ${theme.colors.border.weak}`,
    borderRight: 'none',
    borderRadius: `${theme.shape.radius.default} 0 0 ${theme.shape.radius.default}`,
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    whiteSpace: 'nowrap',
  }),
});
