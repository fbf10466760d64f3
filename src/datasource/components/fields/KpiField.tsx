import type { Catalogue } from '../../catalogue';
import { kpiHint } from '../../catalogue';
import { labels } from '../../labels';
import { ListField } from './ListField';

interface Props {
  id: string;
  label: string;
  description?: string;
  value: string[];
  catalogue: Catalogue | undefined;
  variables: string[];
  error?: string;
  onChange: (kpis: string[]) => void;
}

/** KPIs of the catalogue by title, each with its unit and target. */
export function KpiField({ catalogue, variables, value, ...rest }: Props) {
  const known = (catalogue?.kpis ?? []).map((kpi) => ({
    value: kpi.id,
    label: kpi.title,
    description: `${kpiHint(kpi)} · ${kpi.description}`,
  }));
  const listed = new Set([...known.map((option) => option.value), ...variables]);
  // What the catalogue does not list (any more) stays visible, or it could not be taken out.
  const options = [...known, ...[...variables, ...value.filter((id) => !listed.has(id))].map((id) => ({ value: id }))];
  return (
    <ListField {...rest} value={value} options={options} allowCustom width={60} placeholder={labels.query.chooseKpis} />
  );
}
