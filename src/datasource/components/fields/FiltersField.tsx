import { Stack } from '@grafana/ui';
import { type Dimension, DIMENSIONS } from '@lopan/catalogue/types';
import type { LopanDataSource } from '../../datasource';
import { DIMENSION_TITLES, labels, VARIABLE_HINT } from '../../labels';
import type { Filters } from '../../types';
import { ListField } from './ListField';

interface Props {
  idPrefix: string;
  filters: Filters | undefined;
  datasource: LopanDataSource;
  onChange: (filters: Filters) => void;
}

/** Allowed values per dimension. Values are asked from the proxy when a field is opened. */
export function FiltersField({ idPrefix, filters = {}, datasource, onChange }: Props) {
  const change = (dimension: Dimension, values: string[]) => {
    const { [dimension]: _, ...others } = filters;
    onChange(values.length === 0 ? others : { ...others, [dimension]: values });
  };
  return (
    <Stack direction="row" wrap="wrap" gap={2}>
      {DIMENSIONS.map((dimension) => (
        <ListField
          key={dimension}
          id={`${idPrefix}-filter-${dimension}`}
          label={labels.query.filterBy(DIMENSION_TITLES[dimension])}
          value={filters[dimension] ?? []}
          options={(typed) => loadOptions(datasource, dimension, typed)}
          placeholder={labels.query.allValues}
          allowCustom
          width={24}
          onChange={(values) => change(dimension, values)}
        />
      ))}
    </Stack>
  );
}

/** Observed values and variables that contain what was typed. A failed look-up leaves the variables: typing still works. */
async function loadOptions(datasource: LopanDataSource, dimension: Dimension, typed: string) {
  const values = await datasource.getDimensionValues(dimension).catch(() => []);
  const observed = values.map(({ value, count }) => ({ value, description: labels.query.eventCount(count) }));
  const variables = datasource.getVariableNames().map((value) => ({ value, description: VARIABLE_HINT }));
  return [...observed, ...variables].filter(({ value }) => value.toLowerCase().includes(typed.toLowerCase()));
}
