import { ADOPTION_TAIL, fetchAdopters } from '../db/read-models/activity';
import { fetchFeatureUse } from '../db/read-models/adoption';
import { licensesIn, seatsOn, type LicenseSet } from '../db/read-models/licenses';
import { addCounts, type AdoptionColumn, type AdoptionCounts } from '../domain/adoption';
import { addDays, dayNumber, type LocalDate } from '../domain/calendar';
import { bucketEdges, previousRange, type Range } from '../domain/intervals';
import { dateWindows, type DateWindow } from './date-windows';
import { isComplete, type QueryContext } from './context';
import type { AdoptionQuery } from './schema';
import { rangeWindow } from './window';

/** The columns of the heatmap, and the range that they are compared with. */
export interface AdoptionData {
  columns: AdoptionColumn[];
  compared: Range | null;
  note: string | null;
}

/** A stretch of the range that is a column, or all of it where columns are values of a dimension. */
interface Stretch<T> {
  name: string | null;
  current: T;
  previous: T;
}

/** Counts of one stretch by the value of the column's dimension; empty values where weeks are columns. */
type CountsByValue = Map<string, AdoptionCounts>;

interface Counted {
  name: string | null;
  end: number;
  compared: Range;
  /** Last date of what is compared with, whose seats count. */
  previousLast: LocalDate;
  current: CountsByValue;
  previous: CountsByValue;
}

function dimensionOf({ by }: AdoptionQuery): 'userRole' | 'appVersion' | 'deviceType' | null {
  return by === undefined ? 'userRole' : by === 'week' ? null : by;
}

/** Weeks of the range, each compared with as long a stretch before it; or the range as a whole. */
function rangeStretches(query: AdoptionQuery, { calendar, range }: QueryContext): Array<Stretch<Range>> {
  if (dimensionOf(query) !== null) {
    return [{ name: null, current: range, previous: previousRange(range) }];
  }
  const edges = bucketEdges(calendar, range, '1w');
  return edges.slice(0, -1).map((from, index) => {
    const current = { from, to: edges[index + 1] ?? from };
    return { name: calendar.weekOf(calendar.dateOf(from)), current, previous: previousRange(current) };
  });
}

const keyOf = ({ from, to }: Range): string => `${from} ${to}`;

/** Users by what they did within the range. */
async function countOverRange(query: AdoptionQuery, context: QueryContext): Promise<Counted[]> {
  const { snapshot, calendar, config } = context;
  const stretches = rangeStretches(query, context);
  // What a week is compared with is mostly the week before it, which is read already.
  const windows = new Map<string, Range>();
  for (const window of stretches.flatMap(({ current, previous }) => [current, previous])) {
    windows.set(keyOf(window), window);
  }
  const indexes = new Map([...windows.keys()].map((key, index) => [key, index]));
  const uses = await fetchFeatureUse(snapshot, calendar, {
    windows: [...windows.values()],
    column: dimensionOf(query),
    features: config.features.map(({ id }) => id),
    filters: query.filters ?? {},
  });
  const countsOf = (window: Range): CountsByValue => {
    const index = indexes.get(keyOf(window));
    return new Map(uses.filter((use) => use.window === index).map((use) => [use.value, use]));
  };
  return stretches.map(({ name, current, previous }) => ({
    name,
    end: current.to,
    compared: previous,
    previousLast: calendar.dateOf(previous.to - 1),
    current: countsOf(current),
    previous: countsOf(previous),
  }));
}

function previousDates({ first, last }: DateWindow): DateWindow {
  return { first: addDays(first, dayNumber(first) - dayNumber(last) - 1), last: addDays(first, -1) };
}

function dateStretches(
  query: AdoptionQuery,
  { calendar }: QueryContext,
  dates: DateWindow
): Array<Stretch<DateWindow>> {
  if (dimensionOf(query) !== null) {
    return [{ name: null, current: dates, previous: previousDates(dates) }];
  }
  const stretches: Array<Stretch<DateWindow>> = [];
  for (let { first } = dates; first <= dates.last;) {
    const name = calendar.weekOf(first);
    const next = addDays(name, 7);
    const current = { first, last: next <= dates.last ? addDays(next, -1) : dates.last };
    stretches.push({ name, current, previous: previousDates(current) });
    first = next;
  }
  return stretches;
}

