/** One bucket and group of an answer. */
export interface Cell<T> {
  bucket: number;
  /** Values of the dimensions grouped by, in their order, then those of the keys. */
  group: string[];
  value: T;
}

/** Key of a group, for joining answers. No text of the database holds the character that stands between. */
export function groupKey(group: readonly string[]): string {
  return group.join('\0');
}

/** Key of a bucket and group, for joining answers. */
export function cellKey(bucket: number, group: readonly string[]): string {
  return `${bucket}\0${groupKey(group)}`;
}

/** Cells that come in parts, to be added up once all are there. */
export class CellParts<T> {
  readonly #cells = new Map<string, { bucket: number; group: string[]; values: T[] }>();

  add(bucket: number, group: string[], value: T): void {
    const key = cellKey(bucket, group);
    const cell = this.#cells.get(key);
    if (cell) {
      cell.values.push(value);
    } else {
      this.#cells.set(key, { bucket, group, values: [value] });
    }
  }

  addUp(how: (values: readonly T[]) => T): Array<Cell<T>> {
    return [...this.#cells.values()].map(({ bucket, group, values }) => ({ bucket, group, value: how(values) }));
  }
}
