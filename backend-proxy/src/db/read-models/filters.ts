import { UNKNOWN_GROUP } from '@lopan/catalogue';
import { columnOf, CUBE_DIMENSIONS, type CubeDimension } from '../measures';

/** Values allowed per dimension; absent or empty means all. */
export type Filters = Readonly<Partial<Record<CubeDimension, readonly string[]>>>;

/** The filters that restrict anything. */
export function activeFilters(filters: Filters): Array<{ name: CubeDimension; values: readonly string[] }> {
  return CUBE_DIMENSIONS.flatMap(({ name }) => {
    const values = filters[name] ?? [];
    return values.length > 0 ? [{ name, values }] : [];
  });
}

/** A raw row's value of a dimension: what it carries, or the group of those that carry none. */
export function rawDimension(name: CubeDimension): string {
  return `coalesce(e.${columnOf(name)}, '${UNKNOWN_GROUP}')`;
}

/** The conditions of filters, each an array parameter appended to `values`. */
export function filterConditions(
  filters: Filters,
  expressionOf: (name: CubeDimension) => string,
  values: unknown[]
): string {
  return activeFilters(filters)
    .map(({ name, values: allowed }) => {
      values.push(allowed);
      return ` AND ${expressionOf(name)} = ANY($${values.length}::text[])`;
    })
    .join('');
}