/** Users by the first 30 days after they were first seen, as the KPI reads them: those whose days end in the range. */
async function countOverFirstDays(query: AdoptionQuery, context: QueryContext, dates: DateWindow): Promise<Counted[]> {
  const { snapshot, calendar, config } = context;
  const column = dimensionOf(query);
  const stretches = dateStretches(query, context, dates);
  const cohorts = await fetchAdopters(snapshot, calendar, {
    firstSeen: {
      first: addDays(previousDates(dates).first, -ADOPTION_TAIL),
      last: addDays(dates.last, -ADOPTION_TAIL),
    },
    groupBy: column === null ? [] : [column],
    filters: query.filters ?? {},
    features: config.features.map(({ id }) => id),
  });
  const countsOf = ({ first, last }: DateWindow): CountsByValue => {
    const byValue = new Map<string, AdoptionCounts[]>();
    for (const { firstSeen, group, cohort, adopters } of cohorts) {
      const end = addDays(firstSeen, ADOPTION_TAIL);
      if (end >= first && end <= last) {
        const value = group[0] ?? '';
        byValue.set(value, [...(byValue.get(value) ?? []), { eligible: cohort, users: adopters }]);
      }
    }
    return new Map([...byValue].map(([value, counts]) => [value, addCounts(counts)]));
  };
  return stretches.map(({ name, current, previous }) => ({
    name,
    end: calendar.dayEnd(current.last),
    compared: { from: calendar.dayStart(previous.first), to: calendar.dayEnd(previous.last) },
    previousLast: previous.last,
    current: countsOf(current),
    previous: countsOf(previous),
  }));
}

/** Whether seats fit what is asked: they know roles and dates only. Features are rows, they restrict no user. */
function seatsFit({ by = 'userRole', filters = {} }: AdoptionQuery): boolean {
  const others = [filters.deviceType, filters.appVersion, filters.site];
  return (by === 'userRole' || by === 'week') && others.every((values) => (values ?? []).length === 0);
}

/** Roles with seats on a date, of those that the query asks for. */
function licensedRoles(licenses: readonly LicenseSet[], date: LocalDate, wanted: readonly string[]): string[] {
  const set = licenses.findLast(({ effectiveFrom }) => effectiveFrom <= date);
  const roles = set?.seats.map(({ userRole }) => userRole) ?? [];
  return roles.filter((role) => wanted.length === 0 || wanted.includes(role));
}

/** Counts the columns of the heatmap, now and over the range before. */
export async function fetchAdoption(query: AdoptionQuery, context: QueryContext): Promise<AdoptionData> {
  const { range, calendar } = context;
  const [dates] = query.windows === '30d' ? dateWindows(context, rangeWindow(query, range)) : [undefined];
  if (dates === null) {
    const note = 'Adoption in the first 30 days counts whole dates, and the range holds none that is complete.';
    return { columns: [], compared: null, note };
  }
  const counted = dates ? await countOverFirstDays(query, context, dates) : await countOverRange(query, context);
  // Weeks are compared one by one: all that was looked at.
  const compared = {
    from: Math.min(...counted.map((stretch) => stretch.compared.from)),
    to: Math.max(...counted.map((stretch) => stretch.compared.to)),
  };

  const bySeats = query.denominator === 'seats';
  const fits = bySeats && seatsFit(query);
  const licenses = fits ? await licensesIn(context.snapshot) : [];
  const wanted = query.filters?.userRole ?? [];
  const lastDate = dates?.last ?? calendar.dateOf(range.to - 1);
  const columns = counted.flatMap(({ name, end, previousLast, current, previous }): AdoptionColumn[] => {
    const byRole = name === null && fits ? licensedRoles(licenses, lastDate, wanted) : [];
    const values = name === null ? [...new Set([...current.keys(), ...byRole])].sort() : [''];
    return values.map((value) => {
      const roles = name === null ? [value] : wanted.length > 0 ? wanted : null;
      return {
        name: name ?? value,
        complete: isComplete(end, context),
        current: current.get(value) ?? null,
        previous: previous.get(value) ?? { eligible: 0, users: new Map() },
        ...(bySeats && {
          seats: {
            current: fits ? seatsOn(licenses, lastDate, roles) : null,
            previous: fits ? seatsOn(licenses, previousLast, roles) : null,
          },
        }),
      };
    });
  });
  return { columns, compared, note: bySeats ? seatsNote(fits, columns) : null };
}

function seatsNote(fits: boolean, columns: readonly AdoptionColumn[]): string | null {
  if (!fits) {
    return 'Licensed seats are known per role only: by must be userRole or week, and no other filter than userRole set.';
  }
  return columns.some(({ seats }) => seats?.current === null)
    ? 'No licensed seats are known for some of the columns; set them with PUT /v1/licenses.'
    : null;
}
