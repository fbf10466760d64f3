import type { PanelModel } from '@grafana/data';
import { flag, inRange, oneOf, text } from '../../common/savedOptions';
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
  return {
    mode: oneOf<HeatmapMode>(saved.mode, ['rate', 'change']) ?? defaults.mode,
    rowOrder: oneOf(saved.rowOrder, ORDERS) ?? defaults.rowOrder,
    columnOrder: oneOf(saved.columnOrder, ORDERS) ?? defaults.columnOrder,
    showTotals: flag(saved.showTotals) ?? defaults.showTotals,
    valueLabels: oneOf<ValueLabels>(saved.valueLabels, ['auto', 'never']) ?? defaults.valueLabels,
    steps: inRange(saved.steps, 0, MAX_STEPS) ?? defaults.steps,
    changeLimit: inRange(saved.changeLimit, 0, 100) ?? defaults.changeLimit,
    showLegend: flag(saved.showLegend) ?? defaults.showLegend,
    showTableToggle: flag(saved.showTableToggle) ?? defaults.showTableToggle,
    featureVariable: text(saved.featureVariable) ?? defaults.featureVariable,
    columnVariable: text(saved.columnVariable) ?? defaults.columnVariable,
  };
}
