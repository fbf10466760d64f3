import fc from 'fast-check';
import { addDays, type LocalDate } from './calendar';
import { countTrailing, type ActiveMonths } from './trailing-users';

/** Somebody who was active on these dates. */
function person(dates: readonly LocalDate[]): ActiveMonths {
  const byMonth = new Map<LocalDate, number>();
  for (const date of dates) {
    const month = `${date.slice(0, 7)}-01`;
    byMonth.set(month, (byMonth.get(month) ?? 0) | (1 << (Number(date.slice(8)) - 1)));
  }
  return { months: [...byMonth.keys()], days: [...byMonth.values()] };
}

describe('countTrailing', () => {
  it('counts somebody from the date of activity until the window has passed', () => {
    const dates = ['2026-01-30', '2026-01-31', '2026-02-06', '2026-02-07'];
    expect(countTrailing([person(['2026-01-31'])], dates, 7)).toEqual([0, 1, 1, 0]);
  });

  it('is nothing without dates or people', () => {
    expect(countTrailing([person(['2026-01-31'])], [], 7)).toEqual([]);
    expect(countTrailing([], ['2026-01-31'], 7)).toEqual([0]);
  });

  it('is what looking at every date gives', () => {
    const date = fc.nat(120).map((days) => addDays('2025-12-10', days));
    fc.assert(
      fc.property(
        fc.array(fc.uniqueArray(date), { maxLength: 5 }),
        fc.uniqueArray(date),
        fc.integer({ min: 1, max: 40 }),
        (people, asked, length) => {
          const dates = [...asked].sort();
          expect(countTrailing(people.map(person), dates, length)).toEqual(
            dates.map(
              (end) => people.filter((own) => own.some((day) => day > addDays(end, -length) && day <= end)).length
            )
          );
        }
      )
    );
  });
});
