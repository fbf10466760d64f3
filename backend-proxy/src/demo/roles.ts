/** Who uses the app. */
export const ROLES = ['operator', 'shift_lead', 'quality_inspector', 'warehouse_clerk', 'plant_manager'] as const;
export type Role = (typeof ROLES)[number];

/** What a role is like. */
export interface RoleModel {
  /** Share of all people. */
  share: number;
  /** Share with an iPad; the others have an iPhone. */
  iPad: number;
  /** Works round the clock in three shifts, in the two of the day, or office hours. */
  shifts: 3 | 2 | 1;
  /** Chance to be at work, and to open the app, on a weekday and at the weekend. */
  weekday: number;
  weekend: number;
  /** Visits to the app a day, mean; the first one is certain. */
  furtherVisits: number;
  /** Chance that a person takes a feature up within 30 days, by feature id. */
  adoption: Readonly<Partial<Record<string, number>>>;
}

/** Adoption of a feature that the table does not name: one that was configured later. */
export const DEFAULT_ADOPTION = 0.4;

export const ROLE_MODELS: Readonly<Record<Role, RoleModel>> = {
  operator: {
    share: 0.52,
    iPad: 0.35,
    shifts: 3,
    weekday: 0.94,
    weekend: 0.7,
    furtherVisits: 0.9,
    adoption: {
      customer_management: 0.34,
      batch_processing: 0.99,
      inventory_tracking: 0.79,
      production_analytics: 0.56,
      quality_control: 0.86,
      report_generation: 0.48,
    },
  },
  shift_lead: {
    share: 0.13,
    iPad: 0.8,
    shifts: 3,
    weekday: 0.96,
    weekend: 0.75,
    furtherVisits: 1.5,
    adoption: {
      customer_management: 0.55,
      batch_processing: 0.98,
      inventory_tracking: 0.82,
      production_analytics: 0.93,
      quality_control: 0.88,
      report_generation: 0.84,
    },
  },
  quality_inspector: {
    share: 0.14,
    iPad: 0.7,
    shifts: 3,
    weekday: 0.93,
    weekend: 0.62,
    furtherVisits: 1.3,
    adoption: {
      customer_management: 0.42,
      batch_processing: 0.78,
      inventory_tracking: 0.5,
      production_analytics: 0.74,
      quality_control: 0.99,
      report_generation: 0.8,
    },
  },
  warehouse_clerk: {
    share: 0.15,
    iPad: 0.2,
    shifts: 2,
    weekday: 0.93,
    weekend: 0.55,
    furtherVisits: 1.1,
    adoption: {
      customer_management: 0.72,
      batch_processing: 0.6,
      inventory_tracking: 0.99,
      production_analytics: 0.4,
      quality_control: 0.45,
      report_generation: 0.62,
    },
  },
  plant_manager: {
    share: 0.06,
    iPad: 0.75,
    shifts: 1,
    weekday: 0.9,
    weekend: 0.25,
    furtherVisits: 0.8,
    adoption: {
      customer_management: 0.85,
      batch_processing: 0.55,
      inventory_tracking: 0.68,
      production_analytics: 0.98,
      quality_control: 0.7,
      report_generation: 0.95,
    },
  },
};
