import type { QueryEditorProps } from '@grafana/data';
import { Stack } from '@grafana/ui';
import { type Dimension, DIMENSIONS } from '@lopan/catalogue/types';
import { useEffect, useId } from 'react';
import { choicesOf } from '../../common/choices';
import type { LopanDataSource } from '../datasource';
import { DIMENSION_TITLES, labels } from '../labels';
import type { LopanJsonData, LopanQuery, LopanVariableQuery } from '../types';
import { completeVariableQuery, DEFAULT_VARIABLE_QUERY } from '../variableQuery';
import { ChoiceField } from './fields/ChoiceField';

type Props = QueryEditorProps<LopanDataSource, LopanQuery, LopanJsonData, LopanVariableQuery>;

/** What a query variable offers: values of a dimension, KPIs or features. */
export function VariableQueryEditor({ query: stored, onChange, onRunQuery }: Props) {
  const id = useId();
  const query = completeVariableQuery(stored);
  const kind = query.queryType;
  const change = (changed: LopanVariableQuery) => {
    onChange(changed);
    onRunQuery();
  };
  useEffect(() => {
    if (!stored.queryType) {
      // Grafana neither runs nor keeps a query that nobody has changed, though the editor shows one.
      onChange(completeVariableQuery(stored));
    }
  }, [stored, onChange]);
  return (
    <Stack direction="row" gap={2} wrap="wrap">
      <ChoiceField<LopanVariableQuery['queryType']>
        id={`${id}-kind`}
        {...labels.variable.kind}
        value={kind}
        options={choicesOf(labels.variable.kinds)}
        onChange={(queryType) =>
          change(
            queryType === 'dimension_values'
              ? { refId: query.refId, ...DEFAULT_VARIABLE_QUERY }
              : { refId: query.refId, queryType }
          )
        }
      />
      {kind === 'dimension_values' && (
        <ChoiceField<Dimension>
          id={`${id}-dimension`}
          {...labels.variable.dimension}
          value={'dimension' in query ? query.dimension : 'site'}
          options={DIMENSIONS.map((value) => ({ value, label: DIMENSION_TITLES[value] }))}
          onChange={(dimension) => change({ refId: query.refId, queryType: 'dimension_values', dimension })}
        />
      )}
    </Stack>
  );
}
