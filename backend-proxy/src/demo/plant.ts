import { Random } from './random';
import { AGES, DAY_MS, dayOf, HOUR_MS, isWeekend, weekdayOf, type DemoPlan } from './timeline';

/** The two sites. South is younger, a little weaker, and has the bad week. */
export const SITES = ['north', 'south'] as const;
export type Site = (typeof SITES)[number];

/** What a site is like at a moment. */
export interface SiteState {
  /** Percentage points on every rate of the shop floor: the day, the shift, the weekday, how far the site has come. */
  drift: number;
  /** 0–1: how much of the bad week is felt. */
  trouble: number;
  /** 0 or 1: a line stands still. */
  stoppage: number;
  /** Around 1: how slow the network of the site is that day; apps start and screens load by it. */
  slowness: number;
}

/** How much of the bad week is felt on each day from its Monday on: a broken filler, then new parts, then recovery. */
const BAD_WEEK = [0.6, 1, 1, 1, 0.9, 0.8, 0.6, 0.35, 0.25, 0.15, 0.08];
const STOPPAGE_CHANCE = 0.16;

/** What the site is like at an instant. */
export function siteState(plan: DemoPlan, site: Site, time: number): SiteState {
  const day = dayOf(time);
  return {
    drift: dailyDrift(plan, site, day) + shiftDrift(time) + (isWeekend(day) ? -0.8 : 0) + learning(day - plan.startDay),
    trouble: site === 'south' ? (BAD_WEEK[day - badWeekMonday(plan)] ?? 0) : 0,
    stoppage: isStopped(plan, site, time) ? 1 : 0,
    slowness: dailySlowness(plan, site, day),
  };
}

/** UTC day on which the bad week begins. */
export function badWeekMonday({ startDay }: DemoPlan): number {
  const earliest = startDay + AGES.badWeekFrom;
  return earliest + ((7 - weekdayOf(earliest)) % 7);
}

/** A good or bad day fades over the following two. */
function dailyDrift({ seed }: DemoPlan, site: Site, day: number): number {
  const of = (date: number) => new Random(seed, 'drift', site, date).normal(0, 1);
  return (site === 'north' ? 0.6 : -0.6) + 0.9 * of(day) + 0.5 * of(day - 1) + 0.3 * of(day - 2);
}

function dailySlowness({ seed }: DemoPlan, site: Site, day: number): number {
  return new Random(seed, 'slowness', site, day).around(1, 0.07);
}

/** Nights are a little weaker. */
function shiftDrift(time: number): number {
  const hour = (time % DAY_MS) / HOUR_MS;
  return hour < 6 || hour >= 22 ? -1.4 : 0.4;
}

/** People get better with the app, for a while. */
function learning(age: number): number {
  return 1.6 * Math.min(1, age / AGES.rolledOut) - 0.8;
}

function isStopped({ seed }: DemoPlan, site: Site, time: number): boolean {
  const day = dayOf(time);
  const random = new Random(seed, 'stoppage', site, day);
  const begin = day * DAY_MS + random.between(0, 22) * HOUR_MS;
  const length = random.between(0.6, 1.6) * HOUR_MS;
  return random.chance(STOPPAGE_CHANCE) && time >= begin && time < begin + length;
}
