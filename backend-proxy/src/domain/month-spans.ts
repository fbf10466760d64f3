import { addDays, type LocalDate, type ReportingCalendar } from './calendar';

/** Dates from the first to the last, both included. */
export interface DateSpan {
  first: LocalDate;
  last: LocalDate;
}

/** The whole calendar months of a span, told by the first day of the first and of the last one, and the dates beside them. */
export function splitMonths(
  calendar: Pick<ReportingCalendar, 'monthOf'>,
  { first, last }: DateSpan
): { months: DateSpan | null; days: DateSpan[] } {
  const ownMonth = calendar.monthOf(first);
  // 31 days after the first of a month always lie in the next one.
  const begin = ownMonth === first ? first : calendar.monthOf(addDays(ownMonth, 31));
  const end = calendar.monthOf(addDays(last, 1));
  if (begin >= end) {
    return { months: null, days: [{ first, last }] };
  }
  const beside = [
    { first, last: addDays(begin, -1) },
    { first: end, last },
  ];
  return {
    months: { first: begin, last: calendar.monthOf(addDays(end, -1)) },
    days: beside.filter((span) => span.first <= span.last),
  };
}
