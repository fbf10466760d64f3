import { QUERY_DEFAULTS } from '../../defaults';
import { labels } from '../../labels';
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
        {...labels.fields.startPoint}
        value={query.startPoint}
        onChange={(startPoint) => onChange({ ...query, startPoint })}
      />
      <NumberField
        id={`${idPrefix}-max-steps`}
        {...labels.fields.maxSteps}
        value={query.maxSteps}
        min={1}
        error={errors.maxSteps}
        onChange={(maxSteps) => onChange({ ...query, maxSteps: maxSteps ?? QUERY_DEFAULTS.paths.maxSteps })}
      />
      <NumberField
        id={`${idPrefix}-top`}
        {...labels.fields.top}
        value={query.top}
        min={1}
        error={errors.top}
        onChange={(top) => onChange({ ...query, top: top ?? QUERY_DEFAULTS.paths.top })}
      />
    </>
  );
}
