/** Uids of the dashboards: part of every link that was ever sent, so they never change. */
export const OVERVIEW_UID = 'lopan-production-analytics';
export const RUNBOOKS_UID = 'lopan-runbooks';

/** Tag by which the dashboards link to each other. */
export const TAG = 'lopan';

/** Ids of the overview's panels. Alert rules link to them: an id is never given to another panel. */
export const OVERVIEW_PANELS = {
  executiveSummary: 1,
  productionEfficiency: 2,
  qualityIndex: 3,
  customerImpact: 4,
  qualityMetrics: 5,
  technicalKpis: 6,
  launchTime: 7,
  allKpis: 8,
  executiveRow: 101,
  businessRow: 102,
  performanceRow: 103,
  detailRow: 104,
} as const;

/** The panel that shows a KPI over time; alert rules of other KPIs link to the table of all. */
const PANEL_OF_KPI: Readonly<Record<string, number>> = {
  production_efficiency: OVERVIEW_PANELS.productionEfficiency,
  quality_index: OVERVIEW_PANELS.qualityIndex,
  customer_impact: OVERVIEW_PANELS.customerImpact,
  launch_time: OVERVIEW_PANELS.launchTime,
};

export function panelOfKpi(kpi: string): number {
  return PANEL_OF_KPI[kpi] ?? OVERVIEW_PANELS.allKpis;
}
