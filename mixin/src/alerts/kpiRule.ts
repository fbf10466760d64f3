import type { Dimension, Kpi } from '@lopan/catalogue';
import type { MixinConfig } from '../config';
import { limitsSentence, plainNumber } from '../panels/limits';
import type { Band } from './bands';
import { kpiPanelAnnotations } from './links';
import { notification } from './notification';
import { currentValue, summaryTemplate, timestampTemplate } from './templates';
import type { Rule } from './types';

/** What a rule on a KPI says of it. */
export interface KpiStatement {
  band: Band;
  /** The limit that it judges by, and whether that is a target or a threshold. */
  limit: { kind: 'target' | 'threshold'; value: number };
  /** A group for itself; null: everything that was reported. */
  by: Dimension | null;
  /** The time that values are over, in words. */
  words: string;
}

/** What every rule on a KPI tells, and whom: its annotations, labels and contact point. */
export function kpiMessage(
  config: MixinConfig,
  kpi: Kpi,
  { band, limit, by, words }: KpiStatement
): Pick<Rule, 'annotations' | 'labels' | 'notification_settings'> {
  return {
    annotations: {
      summary: summaryTemplate(kpi, band, by),
      description: `${kpi.description} ${limitsSentence(kpi)} Value over ${words}: ${kpi.formula}.`,
      timestamp: timestampTemplate('T'),
      current_value: currentValue(kpi, band),
      ...kpiPanelAnnotations(kpi.id),
    },
    labels: {
      metric: kpi.id,
      kpi: kpi.id,
      severity: band.severity,
      [limit.kind]: plainNumber(limit.value),
      scope: by ?? 'total',
      team: kpi.owner,
    },
    notification_settings: notification(config, band.severity),
  };
}
