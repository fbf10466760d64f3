import { QUERY_DEFAULTS } from './defaults';
import { infoOf, type SharedField } from './queryTypes';
import type { LopanQuery, QueryType } from './types';

/** Fields that keep their meaning from one type to another, beside those that the editor shares. */
const KEPT: ReadonlyArray<SharedField | 'kpis' | 'stat'> = [
  'groupBy',
  'filters',
  'interval',
  'completeBuckets',
  'completeOnly',
  'minN',
];

/** A query of another type that keeps what still has a meaning: reference, filters, groups, and KPIs where both have them. */
export function changeQueryType(query: LopanQuery, type: QueryType): LopanQuery {
  const { refId, datasource, hide, key } = query;
  const grafana = { refId, ...definedOnly({ datasource, hide, key }) };
  const fields = infoOf(type)?.fields ?? [];
  const shared = KEPT.filter((field) => fields.some((own) => own === field) && field in query);
  const kept = Object.fromEntries(Object.entries(query).filter(([name]) => shared.some((field) => field === name)));
  const kpis = type === 'kpi' || type === 'summary' ? kpisOf(query) : {};
  return { ...QUERY_DEFAULTS[type], ...kept, ...kpis, ...grafana };
}

/** The chosen KPIs, where there are any: an empty list is no choice, and a summary without one shows all. */
function kpisOf(query: LopanQuery): { kpis?: string[] } {
  return 'kpis' in query && query.kpis?.length ? { kpis: query.kpis } : {};
}

function definedOnly<T extends object>(record: T): Partial<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Partial<T>;
}
