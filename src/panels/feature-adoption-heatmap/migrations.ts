import type { PanelModel } from '@grafana/data';
import {
  type AdoptionHeatmapOptions,
  defaults,
  type HeatmapMode,
  type HeatmapOrder,
  MAX_STEPS,
  type ValueLabels,
} from './types';

const ORDERS: readonly HeatmapOrder[] = ['data', 'name', 'total'];

/**
 * Brings saved options to the present form: what is missing or impossible becomes the default, what is unknown is left
 * out. Present options come back equal.
 */
export function migrateOptions({ options }: Pick<PanelModel, 'options'>): AdoptionHeatmapOptions {
  const saved: Record<string, unknown> = options ?? {};
  const { steps } = saved;
  return {
    mode: oneOf<HeatmapMode>(saved.mode, ['rate', 'change']) ?? defaults.mode,
    rowOrder: oneOf(saved.rowOrder, ORDERS) ?? defaults.rowOrder,
    columnOrder: oneOf(saved.columnOrder, ORDERS) ?? defaults.columnOrder,
    showTotals: flag(saved.showTotals) ?? defaults.showTotals,
    valueLabels: oneOf<ValueLabels>(saved.valueLabels, ['auto', 'never']) ?? defaults.valueLabels,
    steps: typeof steps === 'number' && steps >= 0 && steps <= MAX_STEPS ? Math.round(steps) : defaults.steps,
    showLegend: flag(saved.showLegend) ?? defaults.showLegend,
    showTableToggle: flag(saved.showTableToggle) ?? defaults.showTableToggle,
    featureVariable: text(saved.featureVariable) ?? defaults.featureVariable,
    columnVariable: text(saved.columnVariable) ?? defaults.columnVariable,
  };
}

const flag = (value: unknown) => (typeof value === 'boolean' ? value : undefined);
const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((item) => item === value);
}
