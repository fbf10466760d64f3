import {
  cellKey,
  fetchAggregates,
  fetchHistograms,
  rangeOf,
  type AggregateQuery,
  type Cell,
  type Measures,
} from '../db/read-models/aggregates';
import type { Snapshot } from '../db/snapshot';
import type { ReportingCalendar } from '../domain/calendar';
import { addBins, type Histogram } from '../domain/histogram';
import { isDateInterval } from '../domain/intervals';

type Histograms = ReadonlyMap<string, Histogram>;

/** A series that was read: the measures or metrics of it, and its cells. */
interface Series<T> {
  names: ReadonlySet<string>;
  cells: ReadonlyArray<Cell<T>>;
}

/** What tells apart queries over the same events; buckets and measures are no part of it. */
function keyOf(query: AggregateQuery): string {
  const { type, groupBy, filters } = query;
  return JSON.stringify([type, rangeOf(query), groupBy, Object.entries(filters).sort(), query.rollup?.keys]);
}

/** Adds up the cells of a series over its buckets, a cell a group. */
function addUpBuckets<T, Sum extends T>(
  cells: ReadonlyArray<Cell<T>>,
  empty: () => Sum,
  add: (sum: Sum, value: T) => void
): Array<Cell<T>> {
  const groups = new Map<string, Cell<Sum>>();
  for (const { group, value } of cells) {
    const key = cellKey(0, group);
    const cell = groups.get(key) ?? { bucket: 0, group, value: empty() };
    add(cell.value, value);
    groups.set(key, cell);
  }
  return [...groups.values()];
}

function addMeasures(sum: Record<string, number>, value: Measures): void {
  for (const [name, part] of Object.entries(value)) {
    sum[name] = (sum[name] ?? 0) + part;
  }
}

function addHistograms(sum: Map<string, Histogram>, value: Histograms): void {
  for (const [metric, histogram] of value) {
    const own = sum.get(metric) ?? new Map<number, number>();
    addBins(own, [...histogram.keys()], [...histogram.values()]);
    sum.set(metric, own);
  }
}

/**
 * Sums and histograms of events on one snapshot. A card shows a series and its total: what was read as a series is not
 * read again for the range as a whole but added up.
 */
export class EventCells {
  readonly #aggregates = new Map<string, Series<Measures>>();
  readonly #histograms = new Map<string, Series<Histograms>>();

  constructor(
    private readonly snapshot: Snapshot,
    private readonly calendar: ReportingCalendar
  ) {}

  /** As `fetchAggregates`. */
  async aggregates(query: AggregateQuery): Promise<ReadonlyArray<Cell<Measures>>> {
    const names = query.measures;
    const known = this.#knownSeries(this.#aggregates, query, names);
    if (known) {
      return addUpBuckets<Measures, Record<string, number>>(known.cells, () => ({}), addMeasures);
    }
    const cells = await fetchAggregates(this.snapshot, query, this.calendar);
    this.#remember(this.#aggregates, query, names, cells);
    return cells;
  }

  /** As `fetchHistograms`. */
  async histograms(query: AggregateQuery, metrics: readonly string[]): Promise<ReadonlyArray<Cell<Histograms>>> {
    const known = this.#knownSeries(this.#histograms, query, metrics);
    if (known) {
      return addUpBuckets<Histograms, Map<string, Histogram>>(known.cells, () => new Map(), addHistograms);
    }
    const cells = await fetchHistograms(this.snapshot, query, this.calendar, metrics);
    this.#remember(this.#histograms, query, metrics, cells);
    return cells;
  }

  #knownSeries<T>(
    series: ReadonlyMap<string, Series<T>>,
    query: AggregateQuery,
    names: readonly string[] | undefined
  ): Series<T> | null {
    const known = query.edges.length === 2 && names ? series.get(keyOf(query)) : undefined;
    return known && names?.every((name) => known.names.has(name)) ? known : null;
  }

  /** Only series by dates read the same grains as the range as a whole. */
  #remember<T>(
    series: Map<string, Series<T>>,
    query: AggregateQuery,
    names: readonly string[] | undefined,
    cells: ReadonlyArray<Cell<T>>
  ): void {
    if (names && query.edges.length > 2 && query.interval !== undefined && isDateInterval(query.interval)) {
      series.set(keyOf(query), { names: new Set(names), cells });
    }
  }
}
