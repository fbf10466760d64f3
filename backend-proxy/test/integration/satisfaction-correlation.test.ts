import { SatisfactionCorrelation } from '../../src/daily/satisfaction-correlation';
import { CorrectionStore } from '../../src/db/stores/correction-store';
import { RollupStateStore, rollupSettings } from '../../src/db/stores/rollup-state';
import { SatisfactionStore } from '../../src/db/stores/satisfaction-store';
import { addDays, ReportingCalendar } from '../../src/domain/calendar';
import { withDatabase } from '../helpers/database';
import { businessEvent, performanceEvent } from '../helpers/events';
import { createTestProxy, testConfig } from '../helpers/proxy';

const FIRST = '2026-01-01';
const NOW = Date.parse('2026-02-20T00:30:00Z');

/** Ranks with ties at their mean, and Pearson's r of them, written down once more. */
function rho(pairs: ReadonlyArray<readonly [number, number]>): number {
  const ranks = (values: readonly number[]) =>
    values.map(
      (value) =>
        values.filter((other) => other < value).length + (values.filter((other) => other === value).length + 1) / 2
    );
  const [x, y] = [ranks(pairs.map(([a]) => a)), ranks(pairs.map(([, b]) => b))];
  const mean = (pairs.length + 1) / 2;
  const product = (a: readonly number[], b: readonly number[]) =>
    a.reduce((sum, rank, index) => sum + (rank - mean) * ((b[index] ?? 0) - mean), 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

describe('the satisfaction correlation of a day', () => {
  const database = withDatabase();
  const config = testConfig();
  const calendar = new ReportingCalendar(config.reporting);
  // A faster launch is a higher score; every seventh day has a tie, the fourth no answer from customers.
  const launch = (day: number) => 0.5 + ((day * 37) % 29) / 29;
  const satisfaction = (day: number) => 1 + ((day * 11) % 17) / 5;
  const valueOn = async (date: string) =>
    (
      await database.rows<{ value: number | null }>(
        `SELECT DISTINCT user_satisfaction_correlation AS value FROM performance_metrics WHERE "timestamp"::date = $1`,
        [date]
      )
    ).map(({ value }) => value);

  it('is rho over the 30 dates up to it, null under 10 common dates, and computed anew after corrections', async () => {
    const proxy = createTestProxy(database.pool, config);
    const job = new SatisfactionCorrelation({
      pool: database.pool,
      store: new SatisfactionStore(database.pool, calendar),
      calendar,
      lateWindowMs: 3_600_000,
    });
    await new RollupStateStore(database.pool).ensure(rollupSettings(config), NOW);
    const days = Array.from({ length: 51 }, (_, day) => ({ day, date: addDays(FIRST, day) }));
    const events = days.flatMap(({ day, date }) => [
      ...[0, 1].map(() => performanceEvent({ timestamp: `${date}T10:00:00Z`, launchTime: launch(day) })),
      businessEvent({
        timestamp: `${date}T11:00:00Z`,
        customerSatisfaction: day === 3 ? undefined : satisfaction(day),
      }),
    ]);
    await proxy.post(events);
    await proxy.rollUpAll();

    expect(job.lastDate(NOW)).toBe('2026-02-18');
    expect(await job.run(NOW)).toBe((49 - 10) * 2);
    const expected = (last: number) =>
      rho(
        days
          .filter(({ day }) => day > last - 30 && day <= last && day !== 3)
          .map(({ day }) => [-launch(day), satisfaction(day)] as const)
      );
    expect(await valueOn('2026-01-10')).toEqual([null]);
    expect(await valueOn('2026-01-11')).toEqual([expect.closeTo(expected(10), 9)]);
    expect(await valueOn('2026-02-18')).toEqual([expect.closeTo(expected(48), 9)]);
    // Not complete yet.
    expect(await valueOn('2026-02-19')).toEqual([null]);
    expect(await job.run(NOW)).toBe(0);

    const wrong = events.find(({ type, timestamp }) => type === 'business' && timestamp.startsWith('2026-02-18'));
    await new CorrectionStore(database.pool, calendar).void(wrong?.id ?? '', 'a test', 'a test');
    expect(await job.run(NOW)).toBe(2);
    const without = days.filter(({ day }) => day > 18 && day < 48);
    expect(await valueOn('2026-02-18')).toEqual([
      expect.closeTo(rho(without.map(({ day }) => [-launch(day), satisfaction(day)] as const)), 9),
    ]);
  });
});
