import type { EventType } from '../../config/types';
import { addDays, type LocalDate, type ReportingCalendar } from '../../domain/calendar';
import type { Range } from '../../domain/intervals';
import type { Snapshot } from '../snapshot';
import { CellParts } from './cell-parts';

/** What was read of a local date and group. */
export interface DayCell<T> {
  /** The instant at which the date begins, epoch ms. */
  at: number;
  group: string[];
  value: T;
}

/** The days of a month, and their sum per group once it is asked for. */
interface Month<T> {
  days: ReadonlyArray<DayCell<T>>;
  total: ReadonlyArray<DayCell<T>> | null;
}

/** How days of one kind are read: sums of certain measures, or histograms, by group and under certain filters. */
export interface DayReader<T> {
  type: EventType;
  /** Tells apart everything that the cells depend on but their time. */
  key: string;
  /** Reads the days whose begin lies in a span. */
  read: (span: Range) => Promise<Array<DayCell<T>>>;
  /** Adds up the cells of a group. */
  addUp: (values: readonly T[]) => T;
  /** Numbers in a cell, about. */
  sizeOf: (value: T) => number;
}

/** The months that dates of a span fall into. */
function monthsOf(calendar: ReportingCalendar, { from, to }: Range): LocalDate[] {
  const months: LocalDate[] = [];
  const last = calendar.monthOf(calendar.dateOf(to - 1));
  for (let month = calendar.monthOf(calendar.dateOf(from)); month <= last; month = nextMonth(calendar, month)) {
    months.push(month);
  }
  return months;
}

// 31 days after the first of a month always lie in the next one.
const nextMonth = (calendar: ReportingCalendar, month: LocalDate): LocalDate => calendar.monthOf(addDays(month, 31));

function spanOf(calendar: ReportingCalendar, month: LocalDate): Range {
  return { from: calendar.dayStart(month), to: calendar.dayStart(nextMonth(calendar, month)) };
}

function sumOf<T>(month: Month<T>, reader: DayReader<T>, at: number): ReadonlyArray<DayCell<T>> {
  if (month.total === null) {
    const parts = new CellParts<T>();
    month.days.forEach(({ group, value }) => parts.add(at, group, value));
    month.total = parts.addUp(reader.addUp).map(({ group, value }) => ({ at, group, value }));
  }
  return month.total;
}

/**
 * The cells of whole local dates. Where a month lies wholly within a span and a bucket, its days come added up.
 * @param spans made of whole local dates for which no change is outstanding
 * @param edges of the buckets that cells are for
 */
export async function fetchDayCells<T>(
  snapshot: Snapshot,
  calendar: ReportingCalendar,
  spans: readonly Range[],
  edges: readonly number[],
  reader: DayReader<T>
): Promise<Array<DayCell<T>>> {
  const wanted = [...new Set(spans.flatMap((span) => monthsOf(calendar, span)))].sort();
  const months = await snapshot.keepEach<LocalDate, Month<T>>(
    calendar,
    wanted.map((month) => ({
      name: month,
      key: `month ${month} ${reader.key}`,
      dates: { types: [reader.type], first: month, last: addDays(nextMonth(calendar, month), -1) },
    })),
    async (missing) => {
      const read = await reader.read({
        from: calendar.dayStart(missing[0] ?? ''),
        to: spanOf(calendar, missing.at(-1) ?? '').to,
      });
      return new Map(
        missing.map((month) => {
          const { from, to } = spanOf(calendar, month);
          const days = read.filter(({ at }) => at >= from && at < to);
          const size = days.reduce((sum, { value }) => sum + reader.sizeOf(value), 0);
          return [month, { value: { days, total: null }, size }];
        })
      );
    }
  );
  const isCut = ({ from, to }: Range): boolean => edges.some((edge) => edge > from && edge < to);
  const cells: Array<DayCell<T>> = [];
  for (const span of spans) {
    for (const month of monthsOf(calendar, span)) {
      const entry = months.get(month);
      const own = spanOf(calendar, month);
      if (entry && own.from >= span.from && own.to <= span.to && !isCut(own)) {
        cells.push(...sumOf(entry, reader, own.from));
      } else if (entry) {
        cells.push(...entry.days.filter(({ at }) => at >= span.from && at < span.to));
      }
    }
  }
  return cells;
}
