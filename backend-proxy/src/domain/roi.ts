import type { Config } from '../config/types';
import { ratio } from './kpi-values';

/** What was measured in a range. */
export interface RoiMeasured {
  /** Sum of completion times of all journeys, seconds. */
  journeySeconds: number;
  /** Distinct (user, local date) pairs with a journey. */
  userDates: number;
  errorCount: number;
  operationCount: number;
  /** Length of the range in days, fractional. */
  days: number;
  /** Percent. */
  retention30: number | null;
  /** Users the savings are counted for; null when unknown. */
  users: number | null;
}

/** The return on investment, and every part of it; null is unknown. */
export interface Roi {
  beforeSeconds: number | null;
  afterSeconds: number | null;
  users: number | null;
  hours: number | null;
  timeValue: number | null;
  errorRateAfter: number | null;
  operationsPerDay: number | null;
  errorSavings: number | null;
  timePercent: number | null;
  errorPercent: number | null;
  retentionPercent: number | null;
  percent: number | null;
  value: number | null;
}

/** null when any part is. */
function lift<T extends number[]>(
  compute: (...parts: T) => number | null,
  ...parts: { [K in keyof T]: number | null }
): number | null {
  return parts.some((part) => part === null) ? null : compute(...(parts as T));
}

/** Days a year over which errors are saved (specification). */
const DAYS_PER_YEAR = 365;

/** Computes the return on investment against the configured baseline. Formulas: specification and metric definitions. */
export function computeRoi(measured: RoiMeasured, settings: Config['roi']): Roi {
  const { taskSecondsPerUserDay: before, errorsPer1000, retention30: retentionBefore } = settings.baseline;
  const users = settings.numberOfUsers ?? measured.users;
  const after = ratio(measured.journeySeconds, measured.userDates);
  const hours = lift(
    (was: number, is: number, count: number) => ((was - is) / 3600) * count * settings.workdaysPerYear,
    before,
    after,
    users
  );
  const timeValue = lift((saved: number) => saved * settings.hourlyRate, hours);
  const errorRateAfter = ratio(1000 * measured.errorCount, measured.operationCount);
  const operationsPerDay = measured.operationCount > 0 ? ratio(measured.operationCount, measured.days) : null;
  const errorSavings = lift(
    (was: number, is: number, operations: number) =>
      ((was - is) / 1000) * operations * settings.costPerError * DAYS_PER_YEAR,
    errorsPer1000,
    errorRateAfter,
    operationsPerDay
  );
  const timePercent = lift((was: number, is: number) => ratio(was - is, was, 100), before, after);
  const errorPercent = lift((was: number, is: number) => ratio(was - is, was, 100), errorsPer1000, errorRateAfter);
  const retentionPercent = lift(
    (was: number, is: number) => ratio(is - was, was, 100),
    retentionBefore,
    measured.retention30
  );
  return {
    beforeSeconds: before,
    afterSeconds: after,
    users,
    hours,
    timeValue,
    errorRateAfter,
    operationsPerDay,
    errorSavings,
    timePercent,
    errorPercent,
    retentionPercent,
    percent: lift((a: number, b: number, c: number) => (a + b + c) / 3, timePercent, errorPercent, retentionPercent),
    value: lift((a: number, b: number) => a + b, timeValue, errorSavings),
  };
}

/** Which settings a return on investment waits for, by the names of the configuration file. */
export function missingRoiSettings(settings: Config['roi'], users: number | null): string[] {
  const { taskSecondsPerUserDay, errorsPer1000 } = settings.baseline;
  return [
    ...(taskSecondsPerUserDay === null ? ['roi.baseline.task_seconds_per_user_day'] : []),
    ...(errorsPer1000 === null ? ['roi.baseline.errors_per_1000'] : []),
    ...((settings.numberOfUsers ?? users) === null ? ['roi.number_of_users or licensed seats'] : []),
  ];
}
