import type { Catalogue } from '../../catalogue';
import { labels } from '../../labels';
import type { CorrelationQuery, Variable } from '../../types';
import { validateQuery } from '../../validation';
import { orAbsent, type PartProps } from '../fields/context';
import { KpiField } from '../fields/KpiField';
import { NumberField } from '../fields/NumberField';

interface Props extends PartProps<CorrelationQuery> {
  catalogue: Catalogue | undefined;
  variables: Variable[];
}

/** Which metrics are set against each other. */
export function CorrelationEditor({ query, onChange, idPrefix, catalogue, variables }: Props) {
  return (
    <>
      <KpiField
        id={`${idPrefix}-technical`}
        {...labels.fields.technical}
        value={query.technical ?? []}
        catalogue={catalogue}
        variables={variables}
        onChange={(technical) => onChange({ ...query, technical: orAbsent(technical) })}
      />
      <KpiField
        id={`${idPrefix}-business`}
        {...labels.fields.business}
        value={query.business ?? []}
        catalogue={catalogue}
        variables={variables}
        onChange={(business) => onChange({ ...query, business: orAbsent(business) })}
      />
      <NumberField
        id={`${idPrefix}-max-lag`}
        {...labels.fields.maxLag}
        value={query.maxLag}
        min={0}
        error={validateQuery(query).maxLag}
        onChange={(maxLag) => onChange({ ...query, maxLag: maxLag ?? 0 })}
      />
    </>
  );
}
