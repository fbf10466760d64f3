import { labels } from './labels';
import { infoOf } from './queryTypes';
import type { LopanQuery } from './types';

const texts = labels.displayText;

/** A query in one line, for Explore's history: "KPI values: production_efficiency by site where userRole = operator". */
export function queryDisplayText(query: LopanQuery): string {
  const label = infoOf(query.queryType)?.label ?? query.queryType;
  return [label + subject(query), groups(query), filters(query)].filter(Boolean).join(' ');
}

function subject(query: LopanQuery): string {
  switch (query.queryType) {
    case 'kpi':
    case 'summary':
      return query.kpis?.length ? `: ${query.kpis.join(', ')}` : '';
    case 'funnel':
      return `: ${query.steps.join(' → ')}`;
    case 'adoption':
      return ` ${texts.by(query.by)}`;
    case 'paths':
      return query.startPoint ? ` ${texts.from(query.startPoint)}` : '';
    case 'events':
      return query.type ? `: ${query.type}` : '';
    default:
      return '';
  }
}

function groups(query: LopanQuery): string {
  return 'groupBy' in query && query.groupBy?.length ? texts.by(query.groupBy.join(', ')) : '';
}

function filters(query: LopanQuery): string {
  const parts = Object.entries(query.filters ?? {})
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => texts.isOneOf(name, values));
  return parts.length > 0 ? texts.where(parts) : '';
}
