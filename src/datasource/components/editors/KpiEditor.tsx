import type { Stat } from '@lopan/catalogue/types';
import { choicesOf } from '../../../common/choices';
import { type Catalogue, offeredStats } from '../../catalogue';
import { labels, STAT_TITLES } from '../../labels';
import type { KpiQuery, SummaryQuery, Variable } from '../../types';
import { validateQuery } from '../../validation';
import { ChoiceField } from '../fields/ChoiceField';
import { orAbsent, type PartProps } from '../fields/context';
import { KpiField } from '../fields/KpiField';

interface Props<Q extends KpiQuery | SummaryQuery> extends PartProps<Q> {
  catalogue: Catalogue | undefined;
  variables: Variable[];
}

const DEFAULT_STAT = 'default';

/** Which KPIs, with which statistic; a summary also says what it is compared with. */
export function KpiEditor<Q extends KpiQuery | SummaryQuery>({
  query,
  onChange,
  idPrefix,
  catalogue,
  variables,
}: Props<Q>) {
  const stats = catalogue ? offeredStats(catalogue, query.kpis ?? []) : [];
  return (
    <>
      <KpiField
        id={`${idPrefix}-kpis`}
        {...(query.queryType === 'summary' ? labels.fields.summaryKpis : labels.fields.kpis)}
        value={query.kpis ?? []}
        catalogue={catalogue}
        variables={variables}
        error={validateQuery(query, catalogue).kpis}
        onChange={(kpis) => onChange({ ...query, kpis: query.queryType === 'summary' ? orAbsent(kpis) : kpis })}
      />
      {(stats.length > 0 || query.stat) && (
        <ChoiceField<Stat | typeof DEFAULT_STAT, Variable>
          id={`${idPrefix}-stat`}
          {...labels.fields.stat}
          value={query.stat ?? DEFAULT_STAT}
          variables={variables}
          options={[
            { value: DEFAULT_STAT, ...labels.choices.defaultStat },
            ...stats.map((value) => ({ value, label: STAT_TITLES[value] })),
          ]}
          onChange={(stat) => onChange({ ...query, stat: stat === DEFAULT_STAT ? undefined : stat })}
        />
      )}
      {query.queryType === 'summary' && (
        <ChoiceField<'previous' | 'none', Variable>
          id={`${idPrefix}-compare`}
          {...labels.fields.compare}
          value={query.compare}
          variables={variables}
          options={choicesOf(labels.choices.compare)}
          onChange={(compare) => onChange({ ...query, compare })}
        />
      )}
    </>
  );
}
