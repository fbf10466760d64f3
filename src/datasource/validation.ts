import { type Dimension, DIMENSIONS } from '@lopan/catalogue/types';
import type { Catalogue } from './catalogue';
import { DIMENSION_TITLES, labels } from './labels';
import type { LopanQuery } from './types';

const texts = labels.errors;

/** Messages by the field that they belong to. */
export type QueryErrors = Partial<
  Record<'kpis' | 'groupBy' | 'steps' | 'window' | 'limit' | 'minN' | 'periods' | 'maxLag' | 'maxSteps' | 'top', string>
>;

interface Range {
  min: number;
  max: number;
}

/** The proxy's own pattern for durations, and its limits. */
const DURATION = /^\d+(\.\d+)?(ms|s|m|h|d|w)$/;
const FUNNEL_STEPS: Range = { min: 2, max: 10 };
const PERIODS: Range = { min: 1, max: 104 };
const LAG: Range = { min: 0, max: 30 };
const PATH_STEPS: Range = { min: 1, max: 15 };
const PATH_TOP: Range = { min: 1, max: 50 };

/**
 * What is wrong with a query, at the field where it can be put right. Texts with a variable are not judged; names of KPIs
 * and dimensions are, once the catalogue is there.
 */
export function validateQuery(query: LopanQuery, catalogue?: Catalogue): QueryErrors {
  const errors: QueryErrors = {};
  if (query.queryType === 'kpi' && query.kpis.length === 0) {
    errors.kpis = texts.noKpi;
  }
  if (catalogue && (query.queryType === 'kpi' || query.queryType === 'summary')) {
    Object.assign(errors, unknownNames(query.kpis ?? [], query.groupBy ?? [], catalogue));
  }
  if (query.queryType === 'funnel' && isOutside(query.steps.length, FUNNEL_STEPS) && !query.steps.some(hasVariable)) {
    errors.steps = texts.funnelSteps(FUNNEL_STEPS, query.steps.length);
  }
  if ('window' in query && query.window && !hasVariable(query.window) && !DURATION.test(query.window)) {
    errors.window = texts.duration(query.window);
  }
  if ('minN' in query && isNoCount(query.minN, { min: 0, max: Infinity })) {
    errors.minN = texts.atLeast(0);
  }
  if ('limit' in query && isNoCount(query.limit, { min: 1, max: Infinity })) {
    errors.limit = texts.atLeast(1);
  }
  if (query.queryType === 'retention' && isNoCount(query.periods, PERIODS)) {
    errors.periods = texts.weeks(PERIODS);
  }
  if (query.queryType === 'correlation' && isNoCount(query.maxLag, LAG)) {
    errors.maxLag = texts.days(LAG);
  }
  if (query.queryType === 'paths' && isNoCount(query.maxSteps, PATH_STEPS)) {
    errors.maxSteps = texts.between(PATH_STEPS);
  }
  if (query.queryType === 'paths' && isNoCount(query.top, PATH_TOP)) {
    errors.top = texts.between(PATH_TOP);
  }
  return errors;
}

/** KPIs that the catalogue does not know, and dimensions that one of the KPIs cannot be grouped by. */
function unknownNames(ids: string[], groupBy: string[], { kpis }: Catalogue): Pick<QueryErrors, 'kpis' | 'groupBy'> {
  const unknown = ids.filter((id) => !hasVariable(id) && !kpis.some((kpi) => kpi.id === id));
  const misfits = kpis
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ title, groups }) =>
      groupBy
        .filter(isDimension)
        .filter((name) => !groups.includes(name))
        .map((name) => texts.cannotGroup(title, DIMENSION_TITLES[name]))
    );
  return {
    ...(unknown.length > 0 && { kpis: texts.unknownKpis(unknown) }),
    ...(misfits[0] && { groupBy: misfits[0] }),
  };
}

/** Whether a query says enough to be sent. What is said but wrong is sent: the proxy's answer names it. */
export function isComplete(query: LopanQuery): boolean {
  const { kpis, steps } = validateQuery(query);
  return kpis === undefined && (steps === undefined || (query.queryType === 'funnel' && query.steps.length > 0));
}

const isDimension = (name: string): name is Dimension => DIMENSIONS.some((dimension) => dimension === name);
const hasVariable = (text: string) => /\$|\[\[/.test(text);
const isOutside = (value: number, { min, max }: Range) => value < min || value > max;
const isNoCount = (value: number | undefined, range: Range) =>
  value !== undefined && (!Number.isInteger(value) || isOutside(value, range));
