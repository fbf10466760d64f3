import type { Stat } from '@lopan/catalogue/types';
import { type Catalogue, offeredStats } from '../../catalogue';
import { STAT_TITLES } from '../../labels';
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
        label="KPIs"
        description={query.queryType === 'summary' ? 'Empty means all' : undefined}
        value={query.kpis ?? []}
        catalogue={catalogue}
        variables={variables}
        error={validateQuery(query, catalogue).kpis}
        onChange={(kpis) => onChange({ ...query, kpis: query.queryType === 'summary' ? orAbsent(kpis) : kpis })}
      />
      {(stats.length > 0 || query.stat) && (
        <ChoiceField<Stat | typeof DEFAULT_STAT, Variable>
          id={`${idPrefix}-stat`}
          label="Statistic"
          value={query.stat ?? DEFAULT_STAT}
          variables={variables}
          options={[
            { value: DEFAULT_STAT, label: 'As defined', description: 'The statistic of each KPI in the catalogue' },
            ...stats.map((value) => ({ value, label: STAT_TITLES[value] })),
          ]}
          onChange={(stat) => onChange({ ...query, stat: stat === DEFAULT_STAT ? undefined : stat })}
        />
      )}
      {query.queryType === 'summary' && (
        <ChoiceField<'previous' | 'none', Variable>
          id={`${idPrefix}-compare`}
          label="Compare with"
          value={query.compare}
          variables={variables}
          options={[
            { value: 'previous', label: 'Previous period', description: 'The range of equal length before this one' },
            { value: 'none', label: 'Nothing' },
          ]}
          onChange={(compare) => onChange({ ...query, compare })}
        />
      )}
    </>
  );
}
