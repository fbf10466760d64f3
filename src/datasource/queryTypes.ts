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
export const QUERY_TYPES: readonly QueryTypeInfo[] = [
  {
    type: 'kpi',
    label: 'KPI values',
    description: 'One or more KPIs over time, or as one number each for stat panels and alert rules',
    formats: ['timeseries', 'numeric'],
    fields: ['groupBy', 'filters', 'interval', 'completeBuckets', 'completeOnly', 'minN'],
  },
  {
    type: 'summary',
    label: 'Summary',
    description: 'A row per KPI: value, target, status and change against the previous period, for Analytics cards',
    formats: [],
    fields: ['groupBy', 'filters', 'completeOnly', 'minN'],
  },
  {
    type: 'thresholds',
    label: 'Critical thresholds',
    description: 'The metrics with a critical threshold, with value and severity',
    formats: ['table', 'numeric'],
    fields: ['groupBy', 'filters', 'minN'],
  },
  {
    type: 'adoption',
    label: 'Feature adoption',
    description: 'Share of users that use each feature, by role, week, version or device',
    formats: ['table', 'numeric'],
    fields: ['filters', 'minN'],
  },
  {
    type: 'retention',
    label: 'Retention',
    description: 'Share of each weekly cohort that comes back',
    formats: ['table', 'numeric'],
    fields: ['groupBy', 'filters', 'completeOnly', 'minN'],
  },
  {
    type: 'journeys',
    label: 'Journeys',
    description: 'Completion, duration and time lost per start and end point',
    formats: ['table', 'numeric'],
    fields: ['filters', 'minN', 'limit'],
  },
  {
    type: 'paths',
    label: 'Paths',
    description: 'The screens that users pass through, as a node graph',
    formats: [],
    fields: ['filters', 'minN'],
  },
  {
    type: 'funnel',
    label: 'Funnel',
    description: 'Conversion from step to step through features or screens',
    formats: ['table', 'numeric'],
    fields: ['groupBy', 'filters', 'minN'],
  },
  {
    type: 'correlation',
    label: 'Correlation',
    description: 'How technical performance goes with business results; as a time series, the closest pair by day',
    formats: ['table', 'timeseries'],
    fields: ['filters'],
  },
  {
    type: 'roi',
    label: 'Return on investment',
    description: 'Yearly value of the time and the errors saved',
    formats: ['table', 'timeseries'],
    fields: ['filters'],
  },
  {
    type: 'opportunities',
    label: 'Opportunities',
    description: 'What would help most, ranked',
    formats: [],
    fields: ['filters', 'limit'],
  },
  {
    type: 'releases',
    label: 'Releases',
    description: 'First sight of each app version, for annotations',
    formats: [],
    fields: ['filters'],
  },
  {
    type: 'diagnostics',
    label: 'Diagnostics',
    description: 'Crashes, hangs and errors by reason and screen',
    formats: [],
    fields: ['filters', 'limit'],
  },
  {
    type: 'freshness',
    label: 'Freshness',
    description: 'When each type of event last arrived, and what was refused or lost',
    formats: ['table', 'numeric'],
    fields: [],
  },
  { type: 'rejects', label: 'Rejects', description: 'Refused events by reason', formats: [], fields: [] },
  {
    type: 'health',
    label: 'Proxy health',
    description: 'Database size, connection pool and rollup lag',
    formats: ['table', 'numeric'],
    fields: [],
  },
  {
    type: 'events',
    label: 'Raw events',
    description: 'Single events, newest first, where the proxy allows it',
    formats: [],
    fields: ['filters', 'limit'],
  },
];

/** What the editor knows of a type. The list is complete, which its test holds. */
export function infoOf(type: QueryType): QueryTypeInfo | undefined {
  return QUERY_TYPES.find((info) => info.type === type);
}
