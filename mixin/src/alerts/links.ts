import { createHash } from 'node:crypto';
import { OVERVIEW_UID, panelOfKpi, RUNBOOKS_UID } from '../boards/ids';
import type { MixinConfig } from '../config';

/** Grafana makes the panel link of a notification from this pair, and only from it. */
export function panelAnnotations(board: string, panel: number): Record<string, string> {
  return { __dashboardUid__: board, __panelId__: String(panel) };
}

/** The same for the panel that shows a KPI. */
export function kpiPanelAnnotations(kpi: string): Record<string, string> {
  return panelAnnotations(OVERVIEW_UID, panelOfKpi(kpi));
}

/**
 * Where the runbook of a rule is: the plant's own page, the published pages, or the dashboard that is generated with the
 * rules. Grafana knows its own address when it renders the annotation, so that link works without any configuration.
 */
export function runbookUrl(config: MixinConfig, uid: string, kpi?: string): string {
  const own = kpi === undefined ? undefined : config.runbooks[kpi];
  if (own !== undefined) {
    return own;
  }
  return config.runbookBaseUrl === null
    ? `{{ externalURL }}d/${RUNBOOKS_UID}/runbooks?viewPanel=${runbookPanelId(uid)}`
    : `${config.runbookBaseUrl}/${uid}`;
}

/** Ids of runbook panels lie above those of the rows. */
const FIRST_RUNBOOK = 10_000;
const RUNBOOK_IDS = 1_000_000;

/**
 * Id of the panel with the runbook of a rule. It follows from the uid alone: links in messages that were sent lead to the
 * same page whatever rules come and go.
 */
export function runbookPanelId(uid: string): number {
  return FIRST_RUNBOOK + (createHash('sha256').update(uid).digest().readUInt32BE(0) % RUNBOOK_IDS);
}
