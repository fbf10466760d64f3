import { addDays, dayNumber, type LocalDate } from './calendar';

/** Dates on which somebody was active, a month each: bit 0 of `days[i]` is the first of the month `months[i]`. */
export interface ActiveMonths {
  months: readonly LocalDate[];
  days: readonly number[];
}

/**
 * How many people were active in the window of `length` dates that ends on each of the given dates.
 * @param dates ascending
 * @returns a count for each of them
 */
export function countTrailing(people: Iterable<ActiveMonths>, dates: readonly LocalDate[], length: number): number[] {
  const counts = dates.map(() => 0);
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) {
    return counts;
  }
  const base = dayNumber(addDays(first, -length));
  const ends = dates.map((date) => dayNumber(date) - base);
  const width = dayNumber(last) - base + 1;
  const active = new Uint8Array(width);
  const numbers = new Map<LocalDate, number>();
  for (const { months, days } of people) {
    active.fill(0);
    months.forEach((month, index) => {
      const start = numbers.get(month) ?? dayNumber(month) - base;
      numbers.set(month, start);
      mark(active, start, days[index] ?? 0);
    });
    countEnds(active, ends, length, counts);
  }
  return counts;
}

/** Marks the days of a month that begins at a position; what lies beside the span is left out. */
function mark(active: Uint8Array, start: number, days: number): void {
  for (let left = days; left !== 0; left &= left - 1) {
    const at = start + 31 - Math.clz32(left & -left);
    if (at >= 0 && at < active.length) {
      active[at] = 1;
    }
  }
}

/** Adds one to the count of each end whose window holds an active day. */
function countEnds(active: Uint8Array, ends: readonly number[], length: number, counts: number[]): void {
  let latest = -Infinity;
  let position = 0;
  ends.forEach((end, index) => {
    for (; position <= end; position++) {
      latest = active[position] === 1 ? position : latest;
    }
    if (latest > end - length) {
      counts[index] = (counts[index] ?? 0) + 1;
    }
  });
}
