import { randomFrom, uuidFrom } from './random';

/** Somebody who uses the app; under a pseudonym already, as rows hold them. */
export interface Person {
  userId: string;
  site: string;
  userRole: string;
  deviceType: string;
  /** Share of the days on which they work. */
  diligence: number;
  /** First day of theirs, counted from the first of the plant. */
  since: number;
}

export const SITES = ['north', 'south', 'east', 'west'] as const;
const ROLES = [
  'operator',
  'operator',
  'operator',
  'shift_lead',
  'quality_inspector',
  'warehouse_clerk',
  'plant_manager',
];
const DEVICES = ['iPhone', 'iPhone', 'iPad'];

export const FEATURES = [
  'customer_management',
  'batch_processing',
  'inventory_tracking',
  'production_analytics',
  'quality_control',
  'report_generation',
] as const;

/** Days between two versions of the app; a third of the people are a version behind. */
const RELEASE_DAYS = 28;

/** The people of a plant: two thirds from its first day on, the others join over its first 300 days. */
export function peopleOf(count: number, seed: number): Person[] {
  const next = randomFrom(seed);
  const one = <T>(choices: readonly T[]): T => choices[Math.floor(next() * choices.length)] as T;
  return Array.from({ length: count }, () => ({
    userId: uuidFrom(next),
    site: one(SITES),
    userRole: one(ROLES),
    deviceType: one(DEVICES),
    diligence: 0.6 + 0.35 * next(),
    since: next() < 2 / 3 ? 0 : Math.floor(next() * 300),
  }));
}

/** The version of the app on somebody's device on a day. */
export function versionOn(day: number, late: boolean): string {
  return `3.${Math.max(0, Math.floor(day / RELEASE_DAYS) - (late ? 1 : 0))}.0`;
}
