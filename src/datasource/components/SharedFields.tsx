import { Stack } from '@grafana/ui';
import { DIMENSIONS } from '@lopan/catalogue/types';
import { type Catalogue, commonGroups } from '../catalogue';
import type { LopanDataSource } from '../datasource';
import { DIMENSION_TITLES, INTERVAL_TITLES, labels, VARIABLE_HINT } from '../labels';
import type { SharedField } from '../queryTypes';
import type { Interval, LopanQuery } from '../types';
import { validateQuery } from '../validation';
import { ChoiceField } from './fields/ChoiceField';
import { FiltersField } from './fields/FiltersField';
import { ListField } from './fields/ListField';
import { NumberField } from './fields/NumberField';
import { SwitchField } from './fields/SwitchField';

interface Props {
  query: LopanQuery;
  fields: SharedField[];
  idPrefix: string;
  catalogue: Catalogue | undefined;
  datasource: LopanDataSource;
  /** Changes single members; they are among those of the query's type, since `fields` is. */
  onPatch: (patch: Partial<Record<SharedField, unknown>>) => void;
}

/** The fields that several types share, as far as they matter to this one. */
export function SharedFields({ query, fields, idPrefix, catalogue, datasource, onPatch }: Props) {
  const errors = validateQuery(query, catalogue);
  const variables = datasource.getVariableNames();
  const kpis = ('kpis' in query && query.kpis) || [];
  const chosen = ('groupBy' in query && query.groupBy) || [];
  const fitting = catalogue ? commonGroups(catalogue, kpis, DIMENSIONS) : [...DIMENSIONS];
  // A dimension that is chosen but does not fit stays listed, or it could not be taken out.
  const groupOptions = DIMENSIONS.filter((name) => fitting.includes(name) || chosen.includes(name)).map((value) => ({
    value,
    label: DIMENSION_TITLES[value],
  }));
  const interval = ('interval' in query && query.interval) || 'auto';
  const intervals = Object.keys(INTERVAL_TITLES) as Interval[];
  const has = (field: SharedField) => fields.includes(field);

  return (
    <>
      <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-start">
        {has('groupBy') && (
          <ListField
            id={`${idPrefix}-group-by`}
            {...labels.fields.groupBy}
            value={chosen}
            options={[...groupOptions, ...variables.map((value) => ({ value, description: VARIABLE_HINT }))]}
            error={errors.groupBy}
            width={32}
            onChange={(groupBy) => onPatch({ groupBy })}
          />
        )}
        {has('interval') && 'format' in query && query.format === 'timeseries' && (
          <ChoiceField
            id={`${idPrefix}-interval`}
            {...labels.fields.interval}
            value={interval}
            variables={variables}
            options={intervals.map((value) => ({ value, label: INTERVAL_TITLES[value] }))}
            onChange={(value) => onPatch({ interval: value })}
          />
        )}
        {has('minN') && (
          <NumberField
            id={`${idPrefix}-min-n`}
            {...labels.fields.minN}
            value={'minN' in query ? query.minN : undefined}
            min={0}
            placeholder="0"
            error={errors.minN}
            onChange={(minN) => onPatch({ minN: minN ?? 0 })}
          />
        )}
        {has('limit') && (
          <NumberField
            id={`${idPrefix}-limit`}
            {...labels.fields.limit}
            value={'limit' in query ? query.limit : undefined}
            min={1}
            error={errors.limit}
            onChange={(limit) => onPatch({ limit })}
          />
        )}
        {has('completeOnly') && (
          <SwitchField
            id={`${idPrefix}-complete-only`}
            {...labels.fields.completeOnly}
            value={'completeOnly' in query ? query.completeOnly !== false : true}
            onChange={(completeOnly) => onPatch({ completeOnly })}
          />
        )}
        {has('completeBuckets') && 'format' in query && query.format === 'timeseries' && (
          <SwitchField
            id={`${idPrefix}-complete-buckets`}
            {...labels.fields.completeBuckets}
            value={('completeBuckets' in query && query.completeBuckets) || false}
            onChange={(completeBuckets) => onPatch({ completeBuckets })}
          />
        )}
      </Stack>
      {has('filters') && (
        <FiltersField
          idPrefix={idPrefix}
          filters={query.filters}
          datasource={datasource}
          onChange={(filters) => onPatch({ filters })}
        />
      )}
    </>
  );
}
