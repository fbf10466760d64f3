import type { Kpi } from '@lopan/catalogue';
import type { ActivityFilters } from '../db/read-models/activity';
import { groupKey } from '../db/read-models/cell-parts';
import type { CubeDimension } from '../db/measures';
import type { Interval } from '../domain/intervals';
import type { Observed } from '../domain/kpi-values';
import type { Dimension, Stat } from '@lopan/catalogue';

/** What to compute KPIs over. */
export interface Window {
  /** Bucket i is [edges[i], edges[i + 1]). */
  edges: readonly number[];
  interval?: Interval;
  /** Calendar KPIs look back from the last date of each bucket, as a daily series does; else over its dates. */
  lookBack: boolean;
  groupBy: readonly Dimension[];
  filters: ActivityFilters;
  stat?: Stat;
  completeOnly: boolean;
}

/** Values of one group, one a bucket. */
export interface KpiSeries {
  group: string[];
  points: KpiPoint[];
}

export interface KpiPoint extends Observed {
  /** Whether every date and bucket behind the value is complete. */
  complete: boolean;
}

/** A KPI over a window. */
export interface KpiAnswer {
  kpi: Kpi;
  series: KpiSeries[];
  /** `sum`, `exact`, `sketch` or `distinct`. */
  method: string;
  /** Why values are missing, where there is a reason that a person can act on. */
  note: string | null;
}

/** The dimensions that rollups know; `feature` is none of them. */
export function cubeDimensions(groupBy: readonly Dimension[]): CubeDimension[] {
  return groupBy.filter((name): name is CubeDimension => name !== 'feature');
}

/** Series by group from single values: `points` of a group that is missing in a bucket are filled by `empty`. */
export class SeriesBuilder {
  readonly #groups = new Map<string, KpiSeries>();

  constructor(
    private readonly buckets: number,
    private readonly empty: (bucket: number) => KpiPoint
  ) {}

  set(group: string[], bucket: number, point: KpiPoint): void {
    this.ensure(group).points[bucket] = point;
  }

  /** The series of a group, made when it is not there. */
  ensure(group: string[]): KpiSeries {
    const key = groupKey(group);
    const known = this.#groups.get(key);
    if (known) {
      return known;
    }
    const series = { group, points: Array.from({ length: this.buckets }, (_, bucket) => this.empty(bucket)) };
    this.#groups.set(key, series);
    return series;
  }

  /** All series, sorted by group. */
  build(): KpiSeries[] {
    const byName = [...this.#groups.values()].map((series) => [JSON.stringify(series.group), series] as const);
    return byName.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, series]) => series);
  }
}
