import type { Feature } from './types';

/** The six features of the specification (`AppFeature`); more by configuration. */
export const FEATURES: readonly Feature[] = [
  { id: 'customer_management', title: 'Customer Management', core: true },
  { id: 'batch_processing', title: 'Batch Processing', core: true },
  { id: 'inventory_tracking', title: 'Inventory Tracking', core: true },
  { id: 'production_analytics', title: 'Production Analytics', core: true },
  { id: 'quality_control', title: 'Quality Control', core: true },
  { id: 'report_generation', title: 'Report Generation', core: true },
];
