import { Random } from './random';
import { ROLE_MODELS } from './roles';
import { DAY_MS, HOUR_MS, isWeekend, weekOf, type DemoPlan } from './timeline';
import { isEmployed, type User } from './users';

/** Hours of a UTC day, half open. */
type Hours = readonly [from: number, to: number];

const EARLY: Hours = [6, 14];
const LATE: Hours = [14, 22];
const OFFICE: Hours = [7.5, 16.5];
/** The two halves of a night within one calendar day. */
const NIGHT: readonly Hours[] = [
  [0, 6],
  [22, 24],
];

/** Whether the person opens the app on this day at all. */
export function isAtWork({ seed, startDay }: DemoPlan, user: User, day: number): boolean {
  const age = day - startDay;
  const { weekday, weekend } = ROLE_MODELS[user.role];
  const random = new Random(seed, 'presence', user.index, day);
  // On the first day everybody is shown the app.
  return isEmployed(user, age) && (age === user.joined || random.chance(isWeekend(day) ? weekend : weekday));
}

/** The person's hours on this day: crews change shifts every week. */
export function hoursOf(user: User, day: number): readonly Hours[] {
  const turn = user.crew + weekOf(day);
  switch (ROLE_MODELS[user.role].shifts) {
    case 1:
      return [OFFICE];
    case 2:
      return [turn % 2 === 0 ? EARLY : LATE];
    case 3:
      return [[EARLY], [LATE], NIGHT][turn % 3] ?? [EARLY];
  }
}

/** Whether the person's hours include this instant. */
export function isOnShift(user: User, time: number): boolean {
  const day = Math.floor(time / DAY_MS);
  const hour = (time - day * DAY_MS) / HOUR_MS;
  return hoursOf(user, day).some(([from, to]) => hour >= from && hour < to);
}

/** An instant within the person's hours that leaves so many milliseconds before the shift ends. */
export function momentOnShift(random: Random, user: User, day: number, leaveMs: number): number {
  const [from, to] = random.pick(hoursOf(user, day).map((hours) => [hours, hours[1] - hours[0]] as const));
  return Math.floor(day * DAY_MS + random.between(from * HOUR_MS, to * HOUR_MS - leaveMs));
}
