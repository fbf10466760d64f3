import type { Catalogue } from '../../catalogue';
import { QUERY_DEFAULTS } from '../../defaults';
import { labels } from '../../labels';
import type { FunnelQuery, Variable } from '../../types';
import { validateQuery } from '../../validation';
import type { PartProps } from '../fields/context';
import { ListField } from '../fields/ListField';
import { TextField } from '../fields/TextField';

interface Props extends PartProps<FunnelQuery> {
  catalogue: Catalogue | undefined;
  variables: Variable[];
}

/** The steps in their order, and the time in which they must happen. */
export function FunnelEditor({ query, onChange, idPrefix, catalogue, variables }: Props) {
  const errors = validateQuery(query);
  const features = (catalogue?.features ?? []).map(({ id, title }) => ({ value: id, label: title }));
  const listed = new Set([...features.map(({ value }) => value), ...variables]);
  const others = [...variables, ...query.steps.filter((step) => !listed.has(step))].map((value) => ({ value }));
  return (
    <>
      <ListField
        id={`${idPrefix}-steps`}
        {...labels.fields.steps}
        value={query.steps}
        options={[...features, ...others]}
        allowCustom
        width={60}
        error={errors.steps}
        onChange={(steps) => onChange({ ...query, steps })}
      />
      <TextField
        id={`${idPrefix}-window`}
        {...labels.fields.funnelWindow}
        value={query.window}
        error={errors.window}
        onChange={(window) => onChange({ ...query, window: window ?? QUERY_DEFAULTS.funnel.window })}
      />
    </>
  );
}
