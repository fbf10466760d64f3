import { ROLE_MODELS, ROLES } from './roles';
import { AGES, DAY_MS, type DemoPlan } from './timeline';

/** The body of `PUT /v1/licenses`. */
export interface LicenseSet {
  /** Local date from which it holds. */
  effectiveFrom: string;
  seats: Array<{ userRole: string; count: number }>;
}

/** Seats bought in three steps: for the pilot, for half of the roll-out, for all of it. */
const STEPS = [
  { age: 0, seats: 44 },
  { age: AGES.rollout, seats: 96 },
  { age: AGES.badRelease, seats: 150 },
] as const;

/** The licences of the plant, oldest first; to be put before the history, so that every date has its seats. */
export function demoLicenses({ startDay }: DemoPlan): LicenseSet[] {
  return STEPS.map(({ age, seats }) => ({
    effectiveFrom: new Date((startDay + age) * DAY_MS).toISOString().slice(0, 10),
    seats: ROLES.map((userRole) => ({ userRole, count: Math.round(seats * ROLE_MODELS[userRole].share) })),
  }));
}

/** What the work was like before the app, as settings of `roi`; the business case of the demo rests on it. */
export const demoRoi = {
  baseline: { task_seconds_per_user_day: 600, errors_per_1000: 5.2, retention_30: 84 },
} as const;
