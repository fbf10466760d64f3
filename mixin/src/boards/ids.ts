/** Uids of the dashboards: part of every link that was ever sent, so they never change. */
export const OVERVIEW_UID = 'lopan-production-analytics';
export const OPERATIONS_UID = 'lopan-operations';
export const DATA_HEALTH_UID = 'lopan-data-health';
export const RUNBOOKS_UID = 'lopan-runbooks';

/** Tag by which the dashboards are found. */
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
  adoption: 9,
  journeys: 10,
  dropOff: 11,
  opportunities: 12,
  correlation: 13,
  strongestPair: 14,
  executiveRow: 101,
  businessRow: 102,
  performanceRow: 103,
  detailRow: 104,
  engagementRow: 105,
} as const;

/** Ids of the panels of "Operations"; the same promise. */
export const OPERATIONS_PANELS = {
  sites: 1,
  firing: 2,
  productionEfficiency: 3,
  qualityIndex: 4,
  activeUsers: 5,
  crashFreeRate: 6,
  launchTime: 7,
  diagnostics: 8,
  nowRow: 101,
  productionRow: 102,
  appRow: 103,
} as const;

/** Ids of the panels of "Data health"; the same promise. */
export const DATA_HEALTH_PANELS = {
  sinceLastEvent: 1,
  freshness: 2,
  intake: 3,
  rejects: 4,
  proxy: 5,
  retention: 6,
  freshnessRow: 101,
  intakeRow: 102,
  proxyRow: 103,
} as const;

/** The panel of the overview that shows a KPI over time; alert rules of other KPIs link to the table of all. */
const PANEL_OF_KPI: Readonly<Record<string, number>> = {
  production_efficiency: OVERVIEW_PANELS.productionEfficiency,
  quality_index: OVERVIEW_PANELS.qualityIndex,
  customer_impact: OVERVIEW_PANELS.customerImpact,
  launch_time: OVERVIEW_PANELS.launchTime,
};

export function panelOfKpi(kpi: string): number {
  return PANEL_OF_KPI[kpi] ?? OVERVIEW_PANELS.allKpis;
}
