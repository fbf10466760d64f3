import type { PanelModel } from '@grafana/data';
import { flag, inRange, oneOf, text } from '../../common/savedOptions';
import { type AnalyticsCardsOptions, type CardLayout, type ChangeUnit, defaults, MAX_COLUMNS } from './types';

/**
 * Brings saved options to the present form: what is missing or impossible (a dashboard written by hand) becomes the
 * default, what is unknown is left out. Present options come back equal.
 */
export function migrateOptions({ options }: Pick<PanelModel, 'options'>): AnalyticsCardsOptions {
  const saved: Record<string, unknown> = options ?? {};
  return {
    columns: inRange(saved.columns, 0, MAX_COLUMNS) ?? defaults.columns,
    layout: oneOf<CardLayout>(saved.layout, ['standard', 'compact']) ?? defaults.layout,
    calculation: text(saved.calculation) ?? defaults.calculation,
    changeUnit: oneOf<ChangeUnit>(saved.changeUnit, ['percent', 'points']) ?? defaults.changeUnit,
    showTrend: flag(saved.showTrend) ?? defaults.showTrend,
    showTarget: flag(saved.showTarget) ?? defaults.showTarget,
    showStatus: flag(saved.showStatus) ?? defaults.showStatus,
    showSparkline: flag(saved.showSparkline) ?? defaults.showSparkline,
    showAsOf: flag(saved.showAsOf) ?? defaults.showAsOf,
    showCount: flag(saved.showCount) ?? defaults.showCount,
    showTableToggle: flag(saved.showTableToggle) ?? defaults.showTableToggle,
    staleAfterMinutes: inRange(saved.staleAfterMinutes, 0, Infinity) ?? defaults.staleAfterMinutes,
  };
}
