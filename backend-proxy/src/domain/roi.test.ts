import type { Config } from '../config/types';
import { computeRoi, missingRoiSettings, type RoiMeasured } from './roi';

const settings: Config['roi'] = {
  hourlyRate: 35,
  workdaysPerYear: 250,
  costPerError: 50,
  numberOfUsers: null,
  baseline: { taskSecondsPerUserDay: 1800, errorsPer1000: 20, retention30: 80 },
};

/** 1200 s a user and day, 10 errors in 1000 operations, 50 operations a day. */
const measured: RoiMeasured = {
  journeySeconds: 12_000,
  userDates: 10,
  errorCount: 1,
  operationCount: 100,
  days: 2,
  retention30: 90,
  users: 100,
};

describe('computeRoi', () => {
  it('computes the formulas of the specification', () => {
    expect(computeRoi(measured, settings)).toEqual({
      beforeSeconds: 1800,
      afterSeconds: 1200,
      users: 100,
      hours: (600 / 3600) * 100 * 250,
      timeValue: (600 / 3600) * 100 * 250 * 35,
      errorRateAfter: 10,
      operationsPerDay: 50,
      errorSavings: (10 / 1000) * 50 * 50 * 365,
      timePercent: (600 / 1800) * 100,
      errorPercent: 50,
      retentionPercent: 12.5,
      percent: ((600 / 1800) * 100 + 50 + 12.5) / 3,
      value: (600 / 3600) * 100 * 250 * 35 + (10 / 1000) * 50 * 50 * 365,
    });
  });

  it('keeps losses negative', () => {
    const roi = computeRoi({ ...measured, journeySeconds: 24_000, errorCount: 4, retention30: 60 }, settings);
    expect(roi).toMatchObject({ afterSeconds: 2400, errorRateAfter: 40, errorPercent: -100, retentionPercent: -25 });
    expect(roi.hours).toBeLessThan(0);
    expect(roi.errorSavings).toBeLessThan(0);
    expect(roi.value).toBeLessThan(0);
  });

  it.each<
    [string, Partial<RoiMeasured>, Partial<Config['roi']['baseline']>, Array<keyof ReturnType<typeof computeRoi>>]
  >([
    ['journeys', { userDates: 0 }, {}, ['afterSeconds', 'hours', 'timeValue', 'timePercent', 'percent', 'value']],
    ['users', { users: null }, {}, ['users', 'hours', 'timeValue', 'value']],
    [
      'operations',
      { operationCount: 0, errorCount: 0 },
      {},
      ['errorRateAfter', 'operationsPerDay', 'errorSavings', 'errorPercent', 'percent', 'value'],
    ],
    ['a retention', { retention30: null }, {}, ['retentionPercent', 'percent']],
    [
      'a task time of before',
      {},
      { taskSecondsPerUserDay: null },
      ['beforeSeconds', 'hours', 'timeValue', 'timePercent', 'percent', 'value'],
    ],
    ['an error rate of before', {}, { errorsPer1000: null }, ['errorSavings', 'errorPercent', 'percent', 'value']],
    ['a retention of before', {}, { retention30: null }, ['retentionPercent', 'percent']],
    ['an error rate of before above 0', {}, { errorsPer1000: 0 }, ['errorPercent', 'percent']],
  ])('without %s knows only what does not need it', (_name, own, baseline, unknown) => {
    const roi = computeRoi({ ...measured, ...own }, { ...settings, baseline: { ...settings.baseline, ...baseline } });
    const missing = Object.entries(roi).flatMap(([name, value]) => (value === null ? [name] : []));
    expect(missing.sort()).toEqual([...unknown].sort());
  });

  it('counts savings for the configured number of users before the licensed seats', () => {
    expect(computeRoi(measured, { ...settings, numberOfUsers: 7 }).users).toBe(7);
    expect(computeRoi({ ...measured, users: null }, { ...settings, numberOfUsers: 7 }).hours).toBeCloseTo(
      (600 / 3600) * 7 * 250,
      9
    );
  });
});

describe('missingRoiSettings', () => {
  it('names what a return on investment waits for', () => {
    expect(missingRoiSettings(settings, 5)).toEqual([]);
    expect(
      missingRoiSettings(
        { ...settings, baseline: { taskSecondsPerUserDay: null, errorsPer1000: null, retention30: null } },
        null
      )
    ).toEqual([
      'roi.baseline.task_seconds_per_user_day',
      'roi.baseline.errors_per_1000',
      'roi.number_of_users or licensed seats',
    ]);
    expect(missingRoiSettings({ ...settings, numberOfUsers: 7 }, null)).toEqual([]);
  });
});
