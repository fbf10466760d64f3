import { BUSINESS_KPIS } from './kpis/business';
import { ENGAGEMENT_KPIS } from './kpis/engagement';
import { ROI_KPIS } from './kpis/roi';
import { TECHNICAL_KPIS } from './kpis/technical';
import type { Kpi, KpiOverride } from './types';

/** Every KPI, in the order in which catalogues, docs and "all KPIs" tables list them. */
export const KPIS: readonly Kpi[] = [...BUSINESS_KPIS, ...ENGAGEMENT_KPIS, ...TECHNICAL_KPIS, ...ROI_KPIS];

const byId = new Map(KPIS.map((kpi) => [kpi.id, kpi]));

/** The KPI of that id, or undefined. */
export function findKpi(id: string): Kpi | undefined {
  return byId.get(id);
}

/** All KPIs with a plant's overrides applied; ids that do not exist are the caller's to refuse. */
export function applyOverrides(overrides: Readonly<Record<string, KpiOverride>>): Kpi[] {
  return KPIS.map((kpi) => {
    const { runbook: _runbook, ...own } = overrides[kpi.id] ?? {};
    return { ...kpi, ...own };
  });
}
