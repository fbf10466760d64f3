/** Template variables: what a dashboard declares, what the page's address says about them, and what they stand for. */
import type { DataSourceRef } from '@grafana/data';

/** A variable in a dashboard's JSON; only what the workbench reads. */
export interface VariableJson {
  name: string;
  label?: string;
  description?: string;
  type: string;
  /** 0 shown, 1 without its label, 2 hidden. */
  hide?: number;
  multi?: boolean;
  includeAll?: boolean;
  /** Stands for `All` in place of the list of all values. */
  allValue?: string | null;
  /** Order of the options: 0 as answered, 1 ascending, 2 descending. */
  sort?: number;
  query?: unknown;
  datasource?: DataSourceRef | null;
  options?: VariableOption[];
  current?: { text?: string | string[]; value?: string | string[] };
  skipUrlSync?: boolean;
}

export interface VariableOption {
  text: string;
  value: string;
}

/** A variable with its options and its choice. */
export interface Variable {
  json: VariableJson;
  options: VariableOption[];
  /** The chosen values; `[ALL]` for All. */
  chosen: string[];
  /** Why the options could not be read. */
  error?: string;
}

/** Grafana's value for All. */
export const ALL = '$__all';

/** The choice: the address first, else what the dashboard says, else All or the first option. */
export function choose(json: VariableJson, options: VariableOption[], search: URLSearchParams): string[] {
  const fromUrl = search.getAll(`var-${json.name}`);
  const declared = [json.current?.value ?? []].flat();
  const wanted = (fromUrl.length > 0 ? fromUrl : declared).map((value) => (value === 'All' ? ALL : value));
  const known = wanted.filter((value) => value !== '');
  if (known.length > 0) {
    return json.multi ? known : known.slice(0, 1);
  }
  if (json.includeAll) {
    return [ALL];
  }
  const [first] = options;
  return first ? [first.value] : [];
}

/** The values a variable stands for in a query: All becomes `allValue`, else every option. */
export function valuesOf({ json, options, chosen }: Variable): string[] {
  if (!chosen.includes(ALL)) {
    return chosen;
  }
  return json.allValue ? [json.allValue] : options.map(({ value }) => value).filter((value) => value !== ALL);
}

/** How the choice reads in titles and texts. */
export function textOf(variable: Variable): string {
  if (variable.chosen.includes(ALL)) {
    return 'All';
  }
  return variable.chosen
    .map((value) => variable.options.find((option) => option.value === value)?.text ?? value)
    .join(' + ');
}
