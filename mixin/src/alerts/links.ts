import { OVERVIEW_UID, panelOfKpi, RUNBOOKS_UID } from '../boards/ids';
import type { MixinConfig } from '../config';

/** Grafana makes the panel link of a notification from this pair, and only from it. */
export function panelAnnotations(panel: number): Record<string, string> {
  return { __dashboardUid__: OVERVIEW_UID, __panelId__: String(panel) };
}

/** The same for the panel that shows a KPI. */
export function kpiPanelAnnotations(kpi: string): Record<string, string> {
  return panelAnnotations(panelOfKpi(kpi));
}

/**
 * Where the runbook of a rule is: the plant's own page, the published pages, or the dashboard that is generated with the
 * rules. Grafana knows its own address when it renders the annotation, so that link works without any configuration.
 * @param position place of the rule among all, from 0
 */
export function runbookUrl(config: MixinConfig, uid: string, position: number, kpi?: string): string {
  const own = kpi === undefined ? undefined : config.runbooks[kpi];
  if (own !== undefined) {
    return own;
  }
  return config.runbookBaseUrl === null
    ? `{{ externalURL }}d/${RUNBOOKS_UID}/runbooks?viewPanel=${runbookPanelId(position)}`
    : `${config.runbookBaseUrl}/${uid}`;
}

/** Id of the panel with the runbook of the n-th rule. */
export function runbookPanelId(position: number): number {
  return position + 1;
}
