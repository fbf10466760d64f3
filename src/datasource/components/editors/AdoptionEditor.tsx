import { choicesOf } from '../../../common/choices';
import { labels } from '../../labels';
import type { AdoptionQuery, Variable } from '../../types';
import { ChoiceField } from '../fields/ChoiceField';
import type { PartProps } from '../fields/context';

interface Props extends PartProps<AdoptionQuery> {
  variables: Variable[];
}

/** What adoption is split by and what it is a share of. */
export function AdoptionEditor({ query, onChange, idPrefix, variables }: Props) {
  return (
    <>
      <ChoiceField
        id={`${idPrefix}-by`}
        {...labels.fields.by}
        value={query.by}
        variables={variables}
        options={choicesOf(labels.choices.by)}
        onChange={(by) => onChange({ ...query, by })}
      />
      <ChoiceField
        id={`${idPrefix}-denominator`}
        {...labels.fields.denominator}
        value={query.denominator}
        variables={variables}
        options={choicesOf(labels.choices.denominator)}
        onChange={(denominator) => onChange({ ...query, denominator })}
      />
      <ChoiceField
        id={`${idPrefix}-windows`}
        {...labels.fields.windows}
        value={query.windows}
        variables={variables}
        options={choicesOf(labels.choices.windows)}
        onChange={(windows) => onChange({ ...query, windows })}
      />
    </>
  );
}
