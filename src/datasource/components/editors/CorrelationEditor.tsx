import type { Catalogue } from '../../catalogue';
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
        label="Technical metrics"
        description="Empty means the usual set"
        value={query.technical ?? []}
        catalogue={catalogue}
        variables={variables}
        onChange={(technical) => onChange({ ...query, technical: orAbsent(technical) })}
      />
      <KpiField
        id={`${idPrefix}-business`}
        label="Business metrics"
        description="Empty means the usual set"
        value={query.business ?? []}
        catalogue={catalogue}
        variables={variables}
        onChange={(business) => onChange({ ...query, business: orAbsent(business) })}
      />
      <NumberField
        id={`${idPrefix}-max-lag`}
        label="Lead in days"
        description="Days by which the technical metric may come first"
        value={query.maxLag}
        min={0}
        error={validateQuery(query).maxLag}
        onChange={(maxLag) => onChange({ ...query, maxLag: maxLag ?? 0 })}
      />
    </>
  );
}
