/** A way through the app that people take again and again. */
export interface JourneyModel {
  /** The feature that it belongs to. */
  feature: string;
  /** Screens from the first to the one where the work is done. */
  screens: readonly [string, string, ...string[]];
  /** Seconds that it should take. */
  expected: number;
  /** Median of the time it takes, as a factor on that. */
  pace: number;
  /** Chance to be given up. */
  abandoned: number;
  /** The screen on which it is mostly given up. */
  hurdle: string;
  /** How often it is taken, against the others of its feature. */
  weight: number;
}

export const JOURNEYS: readonly JourneyModel[] = [
  {
    feature: 'batch_processing',
    screens: ['batch_list', 'batch_detail', 'batch_setup', 'batch_materials', 'batch_confirmation'],
    expected: 150,
    pace: 0.93,
    abandoned: 0.05,
    hurdle: 'batch_materials',
    weight: 3,
  },
  {
    feature: 'batch_processing',
    screens: ['dashboard', 'shift_summary', 'open_issues', 'shift_handover'],
    expected: 170,
    pace: 0.98,
    abandoned: 0.04,
    hurdle: 'open_issues',
    weight: 1,
  },
  {
    feature: 'quality_control',
    screens: ['quality_queue', 'inspection_form', 'defect_photo', 'inspection_report'],
    expected: 210,
    pace: 0.97,
    abandoned: 0.07,
    hurdle: 'defect_photo',
    weight: 1,
  },
  {
    feature: 'inventory_tracking',
    screens: ['inventory_home', 'stock_search', 'stock_item', 'stock_transfer', 'stock_transfer_done'],
    expected: 120,
    pace: 0.95,
    abandoned: 0.06,
    hurdle: 'stock_search',
    weight: 1,
  },
  {
    feature: 'customer_management',
    screens: ['customer_list', 'customer_detail', 'order_detail', 'out_of_stock_request'],
    expected: 180,
    pace: 1.02,
    abandoned: 0.08,
    hurdle: 'order_detail',
    weight: 1,
  },
  {
    feature: 'production_analytics',
    screens: ['dashboard', 'efficiency_chart', 'shift_comparison', 'batch_detail'],
    expected: 90,
    pace: 0.94,
    abandoned: 0.05,
    hurdle: 'shift_comparison',
    weight: 1,
  },
  // The one that needs work: too many filters, and an export that people give up on.
  {
    feature: 'report_generation',
    screens: ['report_home', 'report_builder', 'report_filters', 'report_preview', 'report_export'],
    expected: 200,
    pace: 1.34,
    abandoned: 0.17,
    hurdle: 'report_filters',
    weight: 1,
  },
];

/** Screens that belong to a feature; `dashboard` for one without journeys. */
export function screensOf(feature: string): readonly string[] {
  const screens = JOURNEYS.filter((journey) => journey.feature === feature).flatMap((journey) => journey.screens);
  return screens.length > 0 ? screens : ['dashboard'];
}
