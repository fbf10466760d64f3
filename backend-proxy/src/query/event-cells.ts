import {
  addUpHistograms,
  addUpMeasures,
  fetchAggregates,
  fetchHistograms,
  rangeOf,
  type AggregateQuery,
  type Histograms,
  type Measures,
} from '../db/read-models/aggregates';
import { CellParts, type Cell } from '../db/read-models/cell-parts';
import type { Snapshot } from '../db/snapshot';
import type { ReportingCalendar } from '../domain/calendar';
import { isDateInterval } from '../domain/intervals';

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
function addUpBuckets<T>(cells: ReadonlyArray<Cell<T>>, addUp: (values: readonly T[]) => T): Array<Cell<T>> {
  const parts = new CellParts<T>();
  cells.forEach(({ group, value }) => parts.add(0, group, value));
  return parts.addUp(addUp);
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
      return addUpBuckets(known.cells, addUpMeasures);
    }
    const cells = await fetchAggregates(this.snapshot, query, this.calendar);
    this.#remember(this.#aggregates, query, names, cells);
    return cells;
  }

  /** As `fetchHistograms`. */
  async histograms(query: AggregateQuery, metrics: readonly string[]): Promise<ReadonlyArray<Cell<Histograms>>> {
    const known = this.#knownSeries(this.#histograms, query, metrics);
    if (known) {
      return addUpBuckets(known.cells, addUpHistograms);
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
