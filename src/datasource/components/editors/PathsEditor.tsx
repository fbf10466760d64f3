import { QUERY_DEFAULTS } from '../../defaults';
import type { PathsQuery } from '../../types';
import { validateQuery } from '../../validation';
import type { PartProps } from '../fields/context';
import { NumberField } from '../fields/NumberField';
import { TextField } from '../fields/TextField';

/** Where paths begin and how much of them is drawn. */
export function PathsEditor({ query, onChange, idPrefix }: PartProps<PathsQuery>) {
  const errors = validateQuery(query);
  return (
    <>
      <TextField
        id={`${idPrefix}-start`}
        label="Starting at"
        description="A screen; empty means all"
        value={query.startPoint}
        onChange={(startPoint) => onChange({ ...query, startPoint })}
      />
      <NumberField
        id={`${idPrefix}-max-steps`}
        label="Steps"
        value={query.maxSteps}
        min={1}
        error={errors.maxSteps}
        onChange={(maxSteps) => onChange({ ...query, maxSteps: maxSteps ?? QUERY_DEFAULTS.paths.maxSteps })}
      />
      <NumberField
        id={`${idPrefix}-top`}
        label="Screens per step"
        description="The rest becomes “other”"
        value={query.top}
        min={1}
        error={errors.top}
        onChange={(top) => onChange({ ...query, top: top ?? QUERY_DEFAULTS.paths.top })}
      />
    </>
  );
}
