import fc from 'fast-check';
import { addDays, datesBetween, ReportingCalendar } from './calendar';
import { splitMonths } from './month-spans';

const calendar = new ReportingCalendar({ timezone: 'UTC', dayStartMinutes: 0, weekStart: 'monday', currency: 'USD' });
const split = (first: string, last: string) => splitMonths(calendar, { first, last });

describe('splitMonths', () => {
  it('takes whole months out of the middle', () => {
    expect(split('2026-01-30', '2026-04-02')).toEqual({
      months: { first: '2026-02-01', last: '2026-03-01' },
      days: [
        { first: '2026-01-30', last: '2026-01-31' },
        { first: '2026-04-01', last: '2026-04-02' },
      ],
    });
  });

  it('leaves no days where months fit exactly', () => {
    expect(split('2026-02-01', '2026-02-28')).toEqual({
      months: { first: '2026-02-01', last: '2026-02-01' },
      days: [],
    });
  });

  it('leaves days alone where no month is whole', () => {
    expect(split('2026-02-02', '2026-03-30')).toEqual({
      months: null,
      days: [{ first: '2026-02-02', last: '2026-03-30' }],
    });
  });

  it('covers every date once', () => {
    fc.assert(
      fc.property(fc.nat(800), fc.nat(400), (from, length) => {
        const first = addDays('2023-12-15', from);
        const last = addDays(first, length);
        const { months, days } = split(first, last);
        const ofMonths = months
          ? datesBetween(months.first, addDays(calendar.monthOf(addDays(months.last, 31)), -1))
          : [];
        const all = [...days.flatMap((span) => datesBetween(span.first, span.last)), ...ofMonths].sort();
        expect(all).toEqual(datesBetween(first, last));
      })
    );
  });
});
