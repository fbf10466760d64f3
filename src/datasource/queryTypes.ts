import { QUERY_TYPE_TEXTS } from './labels';
import type { QueryFormat, QueryType } from './types';

/** Fields of the editor that several query types share; a type's own fields are in its sub-editor. */
export type SharedField = 'groupBy' | 'filters' | 'interval' | 'completeBuckets' | 'completeOnly' | 'minN' | 'limit';

/** What the editor knows of a query type. */
export interface QueryTypeInfo {
  type: QueryType;
  label: string;
  description: string;
  /** Formats to choose from; empty where there is only one. */
  formats: QueryFormat[];
  /** Shared fields that matter, in the order of the editor. */
  fields: SharedField[];
}

/** In the order in which the editor offers them: what people look at all day first, operation last. */
const TYPES: ReadonlyArray<Omit<QueryTypeInfo, 'label' | 'description'>> = [
  {
    type: 'kpi',
    formats: ['timeseries', 'numeric'],
    fields: ['groupBy', 'filters', 'interval', 'completeBuckets', 'completeOnly', 'minN'],
  },
  { type: 'summary', formats: [], fields: ['groupBy', 'filters', 'completeOnly', 'minN'] },
  { type: 'thresholds', formats: ['table', 'numeric'], fields: ['groupBy', 'filters', 'minN'] },
  { type: 'adoption', formats: ['table', 'numeric'], fields: ['filters', 'minN'] },
  { type: 'retention', formats: ['table', 'numeric'], fields: ['groupBy', 'filters', 'completeOnly', 'minN'] },
  { type: 'journeys', formats: ['table', 'numeric'], fields: ['filters', 'minN', 'limit'] },
  { type: 'paths', formats: [], fields: ['filters', 'minN'] },
  { type: 'funnel', formats: ['table', 'numeric'], fields: ['groupBy', 'filters', 'minN'] },
  { type: 'correlation', formats: ['table', 'timeseries'], fields: ['filters'] },
  { type: 'roi', formats: ['table', 'timeseries'], fields: ['filters'] },
  { type: 'opportunities', formats: [], fields: ['filters', 'limit'] },
  { type: 'releases', formats: [], fields: ['filters'] },
  { type: 'diagnostics', formats: [], fields: ['filters', 'limit'] },
  { type: 'freshness', formats: ['table', 'numeric'], fields: [] },
  { type: 'rejects', formats: [], fields: [] },
  { type: 'health', formats: ['table', 'numeric'], fields: [] },
  { type: 'events', formats: [], fields: ['filters', 'limit'] },
];

/** The query types with their texts. */
export const QUERY_TYPES: readonly QueryTypeInfo[] = TYPES.map((info) => ({ ...QUERY_TYPE_TEXTS[info.type], ...info }));

/** What the editor knows of a type. The list is complete, which its test holds. */
export function infoOf(type: QueryType): QueryTypeInfo | undefined {
  return QUERY_TYPES.find((info) => info.type === type);
}
