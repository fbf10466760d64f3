import { DIMENSIONS, type Dimension, type Kpi } from '../types';

/** Dimensions that every raw event can carry; `feature` only fits metrics about features. */
export const EVENT_GROUPS: readonly Dimension[] = DIMENSIONS.filter((name) => name !== 'feature');

type Defaulted = 'target' | 'threshold' | 'tolerance' | 'minN' | 'for' | 'groups' | 'formats' | 'additive' | 'owner';

/** Completes a KPI with what most of them share, so that each definition shows only what is its own. */
export function defineKpi(kpi: Omit<Kpi, Defaulted> & Partial<Pick<Kpi, Defaulted>>): Kpi {
  return {
    target: null,
    threshold: null,
    tolerance: 0,
    minN: 1,
    for: '5m',
    groups: EVENT_GROUPS,
    formats: ['timeseries', 'numeric', 'table'],
    additive: false,
    owner: 'operations',
    ...kpi,
  };
}

/** The parts that all percentages between 0 and 100 share. */
export const PERCENT = {
  unit: 'percent',
  displayUnit: 'percent',
  format: 'percentage',
  decimals: 1,
  min: 0,
  max: 100,
} as const;

/** The parts that all scores between 0 and 100 share. */
export const SCORE_100 = {
  unit: 'score 0–100',
  displayUnit: 'none',
  format: 'score',
  decimals: 1,
  min: 0,
  max: 100,
} as const;
