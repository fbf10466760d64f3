import { addDays, type LocalDate } from './calendar';
import { ratio } from './kpi-values';

/** Length of a period, in dates. */
export const DAYS_OF_PERIOD = 7;

/** The users of a group who were first seen on one date. */
export interface FirstDateCohort {
  firstSeen: LocalDate;
  group: string[];
  size: number;
  /** Users active in period k (days 7k to 7k + 6 after their first date), by k; one that is missing had none. */
  active: Map<number, number>;
}

/** One cell of the matrix: a weekly cohort in one period of its users. */
export interface RetentionCell {
  group: string[];
  /** First date of the cohort's week. */
  cohort: LocalDate;
  cohortSize: number;
  period: number;
  /** null before the period has begun for anyone. */
  retained: number | null;
  /** Percent. */
  rate: number | null;
  complete: boolean;
}

/** The users of a group who were first seen in one week. */
interface WeekCohort {
  group: string[];
  week: LocalDate;
  earliest: LocalDate;
  latest: LocalDate;
  size: number;
  active: Map<number, number>;
}

function byWeek(cohorts: readonly FirstDateCohort[], weekOf: (date: LocalDate) => LocalDate): WeekCohort[] {
  const weeks = new Map<string, WeekCohort>();
  for (const { firstSeen, group, size, active } of cohorts) {
    const week = weekOf(firstSeen);
    const key = JSON.stringify([...group, week]);
    const known = weeks.get(key) ?? {
      group,
      week,
      earliest: firstSeen,
      latest: firstSeen,
      size: 0,
      active: new Map<number, number>(),
    };
    weeks.set(key, known);
    known.earliest = firstSeen < known.earliest ? firstSeen : known.earliest;
    known.latest = firstSeen > known.latest ? firstSeen : known.latest;
    known.size += size;
    for (const [period, users] of active) {
      known.active.set(period, (known.active.get(period) ?? 0) + users);
    }
  }
  return [...weeks.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, week]) => week);
}

/** The retention matrix: a row per group, weekly cohort and period, in that order. */
export function retentionMatrix(
  cohorts: readonly FirstDateCohort[],
  {
    periods,
    weekOf,
    today,
    isOver,
  }: {
    periods: number;
    weekOf: (date: LocalDate) => LocalDate;
    /** The local date of now. */
    today: LocalDate;
    /** Whether nothing can change any more on a date, but for events later than the late window. */
    isOver: (date: LocalDate) => boolean;
  }
): RetentionCell[] {
  return byWeek(cohorts, weekOf).flatMap(({ group, week, earliest, latest, size, active }) =>
    Array.from({ length: periods }, (_, period): RetentionCell => {
      const begun = addDays(earliest, period * DAYS_OF_PERIOD) <= today;
      const retained = begun ? (active.get(period) ?? 0) : null;
      return {
        group,
        cohort: week,
        cohortSize: size,
        period,
        retained,
        rate: retained === null ? null : ratio(retained, size, 100),
        complete: isOver(addDays(latest, (period + 1) * DAYS_OF_PERIOD - 1)),
      };
    })
  );
}
