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
        label="Columns"
        value={query.by}
        variables={variables}
        options={[
          { value: 'userRole', label: 'User role' },
          { value: 'week', label: 'Week' },
          { value: 'appVersion', label: 'App version' },
          { value: 'deviceType', label: 'Device type' },
        ]}
        onChange={(by) => onChange({ ...query, by })}
      />
      <ChoiceField
        id={`${idPrefix}-denominator`}
        label="Share of"
        value={query.denominator}
        variables={variables}
        options={[
          { value: 'active', label: 'Active users' },
          { value: 'seats', label: 'Licensed seats', description: 'Of each role on the last date of the range' },
        ]}
        onChange={(denominator) => onChange({ ...query, denominator })}
      />
      <ChoiceField
        id={`${idPrefix}-windows`}
        label="Use within"
        value={query.windows}
        variables={variables}
        options={[
          { value: 'range', label: 'The range' },
          { value: '30d', label: 'First 30 days', description: "Each user's first 30 days, as the KPI counts" },
        ]}
        onChange={(windows) => onChange({ ...query, windows })}
      />
    </>
  );
}
