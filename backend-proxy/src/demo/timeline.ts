export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Days of the pilot at the one site, before the app is rolled out. */
export const PILOT_DAYS = 28;
/** Days of history that a demo has: the pilot, which makes 90-day retention known, and 90 days of a whole plant. */
export const DEMO_DAYS = PILOT_DAYS + 90;

/** Ages, in days since the plant began with the app, at which things happen. */
export const AGES = {
  rollout: PILOT_DAYS,
  rolledOut: 92,
  /** The release that went wrong, and the one that mended it. */
  badRelease: 62,
  goodRelease: 90,
  /** The bad week begins on the first Monday from here on. */
  badWeekFrom: 94,
} as const;

/** Which plant, and when it began. */
export interface DemoPlan {
  /** Same seed, same plant. */
  seed: number;
  /** UTC day, counted from 1970, on which the pilot began. */
  startDay: number;
}

/** A half-open range of time, and the plan of the plant that it is cut from. */
export interface DemoHistory {
  plan: DemoPlan;
  from: Date;
  to: Date;
}

/** The history of a demo that ends now: whole UTC days back to the beginning of the pilot. */
export function planDemo(now: Date, seed = 42): DemoHistory {
  const startDay = dayOf(now.getTime()) - DEMO_DAYS;
  return { plan: { seed, startDay }, from: new Date(startDay * DAY_MS), to: now };
}

/** UTC day of an instant, counted from 1970. */
export function dayOf(time: number): number {
  return Math.floor(time / DAY_MS);
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: number): number {
  return (day + 3) % 7;
}

/** Weeks since 1970, each from Monday. */
export function weekOf(day: number): number {
  return Math.floor((day + 3) / 7);
}

export function isWeekend(day: number): boolean {
  return weekdayOf(day) >= 5;
}
