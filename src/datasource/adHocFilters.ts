import type { AdHocVariableFilter } from '@grafana/data';
import { type Dimension, DIMENSIONS } from '@lopan/catalogue/types';
import { labels } from './labels';
import type { Filters, LopanQuery } from './types';

/** Operators that can be carried to the proxy: is, and is one of. */
const OPERATORS = ['=', '=|'];

/** Not the name of anything: stands where two filters on one dimension exclude each other and nothing may match. */
export const NOTHING_MATCHES = '__nothing_matches__';

/** Why a filter cannot be applied; `null` when all can. A filter that is still being typed is no error. */
export function adHocFilterError(filters: AdHocVariableFilter[] = []): string | null {
  for (const { key, operator, value } of filters.filter(({ key }) => key !== '')) {
    if (!isDimension(key)) {
      return labels.errors.filterDimension(key, DIMENSIONS);
    }
    if (!OPERATORS.includes(operator)) {
      return labels.errors.filterOperator(`${key} ${operator} ${value}`);
    }
  }
  return null;
}

/** Narrows a query by ad hoc filters: each must hold beside the query's own. */
export function applyAdHocFilters(query: LopanQuery, filters: AdHocVariableFilter[] = []): LopanQuery {
  const usable = filters.filter(({ key, value, values }) => isDimension(key) && (value !== '' || values?.length));
  if (usable.length === 0) {
    return query;
  }
  const narrowed = usable.reduce<Filters>((all, { key, operator, value, values }) => {
    const wanted = operator === '=|' && values?.length ? values : [value];
    return isDimension(key) ? { ...all, [key]: intersect(all[key], wanted) } : all;
  }, query.filters ?? {});
  return { ...query, filters: narrowed };
}

function intersect(own: string[] | undefined, wanted: string[]): string[] {
  if (!own?.length) {
    return wanted;
  }
  const both = own.filter((value) => wanted.includes(value));
  return both.length > 0 ? both : [NOTHING_MATCHES];
}

function isDimension(text: string): text is Dimension {
  return DIMENSIONS.some((dimension) => dimension === text);
}
