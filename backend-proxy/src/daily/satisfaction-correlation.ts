import type { Pool } from 'pg';
import { type AggregateQuery } from '../db/read-models/aggregates';
import { readExactPercentiles } from '../db/read-models/exact-percentiles';
import { fetchAggregates } from '../db/read-models/range-cells';
import { cellKey } from '../db/read-models/cell-parts';
import { withSnapshot, type Snapshot } from '../db/snapshot';
import type { SatisfactionStore } from '../db/stores/satisfaction-store';
import { addDays, datesBetween, type LocalDate, type ReportingCalendar } from '../domain/calendar';
import { correlatePairs } from '../domain/correlation';
import { performanceScore, ratio } from '../domain/kpi-values';

/** Dates that a correlation looks back over, its own included. */
const LOOK_BACK = 30;
/** Dates that are filled from one snapshot: bounds how long its statements take. */
const DATES_PER_SNAPSHOT = 30;
/** Nobody waits for this job, in ms. */
const TIMEOUT_MS = 60_000;
/** The percentiles that the performance score is made of. */
const FRACTIONS = [0.5, 0.9];
const BYTES_PER_MB = 1e6;

/** Daily values of two series, by date. */
interface Series {
  performance: Map<LocalDate, number | null>;
  satisfaction: Map<LocalDate, number | null>;
}

export interface SatisfactionParts {
  pool: Pool;
  store: Pick<SatisfactionStore, 'datesToFill' | 'fill'>;
  calendar: ReportingCalendar;
  /** A date counts once this has passed after its end, ms. */
  lateWindowMs: number;
}

/**
 * The daily job that tells each performance row how satisfaction went with performance: Spearman's rho of the daily
 * performance score against daily customer satisfaction over the 30 dates up to the row's own.
 */
export class SatisfactionCorrelation {
  constructor(private readonly parts: SatisfactionParts) {}

  /** The last local date that is complete at an instant. */
  lastDate(now: number): LocalDate {
    return addDays(this.parts.calendar.dateOf(now - this.parts.lateWindowMs), -1);
  }

  /**
   * Fills the dates that lack it, and the last ones anew, since late events and corrections may have changed them.
   * Safe to run twice, or under several proxies at once. @returns rows changed
   */
  async run(now: number, signal?: AbortSignal): Promise<number> {
    const { store } = this.parts;
    const last = this.lastDate(now);
    const dates = await store.datesToFill(last, addDays(last, 1 - LOOK_BACK));
    let changed = 0;
    for (let at = 0; at < dates.length; at += DATES_PER_SNAPSHOT) {
      signal?.throwIfAborted();
      for (const [date, value] of await this.#correlate(dates.slice(at, at + DATES_PER_SNAPSHOT))) {
        changed += await store.fill(date, value);
      }
    }
    return changed;
  }

  /** The value of each date; dates whose look-back has lost raw rows are left as they are. */
  async #correlate(dates: readonly LocalDate[]): Promise<Array<[LocalDate, number | null]>> {
    const { pool, calendar } = this.parts;
    return withSnapshot(pool, TIMEOUT_MS, async (snapshot) => {
      const { raw } = snapshot.floors();
      const whole = dates.filter((date) => calendar.dayStart(addDays(date, 1 - LOOK_BACK)) >= raw);
      const [first, last] = [whole[0], whole.at(-1)];
      if (first === undefined || last === undefined) {
        return [];
      }
      const series = await this.#series(snapshot, datesBetween(addDays(first, 1 - LOOK_BACK), last));
      return whole.map((date) => {
        const window = datesBetween(addDays(date, 1 - LOOK_BACK), date);
        const pair = {
          technical: window.map((day) => series.performance.get(day) ?? null),
          business: window.map((day) => series.satisfaction.get(day) ?? null),
          target: null,
        };
        return [date, correlatePairs([pair], 0)[0]?.rho ?? null];
      });
    });
  }

  async #series(snapshot: Snapshot, dates: readonly LocalDate[]): Promise<Series> {
    const { calendar } = this.parts;
    const edges = [...dates, addDays(dates.at(-1) ?? '', 1)].map((date) => calendar.dayStart(date));
    const query = { edges, interval: '1d', groupBy: [], filters: {} } satisfies Omit<AggregateQuery, 'type'>;
    const sums = await fetchAggregates(snapshot, { ...query, type: 'business' }, calendar);
    const percentiles = await readExactPercentiles(snapshot, { ...query, type: 'performance' }, FRACTIONS);
    const sumsOf = new Map(sums.map(({ bucket, value }) => [cellKey(bucket, []), value]));
    const percentilesOf = new Map(percentiles.map(({ bucket, value }) => [cellKey(bucket, []), value]));
    const series: Series = { performance: new Map(), satisfaction: new Map() };
    dates.forEach((date, bucket) => {
      const key = cellKey(bucket, []);
      const business = sumsOf.get(key);
      series.satisfaction.set(date, ratio(business?.['sum_satisfaction'] ?? 0, business?.['n_satisfaction'] ?? 0));
      const [median, upper] = [0, 1].map(
        (index) => (metric: string) => percentilesOf.get(key)?.get(metric)?.[index] ?? null
      );
      const memory = median?.('memory_usage') ?? null;
      series.performance.set(
        date,
        performanceScore({
          launchTime: upper?.('launch_time') ?? null,
          memoryUsage: memory === null ? null : memory / BYTES_PER_MB,
          scrollFps: median?.('scroll_fps') ?? null,
        })
      );
    });
    return series;
  }
}
