import type { LopanQuery } from './types';

/** Messages by the field that they belong to. */
export type QueryErrors = Partial<
  Record<'kpis' | 'steps' | 'window' | 'limit' | 'minN' | 'periods' | 'maxLag', string>
>;

/** The proxy's own pattern for durations. */
const DURATION = /^\d+(\.\d+)?(ms|s|m|h|d|w)$/;
const FUNNEL_STEPS = { min: 2, max: 10 };

/** What is wrong with a query, at the field where it can be put right. Texts with a variable are not judged. */
export function validateQuery(query: LopanQuery): QueryErrors {
  const errors: QueryErrors = {};
  if (query.queryType === 'kpi' && query.kpis.length === 0) {
    errors.kpis = 'Choose at least one KPI.';
  }
  if (query.queryType === 'funnel' && isOutside(query.steps.length, FUNNEL_STEPS) && !query.steps.some(hasVariable)) {
    errors.steps = `A funnel has ${FUNNEL_STEPS.min} to ${FUNNEL_STEPS.max} steps, this one has ${query.steps.length}.`;
  }
  if ('window' in query && query.window && !hasVariable(query.window) && !DURATION.test(query.window)) {
    errors.window = `"${query.window}" is no duration. Expected a number and a unit, such as 15m, 6h or 7d.`;
  }
  if ('minN' in query && isNoCount(query.minN, 0)) {
    errors.minN = 'Expected a whole number, 0 or more.';
  }
  if ('limit' in query && isNoCount(query.limit, 1)) {
    errors.limit = 'Expected a whole number, 1 or more.';
  }
  if (query.queryType === 'retention' && isNoCount(query.periods, 1)) {
    errors.periods = 'Expected a whole number of weeks, 1 or more.';
  }
  if (query.queryType === 'correlation' && isNoCount(query.maxLag, 0)) {
    errors.maxLag = 'Expected a whole number of days, 0 or more.';
  }
  return errors;
}

/** Whether a query says enough to be sent. What is said but wrong is sent: the proxy's answer names it. */
export function isComplete(query: LopanQuery): boolean {
  const { kpis, steps } = validateQuery(query);
  return kpis === undefined && (steps === undefined || (query.queryType === 'funnel' && query.steps.length > 0));
}

const hasVariable = (text: string) => /\$|\[\[/.test(text);
const isOutside = (value: number, { min, max }: { min: number; max: number }) => value < min || value > max;
const isNoCount = (value: number | undefined, min: number) =>
  value !== undefined && (!Number.isInteger(value) || value < min);
