import type { Dimension } from '@lopan/catalogue';
import type { TableColumn } from '../frames/table';

/** `userRole` → `user_role`: columns of answers are in snake_case. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A column for each dimension grouped by. */
export function groupColumns<Row>(
  groupBy: readonly Dimension[],
  groupOf: (row: Row) => readonly string[]
): Array<TableColumn<Row>> {
  return groupBy.map((name, index) => ({
    name: snakeCase(name),
    type: 'string',
    value: (row) => groupOf(row)[index] ?? null,
  }));
}
