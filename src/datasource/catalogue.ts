import type { Dimension, Direction, Stat } from '@lopan/catalogue/types';
import { labels } from './labels';

/** A KPI as `GET /v1/catalogue` describes it: what the editors show. */
export interface CatalogueKpi {
  id: string;
  title: string;
  description: string;
  unit: string;
  direction: Direction;
  target: number | null;
  threshold: number | null;
  /** Dimensions it can be grouped by. */
  groups: Dimension[];
  /** Statistics it offers; absent where it has only one. */
  stats?: Stat[];
}

/** What the proxy knows, as the plant has configured it. */
export interface Catalogue {
  kpis: CatalogueKpi[];
  features: Array<{ id: string; title: string }>;
}

/** A value that was observed for a dimension, with the number of events that carry it. */
export interface DimensionValue {
  value: string;
  count: number;
}

/** One line about a KPI for a picker: "percent · target ≥ 85". */
export function kpiHint({ unit, target, direction }: CatalogueKpi): string {
  return target === null ? unit : labels.query.kpiTarget(unit, direction === 'higher' ? '≥' : '≤', target);
}

/** Dimensions that every one of the KPIs can be grouped by; all there are while none is chosen. */
export function commonGroups(catalogue: Catalogue, kpis: string[], all: readonly Dimension[]): Dimension[] {
  const chosen = catalogue.kpis.filter(({ id }) => kpis.includes(id));
  return all.filter((dimension) => chosen.every(({ groups }) => groups.includes(dimension)));
}

/** Statistics that at least one of the KPIs offers. */
export function offeredStats(catalogue: Catalogue, kpis: string[]): Stat[] {
  const stats = catalogue.kpis.filter(({ id }) => kpis.includes(id)).flatMap(({ stats }) => stats ?? []);
  return [...new Set(stats)];
}
