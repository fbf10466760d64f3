import type { Kpi } from '@lopan/catalogue';
import type { Duration, MixinConfig } from '../config';
import { windowWords } from './words';

const DAY = 86_400;

/** Over what a KPI is judged, and how often. All rules of a KPI share it: what they say of it then never contradicts. */
export interface Judgement {
  /** Group of the rules; those of a group are evaluated together. */
  group: string;
  interval: Duration;
  /** Seconds that the rules look back. */
  seconds: number;
  /** "the last hour", "the whole dates of the last 8 days". */
  words: string;
  /**
   * The KPI is a pace over the days of the window, whether or not anything was reported on them: until reports reach back
   * that far, it is too low by the days that are missing, and says nothing.
   */
  needsWholeWindow: boolean;
}

/** Days that a rule on a calendar KPI looks back: the dates it is meant to judge, and one more for the current date. */
const DATES_DAYS: Readonly<Record<string, number>> = {
  /** Cohorts whose 30 days of adoption ended in the last 30 dates. */
  feature_adoption: 31,
  /** Cohorts whose bracket of 7 dates began in the last 30 dates that leave room for it. */
  retention_30: 37,
  retention_90: 37,
};
/** A week of dates: no weekday weighs more than another, and a quiet Sunday alone tells nobody. */
const WEEK_DAYS = 8;
const MONTH_DAYS = 31;

/** KPIs that only say something over weeks: turnover of a stock, and what is made of calendar KPIs or of a year's pace. */
const MONTHLY = ['inventory_turnover', 'engagement_score', 'roi_percent', 'roi_value', 'roi_hours'];

/** Those of them that divide by the days of the window. */
const PACES = ['inventory_turnover', 'roi_percent', 'roi_value'];

/** Groups in the order of their runbooks. */
export const KPI_GROUPS = {
  hour: 'KPIs over an hour',
  day: 'KPIs over a day',
  month: 'KPIs over a month',
  dates: 'KPIs over whole dates',
} as const;

/**
 * The grain of a KPI: whole dates where it is defined on them; an hour where it has a critical threshold, since somebody
 * can still act; a month where its pace is that of a year; else a day, in which every shift has its part.
 */
export function judgementOf(config: MixinConfig, kpi: Kpi): Judgement {
  const { interval, dayInterval, longInterval, windowSeconds } = config.alerts;
  if (kpi.source === 'calendar') {
    const days = DATES_DAYS[kpi.id] ?? WEEK_DAYS;
    const words = `the whole dates of the last ${days} days`;
    return { group: KPI_GROUPS.dates, interval: longInterval, seconds: days * DAY, words, needsWholeWindow: false };
  }
  if (MONTHLY.includes(kpi.id)) {
    const seconds = MONTH_DAYS * DAY;
    const words = `the last ${windowWords(seconds)}`;
    const needsWholeWindow = PACES.includes(kpi.id);
    return { group: KPI_GROUPS.month, interval: longInterval, seconds, words, needsWholeWindow };
  }
  const [group, every, seconds] =
    kpi.threshold === null
      ? ([KPI_GROUPS.day, dayInterval, DAY] as const)
      : ([KPI_GROUPS.hour, interval, windowSeconds] as const);
  return { group, interval: every, seconds, words: `the last ${windowWords(seconds)}`, needsWholeWindow: false };
}
