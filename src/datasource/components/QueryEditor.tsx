import type { QueryEditorProps } from '@grafana/data';
import { Alert, Combobox, Field, RadioButtonGroup, Stack } from '@grafana/ui';
import { useId } from 'react';
import { changeQueryType } from '../changeQueryType';
import type { LopanDataSource } from '../datasource';
import { FORMAT_TITLES, labels } from '../labels';
import { migrateQuery } from '../migrations';
import { infoOf, QUERY_TYPES } from '../queryTypes';
import type { LopanJsonData, LopanQuery, QueryFormat, QueryType } from '../types';
import { OwnFields } from './editors/OwnFields';
import { SharedFields } from './SharedFields';
import { useCatalogue } from './useCatalogue';

export type LopanQueryEditorProps = QueryEditorProps<LopanDataSource, LopanQuery, LopanJsonData>;

/** Edits a query: first what is asked, then only the fields that matter to it. */
export function QueryEditor({ datasource, query: stored, onChange, onRunQuery }: LopanQueryEditorProps) {
  const idPrefix = useId();
  const { catalogue, error } = useCatalogue(datasource);
  const query = migrateQuery(stored);
  const info = infoOf(query.queryType);
  const variables = datasource.getVariableNames();

  const change = (changed: LopanQuery) => {
    onChange(changed);
    onRunQuery();
  };
  // Each patch names members of the query's own type, which the type system cannot follow through the union.
  const patch = (part: object) => change({ ...query, ...part });

  return (
    <Stack direction="column" gap={2}>
      {error && (
        <Alert severity="warning" title={labels.query.catalogueFailed}>
          {labels.query.catalogueFailedHint(error)}
        </Alert>
      )}
      <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-start">
        <Field label={labels.query.type} description={info?.description} htmlFor={`${idPrefix}-type`} noMargin>
          <Combobox<QueryType>
            id={`${idPrefix}-type`}
            width={50}
            value={query.queryType}
            options={QUERY_TYPES.map(({ type, label, description }) => ({ value: type, label, description }))}
            onChange={({ value }) => change(changeQueryType(query, value))}
          />
        </Field>
        {info && 'format' in query && info.formats.length > 0 && (
          <Field label={labels.query.format} description={FORMAT_TITLES[query.format].description} noMargin>
            <RadioButtonGroup<QueryFormat>
              aria-label={labels.query.format}
              value={query.format}
              options={info.formats.map((value) => ({ value, label: FORMAT_TITLES[value].label }))}
              onChange={(format) => patch({ format })}
            />
          </Field>
        )}
      </Stack>
      <Stack direction="row" wrap="wrap" gap={2} alignItems="flex-start">
        <OwnFields query={query} onChange={change} idPrefix={idPrefix} catalogue={catalogue} variables={variables} />
      </Stack>
      <SharedFields
        query={query}
        fields={info?.fields ?? []}
        idPrefix={idPrefix}
        catalogue={catalogue}
        datasource={datasource}
        onPatch={patch}
      />
    </Stack>
  );
}
